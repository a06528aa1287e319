import { isTable, packedToolFiles, readToml, type Document } from '../manifest/index.ts';
import { splice } from './splice.ts';

/**
 * Cargo.toml with `exclude` naming those of these files at its root that npm and Nx need and cargo would pack; no other
 * character changes. As it was where `include` says what is packed, and where a list is written in a way
 * that this does not know. Pure.
 */
export function excludeToolFiles(text: string, files: readonly string[]): string {
  const document = readToml('Cargo.toml', text);
  const own = 'table' in document ? document.table['package'] : null;
  if (!('table' in document) || !isTable(own) || own['include'] !== undefined) return text;
  const missing = packedToolFiles(document.table, files).map((file) => `/${file}`);
  if (missing.length === 0) return text;
  const known = own['exclude'];
  if (known !== undefined && !Array.isArray(known)) return text;
  const next =
    known === undefined
      ? withList(document, text, missing)
      : extended(document, text, known, missing);
  const wanted = {
    ...document.table,
    package: { ...own, exclude: [...(known ?? []), ...missing] },
  };
  return next !== null && says(next, wanted) ? next : text;
}

const quoted = (items: readonly string[], between: string): string =>
  items.map((item) => `"${item}"`).join(between);

/** A new line behind the last plain key of [package]. */
function withList(
  { table, value }: Document,
  text: string,
  items: readonly string[],
): string | null {
  const own = table['package'];
  const ends = Object.entries(isTable(own) ? own : {})
    .filter(([, one]) => typeof one === 'string' || typeof one === 'boolean')
    .flatMap(([key]) => value('package', key)?.end ?? []);
  if (ends.length === 0) return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const end = text.indexOf('\n', Math.max(...ends));
  const at = end === -1 ? text.length : end + 1;
  const before = end === -1 ? eol : '';
  return splice(text, [
    { start: at, end: at, text: `${before}exclude = [${quoted(items, ', ')}]${eol}` },
  ]);
}

/** More items behind the last one, in lines of their own where that one has one. */
function extended(
  { value }: Document,
  text: string,
  known: readonly unknown[],
  items: readonly string[],
): string | null {
  if (known.length === 0) {
    const list = value('package', 'exclude');
    return list && splice(text, [{ ...list, text: `[${quoted(items, ', ')}]` }]);
  }
  const last = value('package', 'exclude', String(known.length - 1));
  if (!last) return null;
  const at = last.end + 1;
  const indent = text.slice(text.lastIndexOf('\n', last.start) + 1, last.start - 1);
  const end = /\r?\n/.exec(text.slice(at));
  if (!end || !/^\s*$/.test(indent)) {
    return splice(text, [{ start: at, end: at, text: `, ${quoted(items, ', ')}` }]);
  }
  // What stands behind the last one in its line stays there: a comment.
  const hasComma = text[at] === ',';
  const before = `${end[0]}${indent}`;
  const added = `${before}${quoted(items, `,${before}`)}${hasComma ? ',' : ''}`;
  const line = at + end.index;
  return splice(text, [
    { start: at, end: at, text: hasComma ? '' : ',' },
    { start: line, end: line, text: added },
  ]);
}

/** Whether a text says this and nothing else. */
function says(text: string, wanted: object): boolean {
  const document = readToml('Cargo.toml', text);
  const sorted = (_: string, value: unknown): unknown =>
    isTable(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return (
    'table' in document && JSON.stringify(document.table, sorted) === JSON.stringify(wanted, sorted)
  );
}
