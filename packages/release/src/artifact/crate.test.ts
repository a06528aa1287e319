import { expect, it } from 'vitest';
import { aCrate, type TarChange } from './archives.fixture.ts';
import { checkCrate, readCrate } from './crate.ts';

const plan = { file: 'target/package/rocket-1.2.3.crate', name: 'rocket', version: '1.2.3' };

async function findings(change: TarChange, expected = plan) {
  return checkCrate(await readCrate(aCrate(change)), expected);
}

async function codes(change: TarChange, expected = plan) {
  return (await findings(change, expected)).map(({ code }) => code);
}

const manifest = (text: string): TarChange => ({ files: { 'Cargo.toml': text } });

it('has nothing against a crate as cargo writes it', async () => {
  expect(await findings({})).toEqual([]);
});

it('reads manifest, commit and entries', async () => {
  expect(await readCrate(aCrate())).toMatchObject({
    kind: 'crate',
    folders: ['rocket-1.2.3'],
    manifest: { name: 'rocket', version: '1.2.3' },
    vcs: { sha: 'abc', dirty: false },
    entries: [{ path: 'rocket-1.2.3/Cargo.toml' }, {}, {}],
  });
});

it('needs no .cargo_vcs_info.json, and survives a broken one', async () => {
  expect(await codes({ files: { '.cargo_vcs_info.json': null } })).toEqual([]);
  expect(await codes({ files: { '.cargo_vcs_info.json': '{' } })).toEqual([]);
});

it('SLW220: no archive', async () => {
  const [finding] = checkCrate(await readCrate(Buffer.from('x')), plan);
  expect(finding).toMatchObject({ code: 'SLW220', file: plan.file });
});

it.each([
  { path: 'rocket-1.2.3/../../evil' },
  { path: 'rocket-1.2.3/link', type: '2', target: 'src/lib.rs' },
])('SLW221: the entry %j', async (member) => {
  expect(await codes({ members: [member] })).toEqual(['SLW221']);
});

it('SLW222 and SLW223: another crate, another version', async () => {
  const other = manifest('[package]\nname = "comet"\nversion = "1.2.3"');
  expect(await codes({ ...other, folder: 'comet-1.2.3' })).toEqual(['SLW222']);
  const newer = manifest('[package]\nname = "rocket"\nversion = "1.2.4"');
  expect(await codes({ ...newer, folder: 'rocket-1.2.4' })).toEqual(['SLW223']);
});

it('SLW223: versions that differ in build metadata alone are other versions', async () => {
  const text = manifest('[package]\nname = "rocket"\nversion = "1.2.3+b"');
  expect(await codes({ ...text, folder: 'rocket-1.2.3+b' })).toEqual(['SLW223']);
});

it('SLW225: a file under another name', async () => {
  expect(await codes({}, { ...plan, file: 'target/package/rocket.crate' })).toEqual(['SLW225']);
});

it('SLW230: larger than crates.io takes', async () => {
  const reading = { ...(await readCrate(aCrate())), bytes: 10_485_761 };
  const [finding] = checkCrate(reading as Awaited<ReturnType<typeof readCrate>>, plan);
  expect(finding?.code).toBe('SLW230');
  expect(finding?.message).toContain('crates.io takes 10485760');
});

it('SLW231: no Cargo.toml', async () => {
  expect(await codes({ files: { 'Cargo.toml': null } })).toEqual(['SLW231']);
});

it('SLW233: files outside the one folder', async () => {
  expect(await codes({ members: [{ path: 'other/file' }] })).toEqual(['SLW233']);
  expect(await codes({ folder: 'rocket' })).toEqual(['SLW233']);
});

it('SLW234: packaged from a dirty working tree, a warning', async () => {
  const info = '{"git":{"sha1":"abc","dirty":true}}';
  const [finding, ...rest] = await findings({ files: { '.cargo_vcs_info.json': info } });
  expect(rest).toEqual([]);
  expect(finding).toMatchObject({ code: 'SLW234', severity: 'warning' });
});

it('SLW234: names what is not committed; what somebody wants packed untracked is told nowhere', async () => {
  const info = '{"git":{"sha1":"abc","dirty":true}}';
  const reading = await readCrate(aCrate({ files: { '.cargo_vcs_info.json': info } }));
  const of = (changed: string[], untracked: string[] = []) =>
    checkCrate(reading, { ...plan, directory: 'a', changed, untracked });
  const [found] = of(['a/src/lib.rs', 'b/src/lib.rs', 'a/tests/x.rs']);
  expect(found?.message).toMatch(/as they are on disk: a\/src\/lib\.rs$/);
  expect(of([], ['a/src/lib.rs'])).toEqual([]);
});

it.each([
  '[package',
  'x = 1',
  '[package]\nname = "rocket"',
  '[package]\nname = 1\nversion = "1.2.3"',
])('SLW236: the manifest %j', async (text) => {
  expect(await codes(manifest(text))).toEqual(['SLW236']);
});
