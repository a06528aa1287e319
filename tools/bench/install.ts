import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, time } from './measure.ts';

/** Nx and the tarballs, as a user has them; the folder that holds their node_modules. */
export async function installOurs(): Promise<string> {
  await time('npm', ['run', 'pack'], repository);
  const folder = join(repository, 'dist/packages');
  const tarballs = (await readdir(folder)).map((file) => join(folder, file));
  return install('slipway', ['nx@23.2.1', ...tarballs]);
}

/** Packages from npm, in a folder of their own that is made anew. */
export async function install(name: string, packages: readonly string[]): Promise<string> {
  const home = join(repository, '.slipway/bench', name);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), '{ "private": true }\n');
  await time('npm', ['install', '--no-audit', '--no-fund', ...packages], home);
  return home;
}
