import { describe, expect, it } from 'vitest';
import { readRepository } from '../manifest/index.ts';
import { editVersions, type VersionPlace } from './index.ts';

type Files = Record<string, string>;

/** What changes when manifests take other versions; the texts are made up. */
function edit(files: Files, wanted: Files, places: readonly VersionPlace[] = []) {
  const texts = new Map(Object.entries(files));
  const edits = editVersions(texts, readRepository(texts), new Map(Object.entries(wanted)), places);
  const codes = edits.findings.map(({ code, file, line }) => `${code} ${file}:${line}`);
  return { files: Object.fromEntries(edits.files), codes, findings: edits.findings };
}

const crate = (name: string, rest = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.3.0"\n${rest}`;

/** Every 0.3.0 between « and » is to become 0.3.1; the marks are taken out. */
function marked(files: Files, next = '0.3.1'): { before: Files; after: Files } {
  const change = (to: (version: string) => string): Files =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [
        file,
        text.replaceAll(/«([^»]*)»/g, (_, version: string) => to(version)),
      ]),
    );
  const before = change((version) => version);
  const after = Object.entries(change(() => next)).filter(([file, text]) => text !== before[file]);
  return { before, after: Object.fromEntries(after) };
}

describe('the version of a crate', () => {
  it.each<[string, string]>([
    ['first', '[package]\nversion = "«0.3.0»"\nname = "a"\n'],
    [
      'after a list of many lines',
      '[package]\nname = "a"\nkeywords = [\n  "0.3.0",\n]\nversion = "«0.3.0»"\n',
    ],
    [
      'below a comment with it',
      '[package]\nname = "a"\n# version = "0.3.0"\nversion = "«0.3.0»"\n',
    ],
    ['before a comment with it', '[package]\nname = "a"\nversion = "«0.3.0»" # was 0.3.0\n'],
    [
      'among lines that start alike',
      '[dependencies.x]\nversion = "0.3.0"\n[package]\nversion = "«0.3.0»"\nname = "a"\n[dependencies.y]\nversion = "0.3.0"\n[package.metadata]\nversion = "0.3.0"\n',
    ],
    ['in an inline table', 'package = { name = "a", version = "«0.3.0»" }\n'],
    ['as a dotted key', 'package.name = "a"\npackage . "version"="«0.3.0»"\n'],
    ['in quotes of the other kind', "[package]\nname = 'a'\nversion\t=  '«0.3.0»'\n"],
    ['in a text of many lines', '[package]\nname = "a"\nversion = """\n«0.3.0»"""\n'],
    ['with a mark and CRLF', '\uFEFF[package]\r\nname = "a"\r\nversion = "«0.3.0»"\r\n'],
    ['without a last line break', '[package]\nname = "a"\nversion = "«0.3.0»"'],
    [
      'among texts that hold it',
      'readme = """\n[package]\nversion = "0.3.0"\n"""\n[package]\nname = "a"\nversion = "«0.3.0»"\n',
    ],
  ])('stands %s', (_, text) => {
    const { before, after } = marked({ 'a/Cargo.toml': text });
    expect(edit(before, { 'a/Cargo.toml': '0.3.1' })).toMatchObject({ files: after, codes: [] });
  });

  it.each(['version.workspace = true', 'version = { workspace = true }'])(
    'is inherited by %s: it moves once, for all who inherit it',
    (inherited) => {
      const { before, after } = marked({
        'Cargo.toml':
          '[workspace]\nmembers = ["a", "b", "c"]\n[workspace.package]\n# version = "0.3.0"\nversion = "«0.3.0»" # 0.3.0\n[workspace.dependencies]\na = { path = "a", version = "=«0.3.0»" }\nb = { path = "b", version = "«0.3.0»" }\nc = { path = "c", version = "0.3.0" }\n',
        'a/Cargo.toml': `[package]\nname = "a"\n${inherited}\n`,
        'b/Cargo.toml': `[package]\nname = "b"\n${inherited}\n[dependencies]\na.workspace = true\n`,
        'c/Cargo.toml': crate('c'),
      });
      const both = { 'a/Cargo.toml': '0.3.1', 'b/Cargo.toml': '0.3.1' };
      expect(edit(before, both)).toMatchObject({ files: after, codes: [] });
      expect(edit(before, { 'a/Cargo.toml': '0.3.1' })).toMatchObject({ files: after, codes: [] });
    },
  );

  it('SLW123: cannot be two, where crates or a Python package have it from one line', () => {
    const files = {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b"]\n[workspace.package]\nversion = "0.3.0"\n',
      'a/Cargo.toml': '[package]\nname = "a"\nversion.workspace = true\n',
      'b/Cargo.toml': '[package]\nname = "b"\nversion.workspace = true\n',
      'b/pyproject.toml':
        '[project]\nname = "p"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "maturin"\n',
    };
    for (const other of ['b/Cargo.toml', 'b/pyproject.toml']) {
      const { files: changed, codes } = edit(files, { 'a/Cargo.toml': '0.3.1', [other]: '0.4.0' });
      expect({ changed, codes }).toEqual({ changed: {}, codes: ['SLW123 Cargo.toml:4'] });
    }
    const { findings } = edit(files, { 'a/Cargo.toml': '0.3.1', 'b/Cargo.toml': '0.4.0' });
    expect(findings[0]?.message).toBe(
      'a is to be 0.3.1 and b 0.4.0, but both take their version from Cargo.toml',
    );
  });

  it('is asked for as SemVer, of a package that states one', () => {
    const files = { 'a/Cargo.toml': crate('a'), 'b/Cargo.toml': '[package]\nname = "b"\n' };
    expect(edit(files, { 'a/Cargo.toml': '1.0' }).codes).toEqual(['SLW110 a/Cargo.toml:3']);
    expect(edit(files, { 'a/Cargo.toml': 'v1.0.0' }).codes).toEqual(['SLW110 a/Cargo.toml:3']);
    expect(edit(files, { 'b/Cargo.toml': '1.0.0' }).codes).toEqual(['SLW113 b/Cargo.toml:1']);
    expect(edit(files, { 'c/Cargo.toml': '1.0.0' }).codes).toEqual(['SLW111 null:null']);
  });

  it('changes nothing when it is the wanted one already', () => {
    expect(edit({ 'a/Cargo.toml': crate('a') }, { 'a/Cargo.toml': '0.3.0' }).files).toEqual({});
  });
});

describe('requirements on a crate that changes', () => {
  it.each<[string, string]>([
    ['an inline table', '[dependencies]\na = { version = "«0.3.0»", path = "../a" }\n'],
    ['a table of its own', '[dependencies.a]\npath = "../a"\nversion = "~«0.3.0»" # 0.3.0\n'],
    ['dotted keys', '[dependencies]\na.version = "=«0.3.0»"\na.path = "../a"\n'],
    ['dev-dependencies', "[dev-dependencies]\na = { path = '../a', version = '>= «0.3.0»' }\n"],
    ['build-dependencies', '[build-dependencies]\na = { path = "../a/", version = "^«0.3.0»" }\n'],
    ['an old spelling', '[dev_dependencies]\na = { path = "../a", version = "«0.3.0»" }\n'],
    [
      'a target',
      '[target.\'cfg(target_os = "linux")\'.dependencies]\na = { path = "../a", version = "«0.3.0»" }\n',
    ],
    ['another name', '[dependencies]\nx = { package = "a", path = "../a", version = "«0.3.0»" }\n'],
    [
      'its own table with another name',
      '[dependencies.x]\npackage = "a"\nversion = "=«0.3.0»"\npath = "../a"\n',
    ],
    ['a patch', '[dependencies]\na = "«0.3.0»"\n[patch.crates-io]\na = { path = "../a" }\n'],
    [
      'a patch and another name',
      '[dependencies]\nx = { package = "a", version = "«0.3.0»" }\n[patch.crates-io]\ny = { package = "a", path = "../a", version = "=«0.3.0»" }\n',
    ],
    [
      'twice',
      '[dependencies]\na = { path = "../a", version = "0.3" }\n[dev-dependencies]\na = { path = "../a", version = "=«0.3.0»", features = ["0.3.0"] }\n',
    ],
  ])('move in %s', (_, text) => {
    const { before, after } = marked({
      'a/Cargo.toml': crate('a').replace('0.3.0', '«0.3.0»'),
      'b/Cargo.toml': crate('b', text),
    });
    expect(edit(before, { 'a/Cargo.toml': '0.3.1' })).toMatchObject({ files: after, codes: [] });
  });

  it.each<[string, string]>([
    ['from the registry', '[dependencies]\na = "0.3.0"\n'],
    ['from git', '[dependencies]\na = { git = "https://git.example/a", version = "0.3.0" }\n'],
    ['by path alone', '[dependencies]\na = { path = "../a" }\n'],
    ['that are loose', '[dependencies]\na = { path = "../a", version = "0.3" }\n'],
    ['on another crate', '[dependencies]\na = { path = "../c", version = "0.3.0" }\n'],
    ['inherited', '[dependencies]\na = { workspace = true }\n'],
    [
      'patched from git',
      '[dependencies]\na = "0.3.0"\n[patch.crates-io]\na = { git = "https://git.example/a" }\n',
    ],
  ])('stay %s', (_, text) => {
    const files = { 'a/Cargo.toml': crate('a'), 'b/Cargo.toml': crate('b', text) };
    const { files: changed } = edit(files, { 'a/Cargo.toml': '0.3.1' });
    expect(Object.keys(changed)).toEqual(['a/Cargo.toml']);
  });

  it('move in a published crate that keeps its version only where they no longer hold', () => {
    const published = (requirement: string): Files => ({
      'a/Cargo.toml': crate('a'),
      'b/Cargo.toml': crate(
        'b',
        `publish = ["crates-io"]\n[dependencies]\na = { path = "../a", version = "${requirement}" }\n`,
      ),
    });
    const moved = (requirement: string, next: string): string[] =>
      Object.keys(edit(published(requirement), { 'a/Cargo.toml': next }).files);
    expect(moved('0.3.0', '0.3.1')).toEqual(['a/Cargo.toml']);
    expect(moved('0.3.0', '0.4.0')).toEqual(['a/Cargo.toml', 'b/Cargo.toml']);
    expect(moved('=0.3.0', '0.3.1')).toEqual(['a/Cargo.toml', 'b/Cargo.toml']);
  });

  it('move also in examples, which are no packages, and not in templates', () => {
    const text = crate('x', '[dependencies]\na = { path = "../..", version = "=«0.3.0»" }\n');
    const { before, after } = marked({
      'Cargo.toml': crate('a').replace('0.3.0', '«0.3.0»'),
      'examples/x/Cargo.toml': text,
    });
    before['examples/y/.template/Cargo.toml'] = '[package]\nname = {{name}}\nversion = "0.3.0"\n';
    expect(edit(before, { 'Cargo.toml': '0.3.1' })).toMatchObject({ files: after, codes: [] });
  });

  it('move in a crate that depends on itself, and in a circle', () => {
    const { before, after } = marked({
      'a/Cargo.toml': `[package]\nname = "a"\nversion = "«0.3.0»"\n[dev-dependencies]\na = { path = ".", version = "=«0.3.0»" }\nb = { path = "../b", version = "«0.3.0»" }\n`,
      'b/Cargo.toml': `[package]\nname = "b"\nversion = "«0.3.0»"\n[dev-dependencies]\na = { path = "../a", version = "«0.3.0»" }\n`,
    });
    const wanted = { 'a/Cargo.toml': '0.3.1', 'b/Cargo.toml': '0.3.1' };
    expect(edit(before, wanted)).toMatchObject({ files: after, codes: [] });
  });

  it('SLW124: cannot always move', () => {
    const files = {
      'a/Cargo.toml': crate('a'),
      'b/Cargo.toml': crate(
        'b',
        '[dependencies]\na = { path = "../a", version = ">=0.3, <0.4" }\n',
      ),
      'c/Cargo.toml': crate('c', '[dependencies]\na = { path = "../a", version = "\\u0030.3" }\n'),
    };
    const { codes, findings } = edit(files, { 'a/Cargo.toml': '0.4.0' });
    expect(codes).toEqual(['SLW124 b/Cargo.toml:5', 'SLW124 c/Cargo.toml:5']);
    expect(findings[0]?.message).toContain('">=0.3, <0.4", which does not accept 0.4.0');
  });
});

const maturin = '[build-system]\nrequires = ["maturin==0.3.0"]\nbuild-backend = "maturin"\n';

describe('Python packages', () => {
  it('take the version as PyPI spells it, and their pins on each other with them', () => {
    const { before, after } = marked(
      {
        'Cargo.toml': '[workspace]\nmembers = ["p", "q"]\n',
        'p/Cargo.toml': crate('p-rs'),
        'p/pyproject.toml':
          `# 0.3.0\r\n[project]\r\nname = 'P_p'\r\nversion = '«0.3.0»'\r\n`.concat(maturin),
        'q/Cargo.toml': crate('q-rs'),
        'q/pyproject.toml': `[project]\nname = "q"\nversion = "0.3.0"\ndependencies = [\n  "p-p[x] == «0.3.0» ; python_version == '0.3.0'", # p-p==0.3.0\n  'p.p>=0.3.0',\n  "other==0.3.0",\n]\n[project.optional-dependencies]\nall = ["p_p (===«0.3.0»)", "p-p==0.3.*", "p-p @ https://x.example/p==0.3.0"]\n[dependency-groups]\ndev = [{ include-group = "x" }, "P-P==«0.3.0.0»"]\n${maturin}`,
        'tools/pyproject.toml':
          '[project]\nname = "tools"\ndependencies = ["p-p==«0.3.0»,!=0.3.0"]\n',
      },
      '0.4.0a1',
    );
    const { files, codes } = edit(before, { 'p/pyproject.toml': '0.4.0-alpha.1' });
    expect({ files, codes }).toEqual({ files: after, codes: [] });
  });

  it('with a dynamic version take it from the crate, whichever of the two is asked', () => {
    const { before, after } = marked({
      'Cargo.toml': `${crate('p').replace('0.3.0', '«0.3.0»')}[dependencies.pyo3]\nversion = "0.3.0"\n`,
      'pyproject.toml': `[project]\nname = "p"\ndynamic = ["version"]\n${maturin}`,
      'q/pyproject.toml': '[project]\nname = "q"\ndependencies = ["p==«0.3.0»"]\n',
    });
    for (const manifest of ['Cargo.toml', 'pyproject.toml']) {
      expect(edit(before, { [manifest]: '0.3.1' })).toMatchObject({ files: after, codes: [] });
    }
  });

  it('of other backends go with the crate in their folder, where they went with it before', () => {
    const beside = (table: string, version: string): Files => ({
      'a/Cargo.toml': crate('a').replace('0.3.0', '«0.3.0»'),
      'a/pyproject.toml': `[${table}]\nname = "tide"\nversion = "${version}" # 0.3.0\n`,
    });
    for (const table of ['project', 'tool.poetry']) {
      const { before, after } = marked(beside(table, '«0.3.0»'));
      expect(edit(before, { 'a/Cargo.toml': '0.3.1' })).toMatchObject({ files: after, codes: [] });
    }
    const apart = marked(beside('project', '0.2.0'));
    expect(edit(apart.before, { 'a/Cargo.toml': '0.3.1' }).files).toEqual(apart.after);
  });

  it('SLW106: cannot take what PyPI does not have; the same in another spelling changes nothing', () => {
    const files = {
      'Cargo.toml': crate('p'),
      'pyproject.toml': `[project]\nname = "p"\nversion = "0.3"\n${maturin}`,
    };
    expect(edit(files, { 'pyproject.toml': '0.4.0-nightly.1' }).codes).toEqual([
      'SLW106 pyproject.toml:3',
    ]);
    expect(edit(files, { 'pyproject.toml': '0.3.0' })).toMatchObject({ files: {}, codes: [] });
  });

  it('are locked by uv by the folder they are built from', () => {
    const { before, after } = marked({
      'p/Cargo.toml': crate('p'),
      'p/pyproject.toml': `[project]\nname = "p"\nversion = "«0.3.0»"\n${maturin}`,
      'uv.lock': `version = 1\r\n\r\n[[package]]\r\nname = "a"\r\nversion = "0.3.0"\r\nsource = { registry = "https://pypi.org/simple" }\r\n\r\n[[package]]\r\nname = "p"\r\nversion = "«0.3.0»"\r\nsource = { editable = "p" }\r\n\r\n[[package]]\r\nname = "q"\r\nversion = "0.3.0"\r\nsource = { virtual = "." }\r\ndependencies = [\r\n    { name = "p" },\r\n]\r\n\r\n[package.metadata]\r\nrequires-dist = [\r\n    { name = "a", specifier = "==0.3.0" },\r\n    { name = "p", extras = ["x"], specifier = "==«0.3.0»" },\r\n]\r\n`,
      'p/uv.lock': `[[package]]\nname = "p"\nsource = { editable = "." }\n\n[package.metadata]\nrequires-dist = [{ name = "a", specifier = "==0.3.0" }, { name = "p", specifier = "===«0.3.0»" }]\n`,
    });
    expect(edit(before, { 'p/pyproject.toml': '0.3.1' })).toMatchObject({
      files: after,
      codes: [],
    });
  });
});

it('all of a repository of 1,000 crates and 200 Python packages', () => {
  const files: Files = { 'Cargo.toml': '[workspace]\nmembers = ["c/*"]\n' };
  const wanted: Files = {};
  const lock = ['version = 4\n'];
  for (let n = 0; n < 1000; n += 1) {
    const on = [1, 2, 3, 4, 5].map((step) => `c${(n + step) % 1000}`);
    const dependencies = on.map((name) => `${name} = { path = "../${name}", version = "=0.3.0" }`);
    files[`c/c${n}/Cargo.toml`] = crate(`c${n}`, `[dependencies]\n${dependencies.join('\n')}\n`);
    wanted[`c/c${n}/Cargo.toml`] = '0.4.0';
    lock.push(`[[package]]\nname = "c${n}"\nversion = "0.3.0"\n`);
    if (n >= 200) continue;
    files[`c/c${n}/pyproject.toml`] =
      `[project]\nname = "c${n}"\nversion = "0.3.0"\ndependencies = ["c${(n + 1) % 200}==0.3.0"]\n${maturin}`;
    wanted[`c/c${n}/pyproject.toml`] = '0.4.0';
  }
  files['Cargo.lock'] = lock.join('\n');
  const texts = new Map(Object.entries(files));
  const repository = readRepository(texts);
  const edits = editVersions(texts, repository, new Map(Object.entries(wanted)));
  expect([edits.files.size, edits.findings.length]).toEqual([1201, 0]);
});
