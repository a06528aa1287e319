import { execa } from 'execa';
import { mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shareTools } from '../../packages/release/test/share-tools.ts';
import { home } from './toolchains.ts';

/** A crate, and a Python package over it, of somebody who has never heard of Nx. */
const files: Readonly<Record<string, string>> = {
  'Cargo.toml': `[workspace]
members = ["flow", "python"]
resolver = "2"
`,
  'flow/Cargo.toml': `[package]
name = "estuary-flow"
version = "0.3.0"
edition = "2021"
description = "How fast an estuary flows"
license = "MIT"
publish = ["crates-io"]
`,
  'flow/src/lib.rs': `/// Metres in a second.
pub fn speed() -> u32 {
    3
}

#[test]
fn flows() {
    assert_eq!(speed(), 3);
}
`,
  'python/Cargo.toml': `[package]
name = "estuary-flow-python"
version = "0.3.0"
edition = "2021"
publish = false

[lib]
name = "_native"
crate-type = ["cdylib"]

[dependencies]
estuary-flow = { path = "../flow", version = "0.3.0" }
pyo3 = { version = "0.29", features = ["abi3-py39"] }
`,
  'python/src/lib.rs': `use pyo3::prelude::*;

#[pyfunction]
fn speed() -> u32 {
    estuary_flow::speed()
}

#[pymodule]
fn _native(module: &Bound<PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(speed, module)?)
}
`,
  'python/pyproject.toml': `[build-system]
requires = ["maturin>=1.9,<2"]
build-backend = "maturin"

[project]
name = "estuary-flow"
version = "0.3.0"
description = "How fast an estuary flows"
license = "MIT"
requires-python = ">=3.9"

[dependency-groups]
test = ["pytest"]

[tool.maturin]
module-name = "_native"
`,
  'python/tests/test_flow.py': `import _native


def test_speed():
    assert _native.speed() == 3
`,
  '.gitignore': 'target/\nnode_modules/\n.npmrc\n.yarnrc.yml\nbunfig.toml\n.yarn/\n',
};

/** A clone of such a repository, in a folder of its own. */
export async function makeSubject(): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-stranger-')));
  for (const [file, text] of Object.entries(files)) await write(root, file, text);
  await execa('cargo', ['generate-lockfile', '--quiet'], { cwd: root });
  await commit(root, 'feat: a first version');
  await shareTools(root, home);
  await writeFile(join(root, '.slipway/.gitignore'), '*\n');
  return root;
}

export async function write(root: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, file)), { recursive: true });
  await writeFile(join(root, file), text);
}

export async function commit(root: string, message: string): Promise<void> {
  const as = ['-c', 'user.name=A Stranger', '-c', 'user.email=stranger@example.org'];
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    [...as, 'commit', '-q', '--allow-empty', '-m', message],
  ]) {
    await execa('git', args, { cwd: root });
  }
}
