import { describe, expect, it } from 'vitest';
import { opennessOf } from './fortnight.ts';
import { compareRelease } from './status-release.ts';
import { comparePackage, type SeenPackage, type WantedFile, type WantedPackage } from './status.ts';

const day = 24 * 60 * 60_000;
const now = Date.UTC(2026, 10, 25, 12);
const [good, bad] = ['a'.repeat(64), 'b'.repeat(64)];

const file = (title: string, sha256: string | null = good): WantedFile => ({
  title,
  digestOf: (name) => (name === title ? sha256 : null),
  isIt: (name) => name === title,
});

const wanted = (more: Partial<WantedPackage> = {}): WantedPackage => ({
  registry: 'PyPI',
  package: 'tide',
  version: '0.3.1',
  tag: 'v0.3.1',
  files: [file('tide.whl'), file('tide.tar.gz')],
  isWhole: true,
  source: 'SHA256SUMS of v0.3.1',
  ...more,
});

const seen = (names: readonly string[], age = 1): SeenPackage => ({
  files: names.map((name) => ({ file: name, sha256: good, yanked: false })),
  openness: opennessOf(names.length > 0 ? [now - age * day, now] : [], now),
  newest: '0.3.0',
});

const codes = (standing: { findings: readonly { code: string }[] }): string[] =>
  standing.findings.map(({ code }) => code);

describe('a package at a registry', () => {
  it('stands as it ought to where every file is there', () => {
    const { actions, findings } = comparePackage(wanted(), seen(['tide.whl', 'tide.tar.gz']));
    expect(findings).toEqual([]);
    expect(actions.map(({ decision }) => decision)).toEqual(['already-there', 'already-there']);
  });

  it('SLW440: is behind when nothing of the version is there', () => {
    const [finding] = comparePackage(wanted(), seen([])).findings;
    expect(finding).toMatchObject({ code: 'SLW440', severity: 'error' });
    expect(finding?.message).toContain('its newest is 0.3.0');
  });

  it('SLW410: lacks files, and tells until when they can come', () => {
    const { actions, findings } = comparePackage(wanted(), seen(['tide.whl'], 10));
    expect(findings).toMatchObject([{ code: 'SLW410' }]);
    expect(findings[0]?.message).toBe('PyPI lacks 1 of 2 files of tide 0.3.1: tide.tar.gz');
    expect(findings[0]?.remedy).toContain('until 2026-11-29 12:00 UTC');
    expect(actions[1]).toMatchObject({ decision: 'publish', file: 'tide.tar.gz' });
  });

  it('SLW441: can never be completed 14 days after its first file', () => {
    expect(codes(comparePackage(wanted(), seen(['tide.whl'], 14)))).toEqual(['SLW410']);
    const { actions, findings } = comparePackage(wanted(), seen(['tide.whl'], 14.01));
    expect(findings).toMatchObject([{ code: 'SLW441' }]);
    expect(actions[1]).toMatchObject({ decision: 'blocked' });
    // Where everything is there, its age is no matter.
    expect(comparePackage(wanted(), seen(['tide.whl', 'tide.tar.gz'], 99)).findings).toEqual([]);
  });

  it('SLW442: has other bytes, whichever registry tells none of them', () => {
    const files = [file('tide.whl', bad), file('tide.tar.gz', null)];
    const found = comparePackage(wanted({ files }), seen(['tide.whl', 'tide.tar.gz']));
    expect(codes(found)).toEqual(['SLW442']);
    expect(found.findings[0]?.message).toContain(`SHA256SUMS of v0.3.1 says ${bad}`);
    expect(found.actions.map(({ decision }) => decision)).toEqual(['conflict', 'already-there']);
    expect(found.actions[1]?.why).toContain('nothing tells its bytes');
  });

  it('SLW442: is compared by the name of each file, where several fit what is wanted', () => {
    const digests = new Map([['a.whl', good]]);
    const wheel: WantedFile = {
      title: 'a wheel',
      digestOf: (name) => digests.get(name) ?? null,
      isIt: (name) => name.endsWith('.whl'),
    };
    const files = [wheel];
    const of = (a: string) => {
      const { files: there, ...rest } = seen(['b.whl', 'a.whl']);
      const bytes = [bad, a].map((sha256, index) => ({ ...there[index]!, sha256 }));
      return comparePackage(wanted({ files, isWhole: false }), { ...rest, files: bytes });
    };
    expect(codes(of(good))).toEqual([]);
    expect(of(good).actions).toMatchObject([{ file: 'a.whl', sha256: good }]);
    expect(codes(of(bad))).toEqual(['SLW442']);
  });

  it('is there, where its registry tells no digest', () => {
    const { files, ...rest } = seen(['tide.whl', 'tide.tar.gz']);
    const untold = files.map((one) => ({ ...one, sha256: null }));
    const { actions, findings } = comparePackage(wanted(), { ...rest, files: untold });
    expect(findings).toEqual([]);
    expect(actions.map(({ why }) => why)).toEqual(Array(2).fill('there; no digest is told'));
  });

  it('SLW449: has files that the release does not name, where it names all', () => {
    const there = seen(['tide.whl', 'tide.tar.gz', 'more.whl']);
    expect(codes(comparePackage(wanted(), there))).toEqual(['SLW449']);
    expect(codes(comparePackage(wanted({ isWhole: false }), there))).toEqual([]);
  });

  it('SLW447: is withdrawn, which is told and no drift', () => {
    const { files, ...rest } = seen(['tide.whl', 'tide.tar.gz']);
    const yanked = files.map((one, index) => ({ ...one, yanked: index === 0 }));
    const { actions, findings } = comparePackage(wanted(), { ...rest, files: yanked });
    expect(findings).toMatchObject([{ code: 'SLW447', severity: 'info' }]);
    expect(findings[0]?.message).toContain('1 of 2 files');
    expect(actions[0]?.why).toMatch(/withdrawn$/);
  });

  it('is not known where the registry did not tell', () => {
    const { actions, findings } = comparePackage(wanted(), null, 'PyPI did not tell');
    expect(findings).toEqual([]);
    expect(actions).toMatchObject([{ decision: 'blocked', why: 'PyPI did not tell' }, {}]);
  });
});

describe('a GitHub release', () => {
  const assets = wanted({ registry: 'GitHub Releases', package: 'octo/tide', version: 'v0.3.1' });
  const release = { isDraft: false, isWithdrawn: false, files: seen(['tide.whl']).files };

  it.each([
    ['SLW444: is not there', null, 'SLW444'],
    ['SLW445: was left as a draft', { ...release, isDraft: true }, 'SLW445'],
    ['SLW446: has no files', { ...release, files: [] }, 'SLW446'],
    ['SLW410: lacks files', release, 'SLW410'],
  ])('%s', (_, one, code) => {
    expect(codes(compareRelease(assets, one))).toEqual([code]);
  });

  it('SLW447: may be withdrawn, with its files', () => {
    const whole = { ...release, files: seen(['tide.whl', 'tide.tar.gz']).files };
    expect(codes(compareRelease(assets, whole))).toEqual([]);
    expect(codes(compareRelease(assets, { ...whole, isWithdrawn: true }))).toEqual(['SLW447']);
  });
});
