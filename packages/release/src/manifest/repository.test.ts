import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRepository } from './index.ts';

const workspace = `# The version below is not 9.9.9.
[workspace]
members = ["crates/*"]
exclude = ["crates/apart"]

[workspace.package]
version = "0.3.1"
license = "MIT"
description = """
version = "8.8.8"
"""

[workspace.dependencies]
core = { path = "crates/core", version = "0.3.0", package = "tide-core" }
`;
const core = `[package]
name = "tide-core"
version.workspace = true
license = { workspace = true }
description = "the core"
`;
const upper = `[package]
name = "tide"
version = { workspace = true }
license.workspace = true
description = "the tide"
publish = ["crates-io"]

[dependencies]
core.workspace = true

[target.'cfg(unix)'.build-dependencies]
tide-core = { path = "../core" }
`;
const binding = `[package]
name = "tide-python"
version = "0.3.1"
publish = false

[lib]
name = "tide_native"
crate-type = ["cdylib"]

[dependencies]
tide = { path = "../crates/tide" }
pyo3 = { version = "0.29", features = ["abi3-py39"] }
`;
const pyproject = `[build-system]
requires = ["maturin"]
build-backend = "maturin"

[project]
name = "Tide_Water"
version = "0.3.1"
requires-python = ">=3.9"

[dependency-groups]
base = ["hypothesis"]
test = ["pytest", { include-group = "base" }]
`;

const files = (changes: Record<string, string | null> = {}): Map<string, string> => {
  const all: Record<string, string | null> = {
    'Cargo.toml': workspace,
    'crates/core/Cargo.toml': core,
    'crates/tide/Cargo.toml': upper,
    'python/Cargo.toml': binding,
    'python/pyproject.toml': pyproject,
    'python/tests/test_tide.py': '',
    ...changes,
  };
  return new Map(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
  );
};

const crate = (name: string, changes?: Record<string, string | null>) =>
  readRepository(files(changes)).crates.find((one) => one.name === name)!;
const python = (changes?: Record<string, string | null>) =>
  readRepository(files(changes)).pythons[0]!;

describe('crates', () => {
  it('inherit their version, dotted and inline, from the line that states it', () => {
    expect(crate('tide-core').version).toMatchObject({
      value: '0.3.1',
      source: 'inherited',
      file: 'Cargo.toml',
      line: 7,
    });
    expect(crate('tide').version).toMatchObject({ value: '0.3.1', source: 'inherited' });
    expect(crate('tide-python').version).toMatchObject({
      value: '0.3.1',
      source: 'explicit',
      line: 3,
    });
  });

  it('inherit licence and dependencies, renamed ones too', () => {
    expect(crate('tide')).toMatchObject({ license: 'MIT', workspace: '' });
    expect(crate('tide').dependencies).toEqual([
      {
        name: 'tide-core',
        kind: 'normal',
        requirement: '0.3.0',
        manifest: 'crates/core/Cargo.toml',
        file: 'crates/tide/Cargo.toml',
        line: 9,
      },
      {
        name: 'tide-core',
        kind: 'build',
        requirement: null,
        manifest: 'crates/core/Cargo.toml',
        file: 'crates/tide/Cargo.toml',
        line: 12,
      },
    ]);
  });

  it.each([
    ['publish = false', false],
    ['publish = []', false],
    ['publish = ["internal"]', false],
    ['publish = ["internal", "crates-io"]', true],
    ['publish = true', true],
    ['', true],
  ])('with %s: to be published %s', (line, expected) => {
    const changes = { 'crates/core/Cargo.toml': core.replace('license', `${line}\nlicense`) };
    expect(crate('tide-core', changes).publishable).toBe(expected);
  });

  it('outside a workspace are their own', () => {
    expect(crate('tide-python').workspace).toBe('python');
    const apart = { 'crates/apart/Cargo.toml': '[package]\nname = "apart"\nversion = "1.0.0"\n' };
    expect(crate('apart', apart).workspace).toBe('crates/apart');
  });

  it('are published when the project names them, as crates.io takes names', () => {
    const texts = new Map([['a/Cargo.toml', '[package]\nname = "a-b"\nversion = "0.1.0"\n']]);
    const publish = (...names: string[]): unknown =>
      readRepository(texts, [...texts.keys()], { publish: names }).crates[0]?.publish;
    expect([publish(), publish('a-c'), publish('a-b'), publish('A_b')]).toEqual([
      'opt-in',
      'opt-in',
      'yes',
      'yes',
    ]);
  });

  it('of examples and templates are none, unless the workspace names them', () => {
    const example = '[package]\nname = "shown"\nversion = "1.0.0"\n';
    expect(crate('shown', { 'examples/shown/Cargo.toml': example })).toBeUndefined();
    const named = workspace.replace('"crates/*"', '"crates/*", "examples/*"');
    expect(
      crate('shown', { 'examples/shown/Cargo.toml': example, 'Cargo.toml': named }),
    ).toBeDefined();
  });

  it('read their workspace lock', () => {
    const lock =
      '[[package]]\nname = "tide"\nversion = "0.3.0"\n\n[[package]]\nname = "rand"\nversion = "1.0.0"\nsource = "registry"\n';
    const { workspaces } = readRepository(files({ 'Cargo.lock': lock }));
    expect(workspaces.find(({ directory }) => directory === '')?.lock).toEqual({
      file: 'Cargo.lock',
      local: [{ name: 'tide', version: '0.3.0', line: 3 }],
    });
  });
});

describe('Python packages', () => {
  it('are what maturin builds', () => {
    expect(python()).toMatchObject({
      name: 'Tide_Water',
      normalizedName: 'tide-water',
      crate: 'tide-python',
      module: 'tide_native',
      abi3: '3.9',
      testRequirements: ['pytest', 'hypothesis'],
      tests: ['python/tests'],
      version: { value: '0.3.1', source: 'explicit', line: 7 },
    });
    const setuptools = pyproject.replace(
      'build-backend = "maturin"',
      'build-backend = "setuptools.build_meta"',
    );
    expect(python({ 'python/pyproject.toml': setuptools })).toBeUndefined();
  });

  it('take the version of Cargo when they state none, or say that it is dynamic', () => {
    const none = pyproject.replace('version = "0.3.1"\n', '');
    expect(python({ 'python/pyproject.toml': none }).version).toMatchObject({
      value: '0.3.1',
      source: 'cargo',
    });
    const dynamic = pyproject.replace('version = "0.3.1"', 'dynamic = ["version"]');
    expect(python({ 'python/pyproject.toml': dynamic }).version).toMatchObject({
      source: 'dynamic',
    });
  });

  it('SLW111: must name a crate that is there', () => {
    const wrong = `${pyproject}\n[tool.maturin]\nmanifest-path = "rust/Cargo.toml"\n`;
    const { findings, pythons } = readRepository(files({ 'python/pyproject.toml': wrong }));
    expect(pythons).toEqual([]);
    expect(findings).toMatchObject([{ code: 'SLW111', file: 'python/pyproject.toml', line: 15 }]);
  });
});

describe('bad manifests', () => {
  it('SLW101: broken TOML is one finding with its line, and the others are read', () => {
    const { findings, crates } = readRepository(
      files({ 'crates/core/Cargo.toml': '[package]\nname = "tide-core\n' }),
    );
    expect(findings).toMatchObject([{ code: 'SLW101', file: 'crates/core/Cargo.toml', line: 2 }]);
    expect(crates.map(({ name }) => name)).toContain('tide-python');
  });

  it('SLW113: a package without a name', () => {
    const { findings } = readRepository(
      new Map([['Cargo.toml', '[package]\nversion = "1.0.0"\n']]),
    );
    expect(findings).toMatchObject([{ code: 'SLW113', file: 'Cargo.toml' }]);
  });

  it('CRLF and a byte order mark change nothing', () => {
    const windows = `\uFEFF${core.replaceAll('\n', '\r\n')}`;
    expect(crate('tide-core', { 'crates/core/Cargo.toml': windows })).toEqual(crate('tide-core'));
  });

  it('never throw, whatever they hold', () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '[package]',
        'name = 1',
        'version = {}',
        '[workspace]',
        'members = [1]',
        '[dependencies]\na = { path = ".." }',
        '[lib]\ncrate-type = 3',
      ),
    );
    fc.assert(
      fc.property(fc.array(value), fc.array(value), (cargo, pyproject_) => {
        const repository = readRepository(
          new Map([
            ['Cargo.toml', cargo.join('\n')],
            ['a/pyproject.toml', pyproject_.join('\n')],
          ]),
        );
        expect(Array.isArray(repository.findings)).toBe(true);
      }),
    );
  });
});
