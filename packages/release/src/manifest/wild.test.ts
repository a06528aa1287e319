import { describe, expect, it } from 'vitest';
import { readRepository } from './index.ts';

/** What was found in real repositories, each at least once; the texts are made up. */
function crate(text: string, others: Record<string, string> = {}) {
  const { crates, findings } = readRepository(
    new Map(Object.entries({ ...others, 'a/Cargo.toml': text })),
  );
  expect(findings).toEqual([]);
  return crates.find(({ manifest }) => manifest === 'a/Cargo.toml')!;
}

describe('a version', () => {
  it.each<[string, string, number]>([
    [
      'after a list of many lines',
      '[package]\nname = "a"\nkeywords = [\n  "x",\n]\nversion = "1.2.3"\n',
      6,
    ],
    [
      'below a comment with another',
      '[package]\nname = "a"\n# version = "9.9.9"\nversion = "1.2.3"\n',
      4,
    ],
    ['with a comment behind it', '[package]\nname = "a"\nversion = "1.2.3" # not 9.9.9\n', 3],
    [
      'among lines that start alike',
      '[dependencies.x]\nversion = "9"\n[package]\nversion = "1.2.3"\nname = "a"\n[dependencies.y]\nversion = "8"\n',
      4,
    ],
    ['in a table on one line', 'package = { name = "a", version = "1.2.3" }\n', 1],
    ['with a mark and CRLF', '\uFEFF[package]\r\nname = "a"\r\nversion = "1.2.3"\r\n', 3],
    ['in quotes of the other kind', "[package]\nname = 'a'\nversion = '1.2.3'\n", 3],
  ])('stands %s', (_, text, line) => {
    expect(crate(text).version).toEqual({
      value: '1.2.3',
      source: 'explicit',
      file: 'a/Cargo.toml',
      line,
    });
  });

  it.each(['version.workspace = true', 'version = { workspace = true }'])(
    'is inherited by %s',
    (text) => {
      const root =
        '[workspace]\nmembers = ["a"]\n\n[workspace.package]\n# version = "9.9.9"\nversion = "1.2.3"\n';
      expect(crate(`[package]\nname = "a"\n${text}\n`, { 'Cargo.toml': root }).version).toEqual({
        value: '1.2.3',
        source: 'inherited',
        file: 'Cargo.toml',
        line: 6,
      });
    },
  );

  it('is none: then cargo publishes nothing', () => {
    expect(crate('[package]\nname = "a"\n')).toMatchObject({
      publishable: false,
      version: { value: '0.0.0' },
    });
  });
});

describe('a dependency', () => {
  const root = (shared: string) => ({
    'Cargo.toml': `[workspace]\nmembers = ["a", "b"]\n[workspace.dependencies]\n${shared}\n`,
    'b/Cargo.toml': '[package]\nname = "b-real"\nversion = "1.0.0"\n',
  });
  const on = (text: string, shared = '') =>
    crate(`[package]\nname = "a"\nversion = "1.0.0"\n${text}\n`, root(shared)).dependencies;

  it.each<[string, string, string, object]>([
    [
      'renamed in the workspace',
      '[dependencies]\nb.workspace = true',
      '[workspace.dependencies.b]\npackage = "b-real"\npath = "b"\nversion = "1"',
      { name: 'b-real', requirement: '1', line: 5 },
    ],
    [
      'with features of its own',
      '[dependencies]\nb-real = { workspace = true, features = ["x"] }',
      'b-real = { path = "b", version = "=1.0.0" }',
      { name: 'b-real', requirement: '=1.0.0', line: 5 },
    ],
    [
      'in a table of its own',
      '[dependencies.b-real]\nversion = "1"\npath = "../b"',
      '',
      { requirement: '1', kind: 'normal', line: 4 },
    ],
    [
      'for a target',
      "[target.'cfg(target_os = \"linux\")'.dev-dependencies]\nb-real = { path = '../b' }",
      '',
      { requirement: null, kind: 'dev', line: 5 },
    ],
    [
      'in the old spelling',
      '[build_dependencies]\nb-real.path = "../b"',
      '',
      { kind: 'build', line: 5 },
    ],
    [
      'with a slash behind',
      '[dependencies]\nb-real = { path = "./../b/" }',
      '',
      { manifest: 'b/Cargo.toml' },
    ],
  ])('is %s', (_, text, shared, expected) => {
    const table = shared.startsWith('[') ? '' : shared;
    const dependencies = shared.startsWith('[')
      ? crate(`[package]\nname = "a"\nversion = "1.0.0"\n${text}\n`, {
          ...root(''),
          'Cargo.toml': `[workspace]\nmembers = ["a", "b"]\n${shared}\n`,
        }).dependencies
      : on(text, table);
    expect(dependencies).toMatchObject([
      { manifest: 'b/Cargo.toml', file: 'a/Cargo.toml', ...expected },
    ]);
  });

  it('on itself is one', () => {
    expect(on('[dev-dependencies]\na = { path = ".", features = ["x"] }')).toMatchObject([
      { name: 'a', manifest: 'a/Cargo.toml', kind: 'dev', requirement: null },
    ]);
  });

  it('from a registry or git is none', () => {
    expect(
      on(
        '[dependencies]\nserde = "1"\nx = { git = "https://example.org/x" }\ny.workspace = true',
        'y = "1"',
      ),
    ).toEqual([]);
  });
});

describe('what is published', () => {
  const published = (text: string, shared = '') =>
    crate(`[package]\nname = "a"\nversion = "1.0.0"\n${text}\n`, {
      'Cargo.toml': `[workspace]\nmembers = ["a"]\n[workspace.package]\n${shared}\n`,
    }).publishable;

  it.each<[string, string, boolean]>([
    ['', '', false],
    ['description = "d"\nlicense = "MIT"', '', true],
    ['description = "d"\nlicense-file = "L"', '', true],
    ['description = "d"\nlicense.workspace = true', 'license = "MIT"', true],
    ['publish = false', '', false],
    ['publish.workspace = true', 'publish = false', false],
    ['publish = { workspace = true }', 'publish = ["crates-io"]', true],
    ['[package.metadata.release]\nrelease = false', '', false],
    ['metadata.release.publish = false', '', false],
  ])('with "%s" and a workspace that says "%s": %s', (text, shared, expected) => {
    expect(published(text, shared)).toBe(expected);
  });
});

it('a lock file has the packages of the workspace among hundreds of others', () => {
  const lock = [
    'version = 4',
    '',
    '[[package]]',
    'name = "a"',
    'version = "1.0.0"',
    'dependencies = [',
    ' "a 0.9.0 (registry+https://github.com/rust-lang/crates.io-index)",',
    ']',
    '',
    '[[package]]',
    'name = "a"',
    'version = "0.9.0"',
    'source = "registry+https://github.com/rust-lang/crates.io-index"',
    'checksum = "00"',
  ];
  for (const end of ['\n', '\r\n']) {
    const files = new Map([
      ['Cargo.toml', '[package]\nname = "a"\nversion = "1.0.0"\n'],
      ['Cargo.lock', lock.join(end)],
    ]);
    expect(readRepository(files).workspaces).toEqual([
      {
        directory: '',
        manifest: 'Cargo.toml',
        patched: [],
        patchLine: null,
        lock: { file: 'Cargo.lock', local: [{ name: 'a', version: '1.0.0', line: 5 }] },
      },
    ]);
  }
});
