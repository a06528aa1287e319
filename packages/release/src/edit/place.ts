import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { placeUnreadable, type Finding } from '../finding/index.ts';
import { lineAt, readToml, type Span } from '../manifest/index.ts';
import type { StatedPlace, VersionPlace } from './model.ts';

/**
 * What stands at the places that a project names. SLW121 for a place whose file is missing, that
 * matches nothing or more than once, or that says neither `pattern` nor `path`. With both, the
 * pattern is looked for in the value at the path.
 */
export function readPlaces(
  texts: ReadonlyMap<string, string>,
  places: readonly VersionPlace[],
): { stated: readonly StatedPlace[]; findings: readonly Finding[] } {
  const stated: StatedPlace[] = [];
  const findings: Finding[] = [];
  for (const place of places) {
    const { file } = place;
    const text = texts.get(file);
    const span = text === undefined ? 'the file is not there' : find(file, text, place);
    if (text === undefined || typeof span === 'string') {
      const problem = String(span);
      findings.push(placeUnreadable.at({ file, line: null }, { file, problem }));
    } else {
      const line = lineAt(text, span.start);
      stated.push({ place, line, stated: text.slice(span.start, span.end), span });
    }
  }
  return { stated, findings };
}

/** The characters that a place means, or why there are none. */
function find(file: string, text: string, { path, pattern }: VersionPlace): Span | string {
  if (path === undefined && pattern === undefined) return 'neither a pattern nor a path says where';
  const whole = { start: 0, end: text.length };
  const value = path === undefined ? whole : findValue(file, text, path);
  if (value === null) return `nothing is written at ${path}`;
  return pattern === undefined ? value : findPattern(text, value, pattern);
}

function findPattern(text: string, { start, end }: Span, pattern: string): Span | string {
  const matches: RegExpExecArray[] = [];
  try {
    matches.push(...text.slice(start, end).matchAll(new RegExp(pattern, 'dgm')));
  } catch {
    return `${pattern} is not a regular expression`;
  }
  const spans = matches.map(({ indices }) => indices?.groups?.['version'] ?? indices?.[1]);
  // `.*` matches once more, at the end, and nothing there.
  const filled = spans.filter((span) => span && span[1] > span[0]);
  const [found] = filled;
  if (matches.length > 0 && spans.every((span) => !span)) {
    return `${pattern} has no group for the version`;
  }
  if (!found) return `${pattern} matches nothing`;
  if (filled.length > 1) return `${pattern} matches ${filled.length} times`;
  return { start: start + found[0], end: start + found[1] };
}

/** The characters of the text at a path; null where there is none, or something else. */
function findValue(file: string, text: string, path: string): Span | null {
  const keys = keysOf(path);
  return file.endsWith('.toml') ? inToml(file, text, keys) : inJson(text, keys);
}

function inToml(file: string, text: string, keys: readonly string[]): Span | null {
  const document = readToml(file, text);
  if (!('table' in document)) return null;
  const value = keys.reduce(
    (at: unknown, key) => (at as Record<string, unknown> | undefined)?.[key],
    document.table,
  );
  return typeof value === 'string' ? document.value(...keys) : null;
}

function inJson(text: string, keys: readonly string[]): Span | null {
  let node = parseTree(text);
  for (const key of keys) {
    if (!node) return null;
    node = findNodeAtLocation(node, [node.type === 'array' ? Number(key) : key]);
  }
  if (node?.type !== 'string') return null;
  return { start: node.offset + 1, end: node.offset + node.length - 1 };
}

/** `a."b.c".0` → a, b.c, 0; quotes as in TOML, without escapes. */
function keysOf(path: string): string[] {
  const parts = path.matchAll(/"([^"]*)"|'([^']*)'|([^."']+)/g);
  return [...parts].map(([, basic, literal, bare]) => basic ?? literal ?? bare ?? '');
}
