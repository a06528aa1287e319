import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aWheel } from '../artifact/archives.fixture.ts';
import type { SlipwayError } from '../finding/index.ts';
import { nodePorts } from '../node.ts';
import { takeBuild } from './index.ts';

const target = 'x86_64-unknown-linux-gnu';
const folder = `dist/wheels/rocket-py/${target}`;
const build = { folder, task: 'rocket-py:build', package: 'rocket-py', version: '1.2.3', target };
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

/** What the job of another machine left, with this content. */
async function leave(content: Uint8Array): Promise<void> {
  const place = join(from, 'wheels', folder.replace('dist/', ''));
  await mkdir(place, { recursive: true });
  await writeFile(join(place, file), content);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const named = { kind: 'wheel', package: 'rocket-py', version: '1.2.3', file };
  const manifest = {
    ...{ schema: 'slipway.artifacts/1', package: 'rocket-py', target, toolchain: {}, run: null },
    ...{ commit: null, tree: null, runner: { host: target, image: null } },
    artifacts: [{ ...named, path: `${folder}/${file}`, sha256, size: bytes.length }],
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
