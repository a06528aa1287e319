import { describe, expect, it } from 'vitest';
import { readRepository } from './index.ts';

interface Texts {
  /** After [package]. */
  readonly cargo?: string;
  /** In [project]. */
  readonly project?: string;
  /** After [project]. */
  readonly pyproject?: string;
  readonly workspace?: string;
  readonly others?: Readonly<Record<string, string>>;
  readonly listing?: readonly string[];
}

function read({ cargo = '', project = '', pyproject = '', workspace, others, listing }: Texts) {
  const files = new Map(
    Object.entries({
      'py/Cargo.toml': `[package]\nname = "tide-py"\nversion = "1.0.0"\n${cargo}\n`,
      'py/pyproject.toml': `[build-system]\nbuild-backend = "maturin"\n[project]\nname = "tide-water"\n${project}\n${pyproject}\n`,
      ...(workspace ? { 'Cargo.toml': `[workspace]\nmembers = ["py"]\n${workspace}\n` } : {}),
      ...others,
    }),
  );
  return readRepository(files, [...files.keys(), ...(listing ?? [])]);
}

const python = (texts: Texts) => read(texts).pythons.find(({ name }) => name === 'tide-water');

describe('the stable ABI', () => {
  const pyo3 = (features: string): string =>
    `pyo3 = { version = "0.29", features = [${features}] }`;

  it.each<[string, Texts, string | null]>([
    ['none', { cargo: `[dependencies]\n${pyo3('')}` }, null],
    ['a version', { cargo: `[dependencies]\n${pyo3('"abi3-py39"')}` }, '3.9'],
    ['the lowest of two', { cargo: `[dependencies]\n${pyo3('"abi3-py310", "abi3-py38"')}` }, '3.8'],
    ['none for the free-threaded one', { cargo: `[dependencies]\n${pyo3('"abi3t-py315"')}` }, null],
    ['nothing to say', { cargo: `[dependencies]\n${pyo3('"abi3"')}` }, null],
    [
      'requires-python',
      { cargo: `[dependencies]\n${pyo3('"abi3"')}`, project: 'requires-python = "<4.0,>=3.10"' },
      '3.10',
    ],
    [
      'a renamed PyO3',
      {
        cargo:
          '[dependencies]\np = { package = "pyo3", version = "0.29", features = ["abi3-py39"] }',
      },
      '3.9',
    ],
    ['one platform', { cargo: `[target.'cfg(unix)'.dependencies]\n${pyo3('"abi3-py39"')}` }, '3.9'],
    [
      'pyo3-ffi',
      { cargo: '[dependencies]\npyo3-ffi = { version = "0.29", features = ["abi3-py39"] }' },
      '3.9',
    ],
    [
      'the workspace',
      {
        cargo: '[dependencies]\npyo3.workspace = true',
        workspace: `[workspace.dependencies]\n${pyo3('"abi3-py39"')}`,
      },
      '3.9',
    ],
    [
      'a feature more than the workspace',
      {
        cargo: '[dependencies]\npyo3 = { workspace = true, features = ["abi3-py39"] }',
        workspace: `[workspace.dependencies]\n${pyo3('')}`,
      },
      '3.9',
    ],
    [
      'a default feature',
      {
        cargo: `[dependencies]\n${pyo3('')}\n[features]\ndefault = ["stable"]\nstable = ["pyo3/abi3-py39"]`,
      },
      '3.9',
    ],
    [
      'no feature that is off',
      {
        cargo: `[dependencies]\n${pyo3('')}\n[features]\ndefault = []\nstable = ["pyo3/abi3-py39"]`,
      },
      null,
    ],
    [
      'a feature that maturin turns on',
      {
        cargo: `[dependencies]\n${pyo3('')}\n[features]\nstable = ["pyo3?/abi3-py39"]`,
        pyproject: '[tool.maturin]\nfeatures = ["stable"]',
      },
      '3.9',
    ],
    [
      'a feature of PyO3 that maturin turns on',
      {
        cargo: `[dependencies]\n${pyo3('')}`,
        pyproject: '[tool.maturin]\nfeatures = ["pyo3/abi3-py311"]',
      },
      '3.11',
    ],
    [
      'no default that maturin turns off',
      {
        cargo: `[dependencies]\n${pyo3('')}\n[features]\ndefault = ["pyo3/abi3-py39"]`,
        pyproject: '[tool.maturin]\nno-default-features = true',
      },
      null,
    ],
    [
      'not what another crate calls abi3',
      {
        cargo: `[dependencies]\n${pyo3('')}\nnumpy = "1"\n[features]\ndefault = ["numpy/abi3-py39"]`,
      },
      null,
    ],
  ])('follows %s', (_, texts, expected) => {
    expect(python(texts)?.abi3).toBe(expected);
  });
});

describe('the module', () => {
  it.each<[string, Texts, string]>([
    ['the project', {}, 'tide_water'],
    ['the library', { cargo: '[lib]\nname = "_native"' }, '_native'],
    [
      'maturin',
      { cargo: '[lib]\nname = "_native"', pyproject: '[tool.maturin]\nmodule-name = "tide._tide"' },
      'tide._tide',
    ],
  ])('is named by %s', (_, texts, expected) => {
    expect(python(texts)?.module).toBe(expected);
  });
});

describe('the crate', () => {
  const rust = { 'py/rust/Cargo.toml': '[package]\nname = "inner"\nversion = "2.0.0"\n' };

  it.each<[string, Texts, string]>([
    ['beside pyproject.toml', { others: rust }, 'tide-py'],
    [
      'in rust/ with Python sources in src/',
      { others: rust, listing: ['py/src/tide_water/__init__.py'] },
      'inner',
    ],
    [
      'in rust/ with Python sources elsewhere',
      { others: rust, pyproject: '[tool.maturin]\npython-source = "python"' },
      'inner',
    ],
    [
      'as told',
      { others: rust, pyproject: '[tool.maturin]\nmanifest-path = "./rust/Cargo.toml"' },
      'inner',
    ],
  ])('is %s', (_, texts, expected) => {
    expect(python(texts)?.crate).toBe(expected);
  });

  it('SLW113: must be one, not a workspace alone', () => {
    const told = {
      pyproject: '[tool.maturin]\nmanifest-path = "../Cargo.toml"',
      workspace: '# none',
    };
    expect(read(told).findings).toMatchObject([
      { code: 'SLW113', file: 'py/pyproject.toml', line: 7 },
    ]);
  });

  it('that is broken is one finding', () => {
    const { findings } = read({ cargo: 'license = ' });
    expect(findings).toMatchObject([{ code: 'SLW101', file: 'py/Cargo.toml', line: 4 }]);
  });

  it.each(['maturin', 'maturin_wrapper', 'backend.maturin'])('may be built by %s', (backend) => {
    const text = `[build-system]\nbuild-backend = "${backend}"\n[project]\nname = "tide-water"\n`;
    expect(python({ others: { 'py/pyproject.toml': text } })).toBeDefined();
  });
});

describe('what the tests need', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', []],
    [
      'a group before an extra',
      '[dependency-groups]\ntests = ["a"]\n[project.optional-dependencies]\ntest = ["b"]',
      ['a'],
    ],
    ['test before dev', '[dependency-groups]\ndev = ["a"]\ntest = ["b"]', ['b']],
    ['testing before dev', '[project.optional-dependencies]\ndev = ["a"]\ntesting = ["b"]', ['b']],
    [
      'groups in groups',
      '[dependency-groups]\nx = ["a", { include-group = "y" }]\ny = ["b"]\ntest = [{ include-group = "x" }, "b"]',
      ['a', 'b'],
    ],
    [
      'a circle of groups',
      '[dependency-groups]\nx = ["a", { include-group = "test" }]\ntest = [{ include-group = "x" }]',
      ['a'],
    ],
    [
      'the extras of the project itself',
      '[project.optional-dependencies]\ndev = ["Tide_Water[fast, slow]", "other[x]"]\nfast = ["a"]\nslow = ["b"]',
      ['a', 'b', 'other[x]'],
    ],
    [
      'those from a group',
      '[dependency-groups]\ndev = ["tide-water[dev]"]\n[project.optional-dependencies]\ndev = ["a"]',
      ['a'],
    ],
  ])('is %s', (_, pyproject, expected) => {
    expect(python({ pyproject })?.testRequirements).toEqual(expected);
  });
});

describe('the tests', () => {
  const options = (text: string): string => `[tool.pytest.ini_options]\n${text}`;

  it.each<[string, Texts, string[]]>([
    ['none', {}, []],
    ['beside the manifest', { listing: ['py/tests/unit/test_a.py'] }, ['py/tests']],
    ['in the singular', { listing: ['py/test/a_test.py', 'py/tests/data.txt'] }, ['py/test']],
    [
      'at the root, for the only package',
      { listing: ['tests/python/test_a.py'] },
      ['tests/python'],
    ],
    [
      'where pytest is told',
      {
        pyproject: options('testpaths = ["checks"]'),
        listing: ['py/checks/a.py', 'py/tests/test_a.py'],
      },
      ['py/checks'],
    ],
    [
      'in words',
      {
        pyproject: options('testpaths = "checks more"'),
        listing: ['py/checks/a.py', 'py/more/b.py'],
      },
      ['py/checks', 'py/more'],
    ],
    [
      'as pytest 9 is told',
      { pyproject: '[tool.pytest]\ntestpaths = ["checks"]', listing: ['py/checks/a.py'] },
      ['py/checks'],
    ],
    [
      'a pattern',
      {
        pyproject: options('testpaths = ["p*/t"]'),
        listing: ['py/pa/t/a.py', 'py/pb/t/b.py', 'py/q/t/c.py'],
      },
      ['py/pa/t', 'py/pb/t'],
    ],
    [
      'no folder that is not there',
      { pyproject: options('testpaths = ["gone"]'), listing: ['py/tests/test_a.py'] },
      ['py/tests'],
    ],
    [
      'above the manifest',
      { pyproject: options('testpaths = ["../checks"]'), listing: ['checks/a.py'] },
      ['checks'],
    ],
  ])('are %s', (_, texts, expected) => {
    expect(python(texts)?.tests).toEqual(expected);
  });

  it('at the root belong to no one of two packages', () => {
    const second = {
      'b/Cargo.toml': '[package]\nname = "b"\nversion = "1.0.0"\n',
      'b/pyproject.toml': '[build-system]\nbuild-backend = "maturin"\n[project]\nname = "b"\n',
    };
    expect(python({ others: second, listing: ['tests/python/test_a.py'] })?.tests).toEqual([]);
  });
});
