import fc from 'fast-check';
import { getStaticTOMLValue, parseTOML, type AST } from 'toml-eslint-parser';
import { stringify } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { locateKeys } from './lines.ts';

type Key = AST.TOMLKeyValue;

/** Every key's path and line as toml-eslint-parser sees them, the first line of each. */
function reference(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const note = (path: readonly string[], line: number): void => {
    const key = path.join('\0');
    if (!lines.has(key)) lines.set(key, line);
  };
  const walk = (pair: Key, table: readonly string[]): void => {
    const keys = pair.key.keys.map((part) => String(getStaticTOMLValue(part)));
    keys.forEach((_, index) =>
      note([...table, ...keys.slice(0, index + 1)], pair.key.loc.start.line),
    );
    if (pair.value.type !== 'TOMLInlineTable') return;
    for (const inner of pair.value.body) walk(inner, [...table, ...keys]);
  };
  for (const node of parseTOML(text).body[0].body) {
    if (node.type === 'TOMLKeyValue') {
      walk(node, []);
      continue;
    }
    const path = node.key.keys.map((part) => String(getStaticTOMLValue(part)));
    note(path, node.loc.start.line);
    for (const pair of node.body) walk(pair, path);
  }
  return lines;
}

function expectSameLines(text: string): void {
  const line = locateKeys(text);
  const wanted = reference(text);
  const found = [...wanted.keys()].map((key) => [key, line(...key.split('\0'))]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
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
    fc.assert(fc.property(table, (value) => expectSameLines(stringify(value))));
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
        expectSameLines(crlf ? text.replaceAll('\n', '\r\n') : text);
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
