import { execa } from 'execa';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/** What is installed once, for all cells. */
export const home = join(repository, '.slipway/installed');

/** The Nodes that users have, by major version; npm carries them. */
export const nodes = { 22: '22.23.2', 24: '24.21.0' } as const;
export type Node = keyof typeof nodes;

/** Package managers beside npm, which is the machine's. */
const managers = {
  pnpm: 'pnpm@12.21.0',
  yarn: '@yarnpkg/cli-dist@4.18.1',
  bun: 'bun@1.4.5',
} as const;
export type Manager = 'npm' | keyof typeof managers | './nx';

/** The version of a package manager, as package.json states it. */
export function statedManager(name: keyof typeof managers): string {
  return `${name}@${managers[name].replace(/^.*@/, '')}`;
}

export const isPinned = (name: Manager): name is keyof typeof managers =>
  Object.hasOwn(managers, name);

/** The folder with `node` of this major version. */
export async function nodeFolder(node: Node): Promise<string> {
  return dirname(await nodeOf(nodes[node]));
}

/** The path of `node` of a version. @throws where npm has none for this machine */
export async function nodeOf(version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await install(`node-${version}`, `${name}@${version}`);
  return join(folder, 'node_modules', name, 'bin/node');
}

/** The folder with the package manager's program. */
export async function managerFolder(name: keyof typeof managers): Promise<string> {
  const folder = await install(managers[name].replaceAll('/', '+'), managers[name]);
  return join(folder, 'node_modules/.bin');
}

/** Installs a package into a folder of its own, where it is not yet. */
async function install(name: string, wanted: string): Promise<string> {
  const folder = join(home, name);
  const done = join(folder, 'installed');
  if (await isThere(done)) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await execa('npm', ['install', '--no-audit', '--no-fund', wanted], { cwd: folder });
  await writeFile(done, '');
  return folder;
}

export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
