import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { anSdist, metadata, type TarChange } from './archives.fixture.ts';
import { checkSdist, readSdist } from './sdist.ts';

const plan = { file: 'dist/rocket_py-1.2.3.tar.gz', name: 'rocket.py', version: '1.2.3' };

async function findings(change: TarChange, expected = plan) {
  const { bytes, fileName } = anSdist(change);
  return checkSdist(await readSdist(bytes, fileName), expected);
}

async function codes(change: TarChange, expected = plan) {
  return (await findings(change, expected)).map(({ code }) => code);
}

it('has nothing against an sdist as maturin writes it', async () => {
  expect(await findings({})).toEqual([]);
});

it('reads its metadata and its entries', async () => {
  const { bytes, fileName } = anSdist();
  expect(await readSdist(bytes, fileName)).toMatchObject({
    kind: 'sdist',
    name: { distribution: 'rocket_py', version: '1.2.3' },
    folders: ['rocket_py-1.2.3'],
    metadata: { name: 'rocket-py', description: '# Rocket\n' },
    entries: [{ path: 'rocket_py-1.2.3/PKG-INFO' }, {}, { kind: 'file', bytes: 3 }],
  });
});

it('accepts folders and a link within', async () => {
  const members = [
    { path: 'rocket_py-1.2.3/src/', type: '5' },
    { path: 'rocket_py-1.2.3/src/LICENSE', type: '2', target: '../LICENSE' },
  ];
  expect(await codes({ members })).toEqual([]);
});

it.each([
  [{ path: '../evil', text: '' }],
  [{ path: '/evil', text: '' }],
  [{ path: 'rocket_py-1.2.3/link', type: '2', target: '../../etc/passwd' }],
  [{ path: 'rocket_py-1.2.3/link', type: '2', target: '/etc/passwd' }],
  [{ path: 'rocket_py-1.2.3/link', type: '1', target: '../etc/passwd' }],
  [{ path: 'rocket_py-1.2.3/null', type: '3' }],
  [{ path: 'rocket_py-1.2.3/LICENSE', text: 'twice' }],
])('SLW221: the entry %j', async (member) => {
  expect(await codes({ members: [member] })).toEqual(['SLW221']);
});

it('SLW222 and SLW223: another package, another version, each told once', async () => {
  expect(await codes({}, { ...plan, name: 'comet' })).toEqual(['SLW222']);
  expect(await codes({}, { ...plan, version: '1.2.4' })).toEqual(['SLW223']);
  expect(await codes({ files: { 'PKG-INFO': metadata([], '2.0') } })).toEqual(['SLW223']);
});

it('SLW224: a local version', async () => {
  const version = '1.2.3+abc';
  const change = {
    fileName: 'rocket_py-1.2.3+abc.tar.gz',
    folder: 'rocket_py-1.2.3+abc',
    files: { 'PKG-INFO': metadata([], version) },
  };
  expect(await codes(change, { ...plan, version })).toEqual(['SLW224']);
});

it('SLW225: a file name from before PEP 625', async () => {
  const change = { fileName: 'rocket-py-1.2.3.tar.gz', folder: 'rocket-py-1.2.3' };
  const [finding, ...rest] = await findings(change);
  expect(rest).toEqual([]);
  expect(finding?.code).toBe('SLW225');
  expect(finding?.message).toContain('should be rocket_py-1.2.3.tar.gz');
});

it('SLW229: a licence file that is not packed', async () => {
  expect(await codes({ files: { LICENSE: null } })).toEqual(['SLW229']);
});

it('SLW229 is not for metadata from before PEP 639', async () => {
  const old = metadata().replace('2.4', '2.1');
  expect(await codes({ files: { LICENSE: null, 'PKG-INFO': old } })).toEqual([]);
});

it('SLW230: larger than PyPI takes', async () => {
  const { bytes, fileName } = anSdist();
  const reading = await readSdist(bytes, fileName);
  const large = { ...reading, bytes: 105_000_000 } as typeof reading;
  expect(checkSdist(large, plan).map(({ code }) => code)).toEqual(['SLW230']);
});

it.each(['PKG-INFO', 'pyproject.toml'])('SLW231: no %s', async (file) => {
  expect(await codes({ files: { [file]: null } })).toEqual(['SLW231']);
});

it('SLW233: two folders, or one of another name', async () => {
  expect(await codes({ members: [{ path: 'other/file', text: '' }] })).toEqual(['SLW233']);
  expect(await codes({ folder: 'rocket' })).toEqual(['SLW233']);
});

it.each([
  ['not gzip', Buffer.from('hello')],
  ['gzip of nothing', gzipSync('')],
  ['gzip of no archive', gzipSync('x'.repeat(2000))],
  ['a bomb', gzipSync(Buffer.alloc(70 * 1024 * 1024))],
])('SLW220: %s', async (_, bytes) => {
  const reading = await readSdist(bytes, 'rocket_py-1.2.3.tar.gz');
  expect(checkSdist(reading, plan).map(({ code }) => code)).toEqual(['SLW220']);
});
