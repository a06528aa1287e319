import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hostTriple } from '../packages/release/src/platform/index.ts';
import { nodePorts } from '../packages/release/src/node.ts';
import { crossRust } from './support/cross-rust.ts';
import { commit, makeWorkspace, type Workspace } from './support/workspace.ts';

const host = hostTriple(nodePorts().environment);
const arm = 'aarch64-unknown-linux-gnu';

interface Manifest {
  readonly commit: string;
  readonly runner: { readonly host: string };
  readonly toolchain: Record<string, string>;
  readonly artifacts: { file: string; size: number; sha256: string; tags: string[] }[];
  readonly builds?: { target: string }[];
}

/** A package over PyO3 without the stable ABI: each interpreter needs a wheel of its own. */
const subject = {
  'Cargo.toml': `[package]
name = "tide"
version = "1.0.0"
edition = "2021"
publish = false
[lib]
crate-type = ["cdylib"]
test = false
doctest = false
[features]
spring = []
[dependencies]
pyo3 = "0.29.0"
`,
  'src/lib.rs': `use pyo3::prelude::*;
#[pymodule]
fn tide(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("height", if cfg!(feature = "spring") { 42 } else { 41 })
}
`,
  'pyproject.toml': `[build-system]
requires = ["maturin>=1.9.4,<2"]
build-backend = "maturin"
[project]
name = "tide"
version = "1.0.0"
requires-python = ">=3.9"
license = "MIT"
`,
};

let workspace: Workspace;
afterEach(() => workspace.dispose());

const configure = async (options: object): Promise<void> => {
  const plugins = [{ plugin: '@slipway/nx/plugin', options }];
  const nxJson = { plugins, analytics: false, tui: { enabled: false } };
  await workspace.write('nx.json', JSON.stringify(nxJson));
};

describe('wheels for several interpreters', () => {
  beforeEach(async () => {
    workspace = await makeWorkspace(subject);
  });

  it('SLW210: are built for each, and imported where the interpreter is on this machine', async () => {
    const interpreters = ['3.9', '3.12', 'pypy3.11'];
    await configure({ platforms: [{ target: host, interpreters }] });
    const { output, exitCode } = await workspace.nx('run', `tide:build-wheels--${host}`);
    expect(exitCode, output).toBe(0);
    const manifest = await workspace.json<Manifest>(`dist/wheels/tide/${host}/manifest.json`);
    const pythons = manifest.artifacts.map(({ file }) => file.split('-').slice(2, 4).join('-'));
    expect(pythons).toEqual(['cp312-cp312', 'cp39-cp39', 'pp311-pypy311_pp73']);
    expect(manifest.runner.host).toBe(host);
    expect(manifest.toolchain).toMatchObject({ rustc: expect.stringMatching(/^rustc 1\./) });
    for (const { size, tags, file } of manifest.artifacts) {
      expect(size).toBeGreaterThan(10_000);
      expect(tags.every((tag) => tag.startsWith(file.split('-').slice(2, 4).join('-')))).toBe(true);
    }
    const imported = output.match(/import tide, in a clean environment/g) ?? [];
    const [, absent = ''] = /for (.*) on \S+ were built, and not imported/.exec(output) ?? [];
    const missing = absent.split(', ').filter(Boolean);
    expect(manifest.toolchain['interpreters']?.split(', ')).toEqual(
      interpreters.filter((name) => !missing.includes(name)),
    );
    expect(imported.length + missing.length, output).toBe(interpreters.length);
    expect(output.includes('SLW210')).toBe(missing.length > 0);
  });

  it('SLW212: have features, a command before and one to prove them, and stop where one fails', async () => {
    const platform = {
      target: host,
      features: ['spring'],
      env: { TIDE: 'high' },
      before: 'echo "$TIDE" > before.txt',
      test: `python -c "import tide; assert tide.height == 42" && test "$TIDE" = high && test -f {package}/before.txt`,
    };
    await configure({ platforms: [platform] });
    const good = await workspace.nx('run', `tide:build-wheels--${host}`);
    expect(good.exitCode, good.output).toBe(0);
    expect(await workspace.read('before.txt')).toBe('high\n');
    await configure({ platforms: [{ ...platform, test: 'echo no such tide; exit 3' }] });
    const bad = await workspace.nx('run', `tide:build-wheels--${host}`);
    expect(bad.exitCode).not.toBe(0);
    expect(bad.output).toContain('SLW212');
    expect(bad.output).toContain('no such tide');
  });

  it('SLW211, SLW010: are not begun for a platform without a standard library, or for none', async () => {
    await configure({ platforms: ['s390x-unknown-linux-gnu'] });
    const strange = await workspace.nx('run', 'tide:build-wheels--s390x-unknown-linux-gnu');
    expect(strange.exitCode).not.toBe(0);
    expect(strange.output).toMatch(/SLW211[^]*rustup target add s390x-unknown-linux-gnu/);
    await configure({ platforms: ['linux-arm64'] });
    const unknown = await workspace.nx('run', 'tide:build-wheels--linux-arm64');
    expect(unknown.exitCode).not.toBe(0);
    expect(unknown.output).toMatch(/SLW010[^]*aarch64-unknown-linux-gnu/);
    const planned = await workspace.nx('run', 'release:plan', '--live=false');
    expect(planned.output).toContain('SLW010');
  });
});

describe('wheels of two platforms', () => {
  it('SLW244: are built, assembled with the sdist, uploaded and installed; one is run by nobody', async ({
    skip,
  }) => {
    workspace = await makeWorkspace();
    const rustc = await crossRust();
    if (rustc === null) return skip('no rustc here has a standard library for aarch64');
    await configure({ platforms: [host, arm] });
    await commit(workspace, 'build: two platforms');
    const task = `tidewater-python:build-wheels--${arm}`;
    const built = await workspace.run('nx', ['run', task], { RUSTC: rustc });
    expect(built.exitCode, built.output).toBe(0);
    if (host !== arm) expect(built.output).toMatch(/SLW244[^]*imported by nobody/);
    expect(built.output).not.toContain('SLW210');
    const { output, exitCode } = await workspace.nx('run', 'release:publish');
    expect(exitCode, output).toBe(0);
    const folder = 'dist/wheels/tidewater-candles';
    const assembled = await workspace.json<Manifest>(`${folder}/manifest.json`);
    expect(assembled.builds?.map(({ target }) => target)).toEqual([host, arm]);
    const { receipts } = await workspace.json<{
      receipts: { registry: string; file: string; sha256: string; result: string }[];
    }>('dist/release/report.json');
    const uploaded = receipts.filter(({ registry }) => registry === 'PyPI');
    expect(uploaded).toHaveLength(3);
    for (const { file, sha256 } of assembled.artifacts) {
      expect(uploaded).toContainEqual(
        expect.objectContaining({ file, sha256, result: 'published' }),
      );
    }
    expect(uploaded.some(({ file }) => file.endsWith('_aarch64.whl'))).toBe(true);
  });
});
