import { execa } from 'execa';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from './workspace.ts';

const home = join(repository, '.slipway/e2e/cross-rust');

/**
 * A rustc with standard libraries for x86_64 and aarch64 Linux: Debian's, unpacked into the tests' own folder,
 * installed nowhere and without being root. Returns its path, and null where there is no Debian to ask.
 */
export async function crossRust(): Promise<string | null> {
  const rustc = join(home, 'rustc');
  if (await runs(rustc)) return rustc;
  const making = `${home}.${process.pid}`;
  await rm(home, { recursive: true, force: true });
  try {
    await unpack(making);
    await rename(making, home);
  } catch (error) {
    console.warn(`no wheel for aarch64 is built here: ${(error as Error).message.split('\n')[0]}`);
    return null;
  } finally {
    await rm(making, { recursive: true, force: true });
  }
  return (await runs(rustc)) ? rustc : null;
}

async function runs(rustc: string): Promise<boolean> {
  const answer = await execa(rustc, ['--version'], { reject: false });
  return answer.exitCode === 0;
}

/** Beside rustc itself, what it is linked with, by the names that its version has. */
const needed = /^(libstd-rust-web-[\d.]+|libllvm\d+)$/;

async function unpack(folder: string): Promise<void> {
  await mkdir(join(folder, 'state/lists/partial'), { recursive: true });
  await mkdir(join(folder, 'cache/archives/partial'), { recursive: true });
  const options = [
    `Dir::State=${folder}/state`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${folder}/cache`,
    'APT::Architectures::=amd64',
    'APT::Architectures::=arm64',
    'Debug::NoLocking=1',
  ].flatMap((option) => ['-o', option]);
  const apt = async (tool: string, ...args: string[]): Promise<string> =>
    (await execa(tool, [...options, ...args], { cwd: folder, timeout: 300_000 })).stdout;
  await apt('apt-get', 'update');
  const dependencies = async (name: string): Promise<string[]> =>
    [...(await apt('apt-cache', 'depends', name)).matchAll(/Depends: (\S+)/g)]
      .map(([, one]) => one!)
      .filter((one) => needed.test(one));
  const [std = ''] = await dependencies('libstd-rust-web-dev');
  const packages = ['rustc-web', 'libstd-rust-web-dev', 'libstd-rust-web-dev:arm64', std];
  await apt('apt-get', 'download', ...packages, ...(await dependencies(std)));
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.deb'))) {
    await execa('dpkg', ['-x', file, 'root'], { cwd: folder });
    await rm(join(folder, file));
  }
  await rm(join(folder, 'state'), { recursive: true });
  await rm(join(folder, 'cache'), { recursive: true });
  const script = [
    '#!/bin/sh',
    'here=$(dirname "$0")',
    'LD_LIBRARY_PATH=$here/root/usr/lib/x86_64-linux-gnu exec "$here/root/usr/bin/rustc" "$@"',
    '',
  ];
  await writeFile(join(folder, 'rustc'), script.join('\n'));
  await chmod(join(folder, 'rustc'), 0o755);
}
