import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aWheel } from '../artifact/archives.fixture.ts';
import type { SlipwayError } from '../finding/index.ts';
import { nodePorts } from '../node.ts';
import { takeBuild, type TakenBuild } from './index.ts';

const target = 'x86_64-unknown-linux-gnu';
const folder = `dist/wheels/rocket-py/${target}`;
const build: TakenBuild = {
  folder,
  task: 'rocket-py:build',
  kind: 'wheel',
  package: 'rocket-py',
  version: '1.2.3',
  target,
};
const { bytes, fileName: file } = aWheel();

let root: string;
let from: string;
const hashed: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-take-'));
  from = join(root, 'artifacts');
  hashed.length = 0;
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** What the job of another machine left, with this content, and with this said of it. */
async function leave(
  content: Uint8Array,
  said: object = {},
  digested: Uint8Array = bytes,
  more: readonly object[] = [],
): Promise<void> {
  const place = join(from, 'wheels', folder.replace('dist/', ''));
  await mkdir(place, { recursive: true });
  await writeFile(join(place, file), content);
  const sha256 = createHash('sha256').update(digested).digest('hex');
  const named = { kind: 'wheel', package: 'rocket-py', version: '1.2.3', file };
  const manifest = {
    ...{ schema: 'slipway.artifacts/1', package: 'rocket-py', target, toolchain: {}, run: null },
    ...{ commit: null, tree: null, runner: { host: target, image: null } },
    artifacts: [
      { ...named, path: `${folder}/${file}`, sha256, size: digested.length, ...said },
      ...more,
    ],
  };
  await writeFile(join(place, 'manifest.json'), JSON.stringify(manifest));
}

function take() {
  const ports = nodePorts();
  const digest = (path: string) => {
    hashed.push(path);
    return ports.files.digest(path);
  };
  const counted = { ...ports, files: { ...ports.files, digest } };
  return takeBuild(build, from, { root, ports: counted, progress: () => undefined });
}

it('a file is hashed once when it is taken, as it lies here then', async () => {
  await leave(bytes);
  expect(await take()).toMatchObject({ isNew: true, findings: [] });
  expect(hashed).toEqual([join(root, folder, file)]);
  expect(await readdir(join(root, folder))).toEqual(['manifest.json', file].toSorted());
});

it('what was taken before is not taken again: whoever reads it proves it', async () => {
  await leave(bytes);
  await take();
  expect(await take()).toMatchObject({ isNew: false });
  expect(hashed).toHaveLength(1);
});

it('SLW216: a file with other bytes is not left here', async () => {
  await leave(Buffer.from(bytes).fill(1, 0, 9));
  const refused = await take().catch((error: unknown) => error);
  expect((refused as SlipwayError).finding.code).toBe('SLW216');
  expect(await readdir(join(root, folder))).toEqual([]);
});

const why = async (): Promise<string> => {
  const error = await take().catch((one: unknown) => one);
  return error instanceof Error ? error.message : JSON.stringify(error);
};

it('SLW216: a record that holds what no job of this kind leaves is refused', async () => {
  await leave(bytes, { kind: 'sdist' });
  expect(await why()).toMatch(/SLW216[^]*is a sdist of rocket-py/);
  await leave(bytes, { package: 'other' });
  expect(await why()).toMatch(/SLW216[^]*is a wheel of other/);
  await leave(bytes, { version: '1.2.4' });
  expect(await why()).toMatch(/SLW216[^]*has the version 1\.2\.4/);
  const again = { kind: 'wheel', package: 'rocket-py', version: '1.2.3', file };
  const place = { path: `${folder}/sub/${file}`, sha256: '0'.repeat(64), size: 1 };
  await leave(bytes, {}, bytes, [{ ...again, ...place }]);
  expect(await why()).toMatch(/SLW216[^]*twice/);
});

it('SLW216: a folder that is a link is followed neither for the record nor for its files', async () => {
  await leave(bytes);
  const [artifact, elsewhere] = [join(from, 'wheels'), join(root, 'elsewhere')];
  await rename(artifact, elsewhere);
  await symlink(elsewhere, artifact);
  expect(await why()).toMatch(/SLW216[^]*manifest\.json is a link/);
});

it.each([
  ['says so', null, 'unpacks to more than'],
  ['says less', 100, 'bytes'],
])('SLW220: a bomb that %s is refused each time, and never taken', async (_, claimed, said) => {
  const more = { 'rocket_py/bomb.bin': '0'.repeat(70 * 1024 * 1024) };
  const { bytes: bomb } = aWheel({ more, deflated: { claimed } });
  expect(bomb.length).toBeLessThan(1024 * 1024);
  await leave(bomb, {}, bomb);
  for (const time of ['once', 'again']) {
    const taken = await take();
    expect(taken?.findings, time).toMatchObject([{ code: 'SLW220', severity: 'error' }]);
    expect(taken?.findings[0]?.message).toContain(said);
  }
});
