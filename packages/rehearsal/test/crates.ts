import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, type Outcome } from './command.ts';
import type { ReadyLine } from '../src/index.ts';

/** Two tiny crates, `{prefix}-over` depending on `{prefix}-core` and on a third-party crate. */
export async function makeCrates(folder: string, prefix: string, version = '0.1.0'): Promise<void> {
  const core = `${prefix}-core`;
  await writeCrate(folder, core, version, '');
  const needs = `${core} = { path = "../${core}", version = "${version}" }\nitoa = "=1.0.15"\n`;
  await writeCrate(folder, `${prefix}-over`, version, needs);
  await writeFile(
    join(folder, 'Cargo.toml'),
    `[workspace]\nresolver = "2"\nmembers = ["${core}", "${prefix}-over"]\n`,
  );
}

export async function writeCrate(
  folder: string,
  name: string,
  version: string,
  needs: string,
): Promise<void> {
  await mkdir(join(folder, name, 'src'), { recursive: true });
  const fields = `name = "${name}"\nversion = "${version}"\nedition = "2021"\ndescription = "a test"\nlicense = "MIT"\n`;
  await writeFile(
    join(folder, name, 'Cargo.toml'),
    `[package]\n${fields}\n[dependencies]\n${needs}`,
  );
  await writeFile(join(folder, name, 'src', 'lib.rs'), 'pub fn one() -> u8 {\n    1\n}\n');
}

/** An unmodified cargo for which the rehearsal is crates.io. */
export function cargo(
  place: { readonly folder: string; readonly home: string },
  ready: ReadyLine,
  args: readonly string[],
  token?: string,
): Promise<Outcome> {
  return run('cargo', args, {
    cwd: place.folder,
    env: {
      ...ready.env,
      CARGO_HOME: place.home,
      CARGO_REGISTRY_TOKEN: token,
      CARGO_TERM_COLOR: 'never',
    },
  });
}
