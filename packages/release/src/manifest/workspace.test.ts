import { describe, expect, it } from 'vitest';
import { readRepository } from './index.ts';

const named = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\n${more}`;
const path = (folder: string): string => `x = { path = "${folder}" }`;

function read(texts: Record<string, string>, others: readonly string[] = []) {
  const files = new Map(Object.entries(texts));
  return readRepository(files, [...files.keys(), ...others]);
}

/** The workspace of each crate, by name. */
function homes(texts: Record<string, string>): Record<string, string> {
  const { crates } = read(texts);
  return Object.fromEntries(crates.map(({ name, workspace }) => [name, workspace]));
}

describe('members of a workspace', () => {
  it.each([
    ['by name', '["crates/a"]'],
    ['with a slash more', '["./crates/a/"]'],
    ['by a pattern', '["crates/*"]'],
    ['by a deep pattern', '["**/a"]'],
    ['by a class', '["crates/[a-c]"]'],
    ['by a question mark', '["crates/?"]'],
  ])('are found %s', (_, members) => {
    const root = `[workspace]\nmembers = ${members}\n`;
    expect(homes({ 'Cargo.toml': root, 'crates/a/Cargo.toml': named('a') })).toEqual({ a: '' });
  });

  it('are the root package, and what it depends on by path below it', () => {
    const root = named(
      'root',
      `[workspace]\n[target.'cfg(unix)'.dev-dependencies]\n${path('a')}\n`,
    );
    const all = {
      'Cargo.toml': root,
      'a/Cargo.toml': named('a', `[dependencies]\n${path('../b')}\n`),
      'b/Cargo.toml': named('b'),
      'c/Cargo.toml': named('c'),
    };
    expect(homes(all)).toEqual({ root: '', a: '', b: '', c: 'c' });
  });

  it('are what they inherit by path, too', () => {
    const root = '[workspace]\nmembers = ["a"]\n[workspace.dependencies]\nb = { path = "b" }\n';
    const all = {
      'Cargo.toml': root,
      'a/Cargo.toml': named('a', '[dependencies]\nb.workspace = true\n'),
      'b/Cargo.toml': named('b'),
    };
    expect(homes(all)).toEqual({ a: '', b: '' });
  });

  it('leave out what is excluded, unless named in full', () => {
    const root = '[workspace]\nmembers = ["a", "b/c", "d/*"]\nexclude = ["a", "b", "d/e"]\n';
    const all = {
      'Cargo.toml': root,
      'a/Cargo.toml': named('a'),
      'b/c/Cargo.toml': named('c'),
      'b/d/Cargo.toml': named('d'),
      'd/e/Cargo.toml': named('e'),
      'd/f/Cargo.toml': named('f'),
    };
    expect(homes(all)).toEqual({ a: '', c: '', d: 'b/d', e: 'd/e', f: '' });
  });

  it('may point at their root from outside', () => {
    const all = {
      'ws/Cargo.toml': '[workspace]\nmembers = ["../a"]\n',
      'a/Cargo.toml': named('a', 'workspace = "../ws"\n'),
    };
    expect(homes(all)).toEqual({ a: 'ws' });
  });

  it('belong to the innermost of several workspaces', () => {
    const all = {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\nexclude = ["inner"]\n',
      'a/Cargo.toml': named('a', `[dependencies]\n${path('../inner/b')}\n`),
      'inner/Cargo.toml': '[workspace]\nmembers = ["b"]\n',
      'inner/b/Cargo.toml': named('b'),
    };
    expect(homes(all)).toEqual({ a: '', b: 'inner' });
  });
});

describe('examples and templates', () => {
  it.each([
    'examples',
    'tests',
    'test-crates',
    'test_data',
    'fixtures',
    'templates',
    'benches',
    'vendor',
    '{{crate}}',
  ])('in %s are no packages, not even with a workspace of their own', (folder) => {
    const texts = { [`${folder}/a/Cargo.toml`]: named('a', '[workspace]\n') };
    expect(read(texts)).toMatchObject({ crates: [], workspaces: [], findings: [] });
  });

  it.each(['contest', 'testament', 'latest', 'example-free'])('%s is no such folder', (folder) => {
    expect(homes({ [`${folder}/Cargo.toml`]: named('a') })).toEqual({ a: folder });
  });

  it('may be broken, and may have names to be filled in', () => {
    const texts = {
      'examples/a/.template/Cargo.toml': '[package]\nname = {{project-name}}\n',
      'generator/Cargo.toml': '[package]\nname = "{{name}}"\nversion = "{{version}}"\n',
      'generator/pyproject.toml': 'name = {{ name }}\n',
    };
    expect(read(texts)).toMatchObject({ crates: [], pythons: [], findings: [] });
  });
});

describe('what is not there', () => {
  it('SLW111: a member, at the line of the members', () => {
    const { findings } = read({
      'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["a", "b/*"]\n',
    });
    expect(findings).toMatchObject([{ code: 'SLW111', file: 'Cargo.toml', line: 3 }]);
    expect(findings[0]?.message).toContain('a/Cargo.toml');
  });

  it('SLW111: a dependency by path, at its line', () => {
    const { findings } = read({ 'Cargo.toml': named('a', `[dependencies]\n${path('gone')}\n`) });
    expect(findings).toMatchObject([{ code: 'SLW111', file: 'Cargo.toml', line: 5 }]);
  });

  it('may lie in a submodule, or outside', () => {
    const texts = {
      'Cargo.toml': named('a', '[dependencies]\nx = { path = "third/x" }\ny = { path = "../y" }\n'),
    };
    expect(read(texts, ['third']).findings).toEqual([]);
  });
});
