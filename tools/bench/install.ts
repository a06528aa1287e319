import { access, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, time, type Size } from './measure.ts';

/**
 * Nx and the tarballs, as a user has them; the folder that holds their node_modules. A smoke takes the sources instead.
 */
export async function installOurs(size: Size): Promise<string> {
  if (size === 'smoke') return repository;
  await time('npm', ['run', 'pack'], repository);
  const folder = join(repository, 'dist/packages');
  const tarballs = (await readdir(folder)).map((file) => join(folder, file));
  return install('slipway', ['nx@23.2.1', ...tarballs]);
}

/** Packages from npm, in a folder of their own that is made anew; a smoke takes what is there, or nothing. */
export async function installed(
  size: Size,
  name: string,
  packages: readonly string[],
): Promise<string | null> {
  if (size === 'whole') return install(name, packages);
  return (await exists(join(homeOf(name), 'node_modules'))) ? homeOf(name) : null;
}

async function install(name: string, packages: readonly string[]): Promise<string> {
  const home = homeOf(name);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), '{ "private": true }\n');
  await time('npm', ['install', '--no-audit', '--no-fund', ...packages], home);
  return home;
}

const homeOf = (name: string): string => join(repository, '.slipway/bench', name);

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
