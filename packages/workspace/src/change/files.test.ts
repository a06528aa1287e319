import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nodePorts } from '@slipway/release/node';
import { resolveFiles } from './files.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-files-'));
  await writeFile(join(root, 'HISTORY.md'), 'v1\n');
  await mkdir(join(root, 'folder'));
  const links = { 'CHANGES.md': 'HISTORY.md', dangling: 'gone', loop: 'loop', outside: tmpdir() };
  for (const [name, target] of Object.entries(links)) await symlink(target, join(root, name));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const resolve = (texts: Record<string, string>): ReturnType<typeof resolveFiles> => {
  const workshop = { root, ports: nodePorts(), progress: () => undefined };
  return resolveFiles(new Map(Object.entries(texts)), { root, workshop });
};

it.each([
  ['dangling', 'is a symbolic link that leads nowhere'],
  ['loop', 'is a symbolic link that leads nowhere'],
  ['folder', 'is a folder'],
  ['outside/CHANGES.md', 'leads out of this repository'],
  ['../CHANGES.md', 'leads out of this repository'],
])('SLW138: %s %s', async (file, problem) => {
  await expect(resolve({ 'HISTORY.md': 'v2\n', [file]: 'v2\n' })).rejects.toThrow(
    `SLW138 ${file} ${problem}`,
  );
});

it('SLW138: a file under two names is written once, or not at all', async () => {
  const same = await resolve({ 'HISTORY.md': 'v2\n', 'CHANGES.md': 'v2\n' });
  expect([...same]).toEqual([['HISTORY.md', 'v2\n']]);
  await expect(resolve({ 'HISTORY.md': 'v2\n', 'CHANGES.md': 'v3\n' })).rejects.toThrow(
    'SLW138 CHANGES.md is the same file as HISTORY.md, and both are to be changed',
  );
});
