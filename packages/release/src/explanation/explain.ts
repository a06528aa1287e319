import { allFindings, logFindings, nowhere, SlipwayError } from '../finding/index.ts';
import { entries } from './entries.ts';
import type { Entry } from './entry.ts';

/** What a text of a log means. */
export interface Explanation {
  /** Its page is docs/findings/CODE.md. */
  readonly code: string;
  readonly title: string;
  /** The lines that say it, as one, without what the log puts around them. */
  readonly text: string;
  readonly cause: string;
  readonly remedy: string;
}

/**
 * Finds what is known in the text of a log: of cargo, twine, uv, maturin, pip, gh, crates.io, PyPI or GitHub
 * Actions. In the order of the text, what is said again only once; none for what is not known. Pure.
 */
export function explain(log: string): Explanation[] {
  const text = clean(log);
  const said = new Map<string, Explanation>();
  for (const place of placesIn(text)) {
    const explanation = explanationOf(place, text);
    const key = [explanation.code, explanation.cause, explanation.remedy].join('\n');
    if (!said.has(key)) said.set(key, explanation);
  }
  return [...said.values()];
}

/**
 * An error in which a server or a tool speaks (SLW202, SLW302, SLW303, SLW403): under the code that its text is known
 * by, with what that means and what to do. Its message, its place and its cause stay; all of it where nothing is known.
 * Pure.
 */
export function recognized(
  error: SlipwayError,
  text: string = error.finding.message,
): SlipwayError {
  const [known] = explain(text);
  if (!known) return error;
  const { code, cause: why, remedy } = known;
  return new SlipwayError({ ...error.finding, code, why, remedy }, { cause: error.cause });
}

/** The text of a log, in UTF-8, or in UTF-16 as PowerShell leaves what is redirected to a file. */
export function decodeLog(bytes: Uint8Array): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isWide ? 'utf-16le' : 'utf-8').decode(bytes);
}

interface Place {
  readonly entry: Entry;
  readonly start: number;
  readonly end: number;
  readonly found: Readonly<Record<string, string>>;
}

/** Made when the first text is read: most runs read none. */
let compiled: readonly { readonly entry: Entry; readonly patterns: readonly RegExp[] }[] | null =
  null;

function compiledEntries(): NonNullable<typeof compiled> {
  compiled ??= entries.map((entry) => ({ entry, patterns: entry.patterns.map(compile) }));
  return compiled;
}

function compile({ source, flags }: RegExp): RegExp {
  return new RegExp(source.replaceAll(' ', '\\s+'), `${flags}g`);
}

/** Where the entries match. Of two that match the same text, the one that comes first in the list. */
function placesIn(text: string): Place[] {
  const isTaken = new Uint8Array(text.length);
  const places: Place[] = [];
  for (const { entry, patterns } of compiledEntries()) {
    const before = new Set<string>();
    for (const match of patterns.flatMap((pattern) => [...text.matchAll(pattern)])) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (isTaken.subarray(start, end).includes(1)) continue;
      isTaken.fill(1, start, end);
      if (before.has(match[0])) continue;
      before.add(match[0]);
      places.push({ entry, start, end, found: match.groups ?? {} });
    }
  }
  return places.sort((a, b) => a.start - b.start);
}

/** Colours, links, titles of windows and all else that a terminal would obey: what is told of a log does nothing. */
const sequences =
  /\u001b\[[0-9;?]*[A-Za-z]|\u001b\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)|[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Without colours, the times that GitHub writes before each line, and its `##[error]`. */
function clean(log: string): string {
  return log
    .replaceAll(sequences, '')
    .replaceAll(/^\uFEFF?(?:[^\t\n]*\t[^\t\n]*\t)?\uFEFF?\d{4}-\d\d-\d\dT[\d:.]+Z ?/gm, '')
    .replaceAll(/^(?:##\[\w+\]|::\w+[^:\n]*::)/gm, '')
    .replaceAll('%0A', '\n')
    .replaceAll('\r\n', '\n');
}

/** As much of a log as says something; a token's claims, printed below, do not. */
const longest = 300;

/** The whole lines around a match. */
function linesAround(text: string, start: number, end: number): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  const lines = oneLine(text.slice(start === 0 ? 0 : from, to < 0 ? undefined : to));
  return lines.length > longest ? `${lines.slice(0, longest - 1)}…` : lines;
}

function explanationOf({ entry, start, end, found }: Place, text: string): Explanation {
  const { code, told } = entry;
  const lines = linesAround(text, start, end);
  const title = allFindings().find((kind) => kind.code === code)?.title ?? code;
  const said = logFindings.find((kind) => kind.code === code)?.at(nowhere, { text: lines });
  const fill = (words: string): string =>
    words.replaceAll(/\{(\w+)\}/g, (written, name: string) =>
      oneLine(found[name] === undefined ? written : once(found[name])),
    );
  const { cause, remedy } = told ?? { cause: said?.why ?? '', remedy: said?.remedy ?? '' };
  return { code, title, text: lines, cause: fill(cause), remedy: fill(remedy) };
}

/** crates.io lists what it expects for each crate of a repository, be it the same or not: "`release`, `release`". */
const once = (list: string): string => [...new Set(list.split(', '))].join(', ');

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
