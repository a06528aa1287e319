import { describe, expect, it } from 'vitest';
import { readRepository } from '../manifest/index.ts';
import { checkPlaces, editVersions, readPlaces, type VersionPlace } from './index.ts';

const maturin = '[build-system]\nbuild-backend = "maturin"\n';
const manifests = {
  'Cargo.toml': '[package]\nname = "tide"\nversion = "0.3.0-rc.1"\n',
  'python/Cargo.toml': '[package]\nname = "tide-py"\nversion = "0.9.0"\npublish = false\n',
  'python/pyproject.toml': `[project]\nname = "Tide_Py"\nversion = "0.3.0rc1"\n${maturin}`,
};

function textsOf(file: string, text: string): Map<string, string> {
  return new Map(Object.entries({ ...manifests, [file]: text }));
}

/** The text of one place after a release of 0.3.0, or what is said of it. */
function move(text: string, place: VersionPlace): string {
  const texts = textsOf(place.file, text);
  const wanted = new Map([
    ['Cargo.toml', '0.3.0'],
    ['python/pyproject.toml', '0.3.0'],
  ]);
  const { files, findings } = editVersions(texts, readRepository(texts), wanted, [place]);
  const said = findings.map(({ code, line, message }) => `${code} line ${line}: ${message}`);
  return said.join('\n') || (files.get(place.file) ?? text);
}

function check(text: string, place: VersionPlace): string[] {
  const texts = textsOf(place.file, text);
  const findings = checkPlaces(texts, readRepository(texts), [place]);
  return findings.map(({ code, file, line }) => `${code} ${file}:${line}`);
}

describe('a place', () => {
  it.each<[string, VersionPlace, string, string]>([
    [
      'a pattern with a named group',
      { file: 'setup.py', package: 'tide-py', pattern: '^version = "(?<version>[^"]+)"$' },
      '# version = "1"\r\nversion = "«0.3.0rc1»"\r\nother = "0.3.0rc1"',
      '0.3.0',
    ],
    [
      'a pattern with one group',
      { file: 'src/lib.rs', package: 'tide', pattern: 'VERSION: &str = "(.*)";' },
      'pub const VERSION: &str = "«0.3.0-rc.1»";\n',
      '0.3.0',
    ],
    [
      'a pattern whose spelling is not that of the package',
      { file: 'a.sh', package: 'tide', spelling: 'pypi', pattern: 'tide==(\\S+)' },
      'pip install tide==«0.3.0rc1» # 0.3.0-rc.1\n',
      '0.3.0',
    ],
    [
      'a Python package as Cargo spells it',
      { file: 'a.sh', package: 'tide.py', spelling: 'cargo', pattern: 'tide:(\\S+)' },
      'tide:«0.3.0-rc.1»',
      '0.3.0',
    ],
    [
      'a path in TOML',
      { file: 'version.toml', package: 'tide', path: 'tool."a.b".version' },
      '\uFEFF[tool."a.b"]\r\n# version = "0.3.0-rc.1"\r\nversion = \'«0.3.0-rc.1»\' # x',
      '0.3.0',
    ],
    [
      'a path in JSON',
      { file: 'package.json', package: 'tide', path: 'version' },
      '{\n\t"x": {"version": "1"},\n\t"version" : "«0.3.0-rc.1»"\n}',
      '0.3.0',
    ],
    [
      'a quoted path, by number',
      { file: 'a.json', package: 'tide', path: 'packages."@tide/a".0.version' },
      '{"packages": {"@tide/a": [ {"version": "«0.3.0-rc.1»"} ]}} // 0.3.0-rc.1',
      '0.3.0',
    ],
    [
      'an empty key',
      { file: 'package-lock.json', package: 'tide', path: "packages.''.version" },
      '{"packages": {"": {"version": "«0.3.0-rc.1»"}}}',
      '0.3.0',
    ],
    [
      'a pattern in a value',
      { file: 'a.json', package: 'tide', path: 'image', pattern: ':(.*)-slim' },
      '{"tag": ":0.3.0-rc.1-slim", "image": "tide:«0.3.0-rc.1»-slim"}',
      '0.3.0',
    ],
    [
      'the version of the release',
      { file: 'CITATION.cff', pattern: '^version: (.*)$' },
      'a: 1\nversion: «0.3.0-rc.1»\n',
      '0.3.0',
    ],
    [
      'what is changed anyway',
      { file: 'Cargo.toml', package: 'tide', path: 'package.version' },
      manifests['Cargo.toml'],
      '0.3.0',
    ],
  ])('moves: %s', (_, place, text, next) => {
    const before = text.replaceAll(/[«»]/g, '');
    const after = text.includes('«')
      ? text.replace(/«.*»/, next)
      : text.replace('0.3.0-rc.1', next);
    expect(move(before, place)).toBe(after);
    expect(check(before, place)).toEqual([]);
  });

  it('stays when its package does, and when it states the new version already', () => {
    expect(
      move('v 0.9.0', { file: 'a', package: 'tide-py', spelling: 'cargo', pattern: 'v (.*)' }),
    ).toBe('v 0.9.0');
    expect(move('v 0.3.0', { file: 'a', package: 'tide', pattern: 'v (.*)' })).toBe('v 0.3.0');
    expect(move('v 0.9.0', { file: 'a', pattern: 'v (.*)' })).toBe('v 0.9.0');
  });
});

describe('SLW121: a place that cannot be found', () => {
  it.each<[string, VersionPlace]>([
    ['nothing is written at version', { file: 'a.json', path: 'version' }],
    ['nothing is written at a.b.c', { file: 'a.toml', path: 'a.b.c' }],
    ['nothing is written at v', { file: 'a.toml', path: 'v' }],
    ['nothing is written at __proto__', { file: 'a.toml', path: '__proto__' }],
    ['no(.*) matches nothing', { file: 'a.txt', pattern: 'no(.*)' }],
    ['v(.) matches 2 times', { file: 'a.txt', pattern: 'v(.)' }],
    ['v1 has no group for the version', { file: 'a.txt', pattern: 'v1' }],
    ['( is not a regular expression', { file: 'a.txt', pattern: '(' }],
    ['the file is not there', { file: 'b.txt', pattern: '(.)' }],
    ['neither a pattern nor a path says where', { file: 'a.txt' }],
  ])('%s', (problem, place) => {
    const texts = new Map([
      ['a.json', '{"a": [1], "version": 1}'],
      ['a.toml', 'v = 1\n[a]\nb = "x"\n'],
      ['a.txt', 'v1 v2'],
    ]);
    const { stated, findings } = readPlaces(texts, [place]);
    expect(stated).toEqual([]);
    expect(findings).toMatchObject([{ code: 'SLW121', file: place.file }]);
    expect(findings[0]?.message).toContain(problem);
  });

  it('names a package that is not there', () => {
    const place = { file: 'a', package: 'tides', pattern: '(.*)' };
    expect(check('1', place)).toEqual(['SLW121 a:1']);
    expect(move('1', place)).toContain('no package is called tides');
  });

  it('would change only part of what is changed anyway', () => {
    const place = {
      file: 'Cargo.toml',
      package: 'tide',
      spelling: 'cargo',
      pattern: '"(0.*)1"',
    } as const;
    expect(move(manifests['Cargo.toml'], place)).toContain('SLW122');
    const texts = new Map(Object.entries({ ...manifests }));
    const wanted = new Map([
      ['Cargo.toml', '0.3.0'],
      ['python/Cargo.toml', '0.9.1'],
    ]);
    const other = {
      file: 'Cargo.toml',
      package: 'tide',
      spelling: 'pypi',
      pattern: '"0.3.0-(rc.1)"',
    } as const;
    const { findings } = editVersions(texts, readRepository(texts), wanted, [other]);
    expect(findings.map(({ code }) => code)).toEqual(['SLW122']);
  });

  it('leaves open which of two packages it means', () => {
    const texts = new Map(
      Object.entries({
        'a/Cargo.toml': '[package]\nname = "a"\nversion = "1.0.0"\n',
        'b/Cargo.toml': '[package]\nname = "b"\nversion = "1.0.0"\n',
        c: '1.0.0',
      }),
    );
    const wanted = new Map([
      ['a/Cargo.toml', '1.1.0'],
      ['b/Cargo.toml', '1.2.0'],
    ]);
    const { findings, files } = editVersions(texts, readRepository(texts), wanted, [
      { file: 'c', pattern: '(.*)' },
    ]);
    expect(findings).toMatchObject([{ code: 'SLW121', file: 'c', line: 1 }]);
    expect(files.has('c')).toBe(false);
  });
});

describe('SLW122: a place that states another version', () => {
  const place: VersionPlace = { file: 'a.py', package: 'tide-py', pattern: '"(.*)"' };

  it('is told, and not overwritten', () => {
    expect(check('\nv = "0.2.9"', place)).toEqual(['SLW122 a.py:2']);
    expect(move('\nv = "0.2.9"', place)).toBe(
      'SLW122 line 2: a.py states 0.2.9, but Tide_Py is at 0.3.0rc1',
    );
  });

  it('but PyPI knows many spellings of one version, and Cargo one', () => {
    expect(check('"0.3rc1"', place)).toEqual([]);
    expect(check('"0.3.0rc1"', { ...place, spelling: 'cargo' })).toEqual(['SLW122 a.py:1']);
  });

  it('readPlaces tells what stands there', () => {
    const { stated } = readPlaces(new Map([['a.py', 'x\ny = "1"']]), [place]);
    expect(stated).toEqual([{ place, line: 2, stated: '1', span: { start: 7, end: 8 } }]);
  });
});
