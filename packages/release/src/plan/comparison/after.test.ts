import { describe, expect, it } from 'vitest';
import { readChecksums } from './checksums.ts';
import { closeRelease, opennessOf } from './fortnight.ts';
import { findUnmetNeeds } from './needs.ts';
import { findUntagged } from './untagged.ts';

describe('SHA256SUMS', () => {
  it('says digests by file, in both forms, and nothing else', () => {
    const digest = 'AB'.repeat(32);
    const text = `${digest}  tide.whl\r\n${digest} *tide.tar.gz\n${digest}  ../out\nab  short\n\n`;
    expect([...readChecksums(text)]).toEqual([
      ['tide.whl', digest.toLowerCase()],
      ['tide.tar.gz', digest.toLowerCase()],
    ]);
  });
});

describe('SLW443: versions that no tag names', () => {
  const where = { registry: 'PyPI', package: 'tide' } as const;
  const tags = ['0.2.0', '0.3.0', '0.4.0-beta.1'].map((version) => ({ version }));
  const found = (version: string, ...live: string[]) =>
    findUntagged(where, version, live, tags).map(({ severity, message }) => [severity, message]);

  it('are errors where they are newer, and warnings where they are older', () => {
    expect(found('0.3.0', '0.2.0', '0.2.5', '0.3.0', '0.3.1', '0.4.0b1')).toEqual([
      ['error', 'PyPI has tide 0.3.1, and no tag names it'],
      ['warning', 'PyPI has tide 0.2.5, and no tag names it'],
    ]);
  });

  it('are ordered as their registry does: PyPI has versions that Cargo cannot say', () => {
    expect(found('0.3.0', '0.3.0', '0.3.0.post1', '1!0.1', '0.2.0.post1')).toEqual([
      ['error', 'PyPI has tide 1!0.1, 0.3.0.post1, and no tag names them'],
      ['warning', 'PyPI has tide 0.2.0.post1, and no tag names it'],
    ]);
    const post = [...tags, { version: '0.3.0.post1' }];
    expect(findUntagged(where, '0.3.0', ['0.3.0.post1'], post)).toEqual([]);
    const crates = { registry: 'crates.io', package: 'tide' } as const;
    expect(findUntagged(crates, '0.3.0', ['1!0.1', '0.4.0-beta.1'], tags)).toEqual([]);
  });

  it('are none from before there were tags, and none that cannot be ordered', () => {
    expect(found('0.3.0', '0.1.0', '0.1.9', 'a build of 2004')).toEqual([]);
    expect(findUntagged(where, '0.3.0', ['0.9.0'], [])).toEqual([]);
  });
});

describe('SLW448: what a crate needs', () => {
  const crate = (name: string, version: string, yanked = false) => ({
    name,
    version,
    yanked,
    needs: [{ name: 'core', requirement: '^0.3.1' }],
  });
  const over = crate('over', '0.3.1');
  const codes = (one: typeof over, ...core: (typeof over)[]) =>
    findUnmetNeeds(one, new Map([['core', core]])).map(({ code }) => code);

  it('must be there in a version that it takes, and not yanked', () => {
    expect(codes(over, crate('core', '0.3.1'))).toEqual([]);
    expect(codes(over, crate('core', '0.3.0'))).toEqual(['SLW448']);
    expect(codes(over, crate('core', '0.3.1', true))).toEqual(['SLW448']);
    expect(codes(over)).toEqual(['SLW448']);
  });

  it('is no matter of a yanked crate, nor what other repositories publish', () => {
    expect(codes(crate('over', '0.3.1', true))).toEqual([]);
    expect(findUnmetNeeds(over, new Map())).toEqual([]);
  });
});

describe('the fortnight of a version', () => {
  const day = 24 * 60 * 60_000;
  const missing = {
    registry: 'PyPI',
    package: 'tide',
    version: '0.3.1',
    file: 'tide.whl',
    sha256: null,
    decision: 'publish',
    why: 'not there yet',
  } as const;
  const there = { ...missing, file: 'tide.tar.gz', decision: 'already-there' } as const;

  it('SLW441: is over for what is missing, and found once', () => {
    const { actions, findings } = closeRelease([missing, there], opennessOf([0, day], 15 * day));
    expect(findings).toMatchObject([{ code: 'SLW441' }]);
    expect(actions.map(({ decision }) => decision)).toEqual(['blocked', 'already-there']);
  });

  it('is no matter where nothing is missing, where it is young, or where nobody tells', () => {
    expect(closeRelease([there], opennessOf([0], 15 * day)).findings).toEqual([]);
    expect(closeRelease([missing], opennessOf([0], 14 * day)).findings).toEqual([]);
    expect(closeRelease([missing], opennessOf([null], 99 * day)).findings).toEqual([]);
  });
});
