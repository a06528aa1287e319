import { describe, expect, it } from 'vitest';
import { selectRelease, intendedActions, type ReleasedVersion } from '../index.ts';
import { repository } from '../repository.fixture.ts';

const written = { more: 'publish = ["crates-io"]\ndescription = "d"\nlicense = "MIT"' };
const needs = (name: string) => `${name} = { path = "../${name}", version = "0.3" }`;

/** c needs b, which needs a. */
const three = repository({
  a: written,
  b: { ...written, dependencies: needs('a') },
  c: { ...written, dependencies: needs('b') },
});

const given = (name: string): ReleasedVersion => ({
  tag: { name: `${name}-v0.3.1`, commit: 'other', reachable: true, version: '0.3.1' },
  version: '0.3.1',
  packages: [`cargo ${name}`],
});

/** What is released, what stays and what stands in the way, when these were released and those changed since. */
function select(released: readonly string[], changed: readonly string[]) {
  const { repository, stays, bumpFirst } = selectRelease(
    three,
    released.map(given),
    ({ packages }) =>
      packages.some((key) => changed.includes(key.slice('cargo '.length))) ? 2 : 0,
  );
  const nameOf = ({ packages }: ReleasedVersion): string => packages.join().replace('cargo ', '');
  return {
    out: repository.crates.filter(({ publishable }) => publishable).map(({ name }) => name),
    stays: stays.map(nameOf),
    bumpFirst: bumpFirst.map(nameOf),
  };
}

describe('what one release is of', () => {
  it('is all that no tag has given away', () => {
    expect(select([], [])).toEqual({ out: ['a', 'b', 'c'], stays: [], bumpFirst: [] });
  });

  it('leaves out what was released and not touched since', () => {
    expect(select(['a', 'b'], [])).toEqual({ out: ['c'], stays: ['a', 'b'], bumpFirst: [] });
  });

  it('leaves out what changed, too, unless a crate of the release is compiled with it', () => {
    expect(select(['b', 'c'], ['b', 'c'])).toEqual({
      out: ['a'],
      stays: ['b', 'c'],
      bumpFirst: [],
    });
    expect(select(['a', 'b'], ['a'])).toEqual({ out: ['a', 'c'], stays: ['b'], bumpFirst: ['a'] });
  });

  it('is nothing where everything was released: what changed is bumped first', () => {
    expect(select(['a', 'b', 'c'], ['b']).bumpFirst).toEqual(['b']);
    expect(select(['a', 'b', 'c'], []).bumpFirst).toEqual(['a', 'b', 'c']);
  });

  it('says in each row why', () => {
    const { stays, bumpFirst } = selectRelease(three, ['a', 'b'].map(given), () => 1);
    const rows = intendedActions(three, { stays, bumpFirst }, new Map());
    expect(rows.map(({ decision, why }) => `${decision}: ${why}`)).toEqual([
      'blocked: a-v0.3.1 is another commit: bump first',
      'blocked: b-v0.3.1 is another commit: bump first',
      'publish: the registry was not asked',
    ]);
    const others = selectRelease(three, ['b', 'c'].map(given), ({ tag }) =>
      tag.name.startsWith('b') ? 1 : 0,
    );
    expect(
      intendedActions(three, others, new Map()).map(({ decision, why }) => `${decision}: ${why}`),
    ).toEqual([
      'publish: the registry was not asked',
      'skip: b-v0.3.1 released it; changes since wait for a bump',
      'skip: c-v0.3.1 released it, nothing notable since',
    ]);
  });
});
