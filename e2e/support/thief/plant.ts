import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Workspace } from '../workspace.ts';

/** What a thief has written down. */
export interface Loot {
  readonly who: 'build' | 'import' | 'test';
  /** The job of the workflow that it ran in; null outside of one. */
  readonly job: string | null;
  /** Where it found something, and what. */
  readonly found: readonly (readonly [place: string, secret: string])[];
}

/** A build script runs it, and so does the import of the wheel, and the test suite. */
export async function plantThieves(workspace: Workspace): Promise<void> {
  const thief = await readFile(join(import.meta.dirname, 'thief.py'), 'utf8');
  const core = 'crates-stub/crates/tidewater-core';
  await workspace.write(`${core}/thief.py`, `${thief}\n\nsteal("build")\n`);
  await workspace.write(`${core}/build.rs`, buildScript);
  const module = 'python-stub/python/tidewater_candles';
  await workspace.write(`${module}/_thief.py`, thief);
  await workspace.edit(
    `${module}/__init__.py`,
    'from ._native',
    'from ._thief import steal\n\nsteal("import")\n\nfrom ._native',
  );
  await workspace.write(
    'python-stub/tests/test_thief.py',
    'from tidewater_candles._thief import steal\n\n\ndef test_thief():\n    steal("test")\n',
  );
}

/** `cargo package` verifies crates with it, and who installs them runs it as well. */
const buildScript = `fn main() {
    println!("cargo:rerun-if-env-changed=LOOT");
    let _ = std::process::Command::new("python3")
        .args(["-c", include_str!("thief.py")])
        .status();
}
`;

/** Empties the folder into which thieves write. */
export async function makeLootFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  return folder;
}

export async function readLoot(folder: string): Promise<Loot[]> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as Loot);
}
