import { describe, expect, it } from 'vitest';
import { aCrate, anSdist, type Files } from './archives.fixture.ts';
import { checkGrowth, checkPacked, readCrate, readSdist, type Packed } from './index.ts';

async function crate(files: Files = {}): Promise<Packed> {
  const reading = await readCrate(aCrate({ files }));
  if (reading.kind === 'unreadable') throw new Error(reading.detail);
  return reading;
}

async function sdist(files: Files): Promise<Packed> {
  const { bytes, fileName } = anSdist({ files });
  const reading = await readSdist(bytes, fileName);
  if (reading.kind === 'unreadable') throw new Error(reading.detail);
  return reading;
}

const file = 'dist/crates/rocket/rocket-1.2.3.crate';
const inside = (directory: string | null) => ({ file, name: 'rocket', directory });
const knowing = (files: string[], untracked: string[] = []) => ({
  files: new Set(files),
  untracked,
});

describe('files in a package that git does not know', () => {
  it('SLW245: are named, ten at most', async () => {
    const many = Array.from({ length: 12 }, (_, at) => [`node_modules/a/${at}.js`, ''] as const);
    const packed = await crate(Object.fromEntries(many));
    const [found, ...others] = checkPacked(packed, inside(''), knowing(['src/lib.rs']));
    expect(found).toMatchObject({ code: 'SLW245', severity: 'error', file });
    expect(found?.message).toMatch(/^12 files in rocket are not in git: .*9\.js and 2 more$/);
    expect(others).toEqual([]);
  });

  it('are none of its own folder, of links to folders, and of READMEs from elsewhere', async () => {
    const packed = await crate({ 'data/deep/t.csv': '', 'README.md': '', 'Cargo.lock': '' });
    const known = ['a/src/lib.rs', 'a/data', 'README.md'];
    expect(checkPacked(packed, inside('a'), knowing(known))).toEqual([]);
    expect(checkPacked(packed, inside('b'), knowing(known))).toMatchObject([{ code: 'SLW245' }]);
  });

  it('are none that the options name', async () => {
    const packed = await crate({ 'src/made/t.rs': '' });
    const known = (pattern: string) => knowing(['a/src/lib.rs'], [pattern]);
    expect(checkPacked(packed, inside('a'), known('a/src/made/*.rs'))).toEqual([]);
    expect(checkPacked(packed, inside('a'), known('b/src/made/*.rs'))).toHaveLength(1);
  });

  it('are looked for in an sdist by the ends of their paths', async () => {
    const packed = await sdist({
      'core/src/lib.rs': '',
      'core/Cargo.toml': '',
      'core/made.rs': '',
    });
    const known = ['rust/core/src/lib.rs', 'python/pyproject.toml', 'LICENSE'];
    expect(checkPacked(packed, inside(null), knowing(known, ['rust/core/made.rs']))).toEqual([]);
    const [found] = checkPacked(packed, inside(null), knowing(known));
    expect(found?.message).toBe('1 file in rocket is not in git: core/made.rs');
  });
});

describe('a package against its last version', () => {
  const noise = (length: number): string =>
    Array.from({ length }, (_, at) => ((at * 7919 + at ** 3) % 104_729).toString(36)).join('');
  const grown = async (files: Files) => {
    const before = { ...(await crate()), version: '1.2.2' };
    return checkGrowth(await crate(files), before, { file, name: 'rocket' });
  };

  it('SLW248: has more than twice the bytes; what is new is named, the largest first', async () => {
    const [found] = await grown({ 'a.txt': 'a', 'b.bin': noise(20_000) });
    expect(found).toMatchObject({ code: 'SLW248', severity: 'warning', file });
    expect(found?.message).toMatch(
      /^rocket has [\d.]+ KiB in 5 files; 1\.2\.2 had 0\.\d in 3\. New: b\.bin, a\.txt$/,
    );
  });

  it('SLW248: has more than twice the files', async () => {
    const many = Array.from({ length: 20 }, (_, at) => [`t/${at}.txt`, ''] as const);
    const [found] = await grown(Object.fromEntries(many));
    expect(found?.message).toMatch(/ in 23 files; .* and 10 more$/);
  });

  it('may double while it is small', async () => {
    expect(
      await grown({ 'src/a.rs': 'a', 'src/b.rs': 'b', 'src/c.rs': 'c', 'src/d.rs': 'd' }),
    ).toEqual([]);
  });
});
