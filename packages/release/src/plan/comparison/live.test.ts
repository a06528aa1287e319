import { describe, expect, it } from 'vitest';
import { checkLive, intendedActions, liveKey, namesToAsk, withLive, type Live } from '../index.ts';
import { python, repository } from '../repository.fixture.ts';

const live = (rows: Record<string, readonly string[] | null>, owner: string | null = null): Live =>
  new Map(
    Object.entries(rows).map(([key, versions]) => {
      const [registry, name] = key.split(' ') as ['crates.io' | 'PyPI', string];
      return [liveKey({ registry, name }), { registry, name, versions, repository: owner }];
    }),
  );

const noCut = { stays: [], bumpFirst: [] };
const written = { more: 'publish = ["crates-io"]\ndescription = "d"\nlicense = "MIT"' };

describe('what the registries have', () => {
  const both = repository({ a: written, b: { more: 'publish = false' } }, python(''));

  it('is asked of every package that is published, or could be', () => {
    expect(namesToAsk(both)).toEqual([
      { registry: 'crates.io', name: 'a' },
      { registry: 'PyPI', name: 'tide' },
    ]);
  });

  it('decides what a release is to do', () => {
    const decisions = (one: Live) =>
      intendedActions(both, noCut, one).map(({ file, decision }) => [file, decision]);
    expect(decisions(live({ 'crates.io a': ['0.3.1'], 'PyPI tide': ['0.3.0'] }))).toEqual([
      ['a-0.3.1.crate', 'already-there'],
      ['tide-0.3.1.tar.gz', 'publish'],
    ]);
    expect(intendedActions(both, noCut, live({}))[0]?.why).toBe('the registry was not asked');
  });

  it('SLW127: a version that is there; 1.0.0b1 is 1.0.0-beta.1', () => {
    const beta = repository({ a: { ...written, version: '1.0.0-beta.1' } }, python(''));
    const rows = live({ 'crates.io a': ['1.0.0-beta.1'], 'PyPI tide': ['1.0.0b1'] });
    expect(checkLive(beta, rows, null)).toMatchObject([
      { code: 'SLW127', file: 'a/Cargo.toml', line: 3 },
      { code: 'SLW127', message: 'PyPI has 1.0.0b1 of tide' },
    ]);
    expect(checkLive(beta, live({ 'crates.io a': ['0.1.0'] }), null)).toEqual([]);
  });

  it('SLW126: a name that comes from another repository', () => {
    const rows = live({ 'crates.io a': ['0.1.0'] }, 'Somebody/tide');
    expect(checkLive(both, rows, 'sailors/tide')).toMatchObject([{ code: 'SLW126' }]);
    expect(checkLive(both, rows, 'somebody/Tide')).toEqual([]);
    expect(checkLive(both, rows, null)).toEqual([]);
  });

  it('takes consent back from crates that nobody asked for and crates.io has never seen', () => {
    const inferred = repository({ a: {}, b: written });
    const publish = (one: Live) => withLive(inferred, one).crates.map((crate) => crate.publish);
    expect(publish(live({}))).toEqual(['yes', 'yes']);
    expect(publish(live({ 'crates.io a': null }))).toEqual(['yes', 'yes']);
    expect(publish(live({ 'crates.io a': [], 'crates.io b': [] }))).toEqual(['opt-in', 'yes']);
    expect(publish(live({ 'crates.io a': ['0.1.0'] }))).toEqual(['yes', 'yes']);
    const needs = { ...written, dependencies: 'a = { path = "../a", version = "0.3.1" }' };
    const below = withLive(repository({ a: {}, b: needs }), live({ 'crates.io a': [] }));
    expect(below.crates.map((crate) => crate.publish)).toEqual(['yes', 'yes']);
  });
});
