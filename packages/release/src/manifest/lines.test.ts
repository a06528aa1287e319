import fc from 'fast-check';
import { getStaticTOMLValue, parseTOML, type AST } from 'toml-eslint-parser';
import { stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { lineAt, locateKeys, locateValues } from './lines.ts';

type Key = AST.TOMLKeyValue;

interface Reference {
  /** The line of every key, the first of each. */
  readonly lines: Map<string, number>;
  /** The characters of every value, the first of each. */
  readonly values: Map<string, string>;
}

/** What toml-eslint-parser sees in a text, by path. */
function reference(text: string): Reference {
  const lines = new Map<string, number>();
  const values = new Map<string, string>();
  const note = <V>(into: Map<string, V>, path: readonly string[], value: V): void => {
    const key = path.join('\0');
    if (!into.has(key)) into.set(key, value);
  };
  const read = (value: AST.TOMLContentNode, path: readonly string[]): void => {
    note(values, path, charactersOf(text.slice(...value.range), value));
    if (value.type === 'TOMLInlineTable') for (const inner of value.body) walk(inner, path);
    if (value.type !== 'TOMLArray') return;
    value.elements.forEach((item, index) => read(item, [...path, String(index)]));
  };
  const walk = (pair: Key, table: readonly string[]): void => {
    const keys = pair.key.keys.map((part) => String(getStaticTOMLValue(part)));
    const line = pair.key.loc.start.line;
    keys.forEach((_, index) => note(lines, [...table, ...keys.slice(0, index + 1)], line));
    read(pair.value, [...table, ...keys]);
  };
  for (const node of parseTOML(text).body[0].body) {
    if (node.type === 'TOMLKeyValue') {
      walk(node, []);
      continue;
    }
    const path = node.key.keys.map((part) => String(getStaticTOMLValue(part)));
    note(lines, path, node.loc.start.line);
    for (const pair of node.body) walk(pair, path);
  }
  return { lines, values };
}

function charactersOf(written: string, value: AST.TOMLContentNode): string {
  if (value.type !== 'TOMLValue' || value.kind !== 'string') return written;
  return value.multiline ? written.slice(3, -3).replace(/^\r?\n/, '') : written.slice(1, -1);
}

function expectSamePlaces(text: string): void {
  const line = locateKeys(text);
  const value = locateValues(text);
  const { lines, values } = reference(text);
  const foundLines = [...lines.keys()].map((key) => [key, line(...key.split('\0'))]);
  expect(Object.fromEntries(foundLines)).toEqual(Object.fromEntries(lines));
  const foundValues = [...values.keys()].map((key) => {
    const span = value(...key.split('\0'));
    return [key, span && text.slice(span.start, span.end)];
  });
  expect(Object.fromEntries(foundValues)).toEqual(Object.fromEntries(values));
}

describe('locateKeys', () => {
  it.each<[string, string, string[], number]>([
    ['a dotted key', '[package]\nversion.workspace = true\n', ['package', 'version'], 2],
    ['an inline table', 'package = { name = "a", version = "1" }', ['package', 'version'], 1],
    ['a quoted key', '[package]\n"version" = "1"\n', ['package', 'version'], 2],
    ['a dotted table', 'package.name = "a"\npackage.version = "1"', ['package', 'version'], 2],
    ['a comment above', '[p]\n# version = "9"\nversion = "1" # version', ['p', 'version'], 3],
    [
      'a text of many lines',
      '[p]\nd = """\nversion = "9"\n"""\nversion = "1"',
      ['p', 'version'],
      5,
    ],
    ['a list of many lines', '[p]\nd = [\n  ["]"], # ]\n  "v = 1",\n]\nv = "1"', ['p', 'v'], 6],
    ['a table of its own', '[dependencies.a]\nversion = "1"', ['dependencies', 'a'], 1],
    [
      'a quoted header',
      '[target.\'cfg(a = "b]")\'.d]\nx = 1',
      ['target', 'cfg(a = "b]")', 'd', 'x'],
      2,
    ],
    ['spaces in a header', '[ a . "b" ]\nc = 1', ['a', 'b', 'c'], 2],
    ['CRLF and a mark', '\uFEFF[p]\r\na = 1\r\nb = 2\r\n', ['p', 'b'], 3],
    ['the second of two tables', '[[bin]]\nname = "a"\n[[bin]]\npath = "b"', ['bin', 'path'], 4],
    ['a date with a blank', 'a = 2026-01-01 10:00:00\nb = 1', ['b'], 2],
  ])('knows %s', (_, text, path, line) => {
    expect(locateKeys(text)(...path)).toBe(line);
  });

  it('knows no key that is not written', () => {
    expect(locateKeys('[package]\nname = "version"\n')('package', 'version')).toBeNull();
  });

  it('agrees with a full parser on whatever can be written', () => {
    const key = fc.oneof(
      fc.stringMatching(/^[a-z-]{1,6}$/),
      fc.string({ minLength: 1, maxLength: 4 }),
    );
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    const { table } = fc.letrec<{ table: unknown; value: unknown }>((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(leaf), tie('table')),
      table: fc.dictionary(
        key.filter((one) => !/[\0\r\n]|__proto__/.test(one)),
        tie('value'),
      ),
    }));
    fc.assert(fc.property(table, (value) => expectSamePlaces(stringify(value))));
  });

  it('agrees with a full parser on manifests put together line by line', () => {
    const pair = fc.constantFrom(
      'version = "1"',
      'version.workspace = true',
      'a = { path = "x", features = ["[b]", \'c\'] }',
      'a."b.c" = 1',
      "list = [\n  'x', # ]\n  { y = 1 },\n]",
      'text = """\n[no]\nversion = "2"\\"""" ',
      "raw = '''\n\\'''",
      '# [comment]\nb = 1',
      "'quoted key' = +1.5e3",
      'quoted = """"a" and "b"""""',
      "literal = '''\n'a' '''''",
      'escaped = "\\u0030.3\\\\"',
    );
    const header = fc.constantFrom(
      '[package]',
      '[ dependencies ]',
      '[a.b]',
      '[[bin]]',
      "[t.'c(d)'.e]",
    );
    const section = fc.tuple(
      header,
      fc.uniqueArray(pair, { selector: (one) => one.split(/[\s.=]/)[0] }),
    );
    const manifest = fc
      .uniqueArray(section, { selector: ([name]) => name })
      .map((sections) => sections.map(([name, pairs]) => [name, ...pairs].join('\n')).join('\n\n'));
    fc.assert(
      fc.property(manifest, fc.boolean(), (text, crlf) => {
        expectSamePlaces(crlf ? text.replaceAll('\n', '\r\n') : text);
      }),
    );
  });

  it('ends on whatever text there is', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('[', ']', '{', '}', '"', "'''", '=', '\n', 'a'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        expect(locateKeys(pieces.join(''))('nowhere', 'at all')).toBeNull();
      }),
    );
  });
});

describe('locateValues', () => {
  it.each<[string, string, string[], string]>([
    ['a string', '[package]\nversion = "0.3.0" # 0.3.0\n', ['package', 'version'], '0.3.0'],
    ['a literal', "version='0.3.0'", ['version'], '0.3.0'],
    ['a string of many lines', 'version = """\r\n0.3.0"""', ['version'], '0.3.0'],
    ['quotes that end a text', 'a = """"x"""""\nb = 1', ['a'], '"x""'],
    ['no characters', 'a = ""', ['a'], ''],
    ['an escape as written', 'a = "\\u0031"', ['a'], '\\u0031'],
    ['a number', '\uFEFFa = 1.5 # 2\r\n', ['a'], '1.5'],
    ['one of an inline table', 'a = { path = "x", version = "=1" }', ['a', 'version'], '=1'],
    ['one of a list', 'a = [ # "z"\n  "x",\n  \'y\' ]', ['a', '1'], 'y'],
    ['one of a table in a list', 'a = [{ b = 1 }, { b = "2" }]', ['a', '1', 'b'], '2'],
    ['a list', 'a = [1, 2]\nb = 3', ['a'], '[1, 2]'],
    ['a dotted key', '[a]\nb . "c.d" = "x"', ['a', 'b', 'c.d'], 'x'],
  ])('knows %s', (_, text, path, characters) => {
    const span = locateValues(text)(...path)!;
    expect(text.slice(span.start, span.end)).toBe(characters);
  });

  it('knows no value that is not written, and none of a table with a header', () => {
    const value = locateValues('[a]\nb = 1\n');
    expect([value('a'), value('a', 'c'), value('b')]).toEqual([null, null, null]);
  });
});

it.each([
  [0, 1],
  [1, 1],
  [2, 2],
  [5, 3],
])('lineAt: offset %i lies in line %i', (offset, line) => {
  expect(lineAt('a\nb\r\nc', offset)).toBe(line);
});
