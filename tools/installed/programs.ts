import { execa } from 'execa';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../pack/stage.ts';
import { managers } from './cells.ts';

/** What stays from run to run: Nodes, package managers, what verdaccio passed on. */
export const kept = join(repository, '.slipway/installed');

const folders: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'node-bin-darwin',
  linux: 'node-linux',
  win32: 'node-win',
};

/** The folder with the program `node` of a version; npm brings it. */
export async function nodeFolder(version: string): Promise<string> {
  const name = `${folders[process.platform] ?? 'node-linux'}-${process.arch}`;
  const home = await installed(`node-${version}`, { [name]: version });
  return join(home, 'node_modules', name, 'bin');
}

/** The folder with the programs of all package managers but npm. */
export async function managersFolder(): Promise<string> {
  const home = await installed('managers', managers);
  return join(home, 'node_modules/.bin');
}

/** A folder with these packages, made once: another one for other versions. */
async function installed(name: string, dependencies: Record<string, string>): Promise<string> {
  const versions = Object.values(dependencies).join('-');
  const home = join(kept, name.endsWith(versions) ? name : `${name}-${versions}`);
  if (await stat(home).catch(() => null)) return home;
  const making = `${home}.${process.pid}`;
  await mkdir(making, { recursive: true });
  // bun's program is put in place by its script.
  const allowScripts = Object.fromEntries(Object.keys(dependencies).map((one) => [one, true]));
  await writeFile(
    join(making, 'package.json'),
    JSON.stringify({ private: true, dependencies, allowScripts }),
  );
  await execa('npm', ['install', '--no-audit', '--no-fund'], { cwd: making, all: true });
  await rename(making, home);
  return home;
}
