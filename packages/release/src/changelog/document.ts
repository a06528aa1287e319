import { applyEdits, insertion, type Edit } from './edit.ts';
import type { ChangelogEntry, ChangelogStyle } from './entry.ts';
import { headingOf } from './heading.ts';
import { editLinks } from './links.ts';
import { mergeInto } from './merge.ts';
import { linesOf, readOutline, type Line, type Outline } from './outline.ts';
import {
  conventionalTitles,
  keptTitles,
  readNotes,
  renderBody,
  toKeepAChangelog,
  type NotesBody,
} from './sections.ts';

const headers: Readonly<Record<ChangelogStyle, string>> = {
  conventional: '# Changelog\n\nAll notable changes to this project are told here.\n\n',
  'keep-a-changelog':
    '# Changelog\n\nAll notable changes to this project are told here, in the format of\n' +
    '[Keep a Changelog](https://keepachangelog.com/en/1.1.0/).\n\n## [Unreleased]\n',
};

/**
 * A changelog with one entry more, above the newest. What was written under `## [Unreleased]` moves into
 * it, from its first item on, and the notes join it there under the same headings. All else stays byte for
 * byte, but for the link of Unreleased, which begins at the new tag. A changelog that has the entry is given
 * back as it is. Pure.
 * @param existing The text so far; null makes a new one.
 * @param style Of a new changelog, or one that does not show any; others keep their own.
 */
export function addEntry(
  existing: string | null,
  entry: ChangelogEntry,
  style: ChangelogStyle = 'conventional',
): string {
  const text = existing?.trim() ? existing : headers[style];
  const outline = readOutline(text);
  if (hasEntry(outline, entry)) return text;
  const kept = (detectStyle(text) ?? style) === 'keep-a-changelog';
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const body = kept ? toKeepAChangelog(readNotes(entry.notes)) : readNotes(entry.notes);
  const heading = headingOf(outline, entry, kept ? 'keep-a-changelog' : 'conventional');
  // Also where a code block that was never closed hides it.
  if (linesOf(text).some((line) => line.text === heading.text)) return text;
  const place = { text, outline, eol };
  const edits = insertEntry(place, heading.text, body, kept ? '-' : '*');
  const end = { at: text.length, eol, complete: text.endsWith('\n') };
  return applyEdits(
    text,
    kept ? [...edits, ...editLinks(outline, heading.label, entry, end)] : edits,
  );
}

/** The style in which a changelog is written; null when it does not show. Pure. */
export function detectStyle(text: string): ChangelogStyle | null {
  if (/keepachangelog\.com/i.test(text)) return 'keep-a-changelog';
  const { headings, versions, unreleased } = readOutline(text);
  const has = (titles: readonly string[]) =>
    headings.some((heading) => heading.level > 2 && titles.includes(heading.text));
  if (has(keptTitles)) return 'keep-a-changelog';
  if (has(conventionalTitles)) return 'conventional';
  if (unreleased || versions.some(({ text }) => /^\[[^\]]+\] - /.test(text)))
    return 'keep-a-changelog';
  return versions.length > 0 ? 'conventional' : null;
}

/** Whether a release stands there already. */
function hasEntry({ versions }: Outline, { version, titles = [] }: ChangelogEntry): boolean {
  return versions.some(
    (heading) =>
      heading.version === version &&
      titles.every((title) => heading.title.split(/[\s,[\]]+/).includes(title)),
  );
}

interface Place {
  readonly text: string;
  readonly outline: Outline;
  readonly eol: string;
}

function insertEntry(place: Place, heading: string, body: NotesBody, bullet: string): Edit[] {
  const { text, outline, eol } = place;
  const { unreleased, top } = outline;
  const native = (written: string) => written.replaceAll('\n', eol);
  const written = unreleased ? writtenFrom(text.slice(unreleased.next, unreleased.end)) : null;
  if (unreleased && written !== null) {
    const { next, end } = unreleased;
    const start = next + written;
    const merged = mergeInto(text.slice(start, end), body, {
      bullet,
      eol,
      isLast: end === text.length,
    });
    return [
      insertion(start, native(fit(`${heading}\n`, text.slice(0, start), text.slice(start)))),
      ...merged.map((edit) => ({ ...edit, start: edit.start + start, end: edit.end + start })),
    ];
  }
  const whole = `${heading}\n\n${renderBody(body, bullet)}`;
  return [insertion(top, native(fit(whole, text.slice(0, top), text.slice(top))))];
}

/**
 * Where what people wrote begins, with its heading; null where only comments stand, and headings that wait
 * for their items. Those above it wait on.
 */
function writtenFrom(text: string): number | null {
  const blank = (comment: string) => comment.replaceAll(/[^\r\n]/g, ' ');
  const lines = linesOf(text.replaceAll(/<!--[^]*?(-->|$)/g, blank));
  const isHeading = (line: Line) => /^ {0,3}#/.test(line.text);
  const first = lines.findIndex((line) => line.text.trim() !== '' && !isHeading(line));
  if (first < 0) return null;
  return (lines.slice(0, first).findLast(isHeading) ?? lines[first]!).start;
}

/** Puts blank lines around what is inserted, and leaves a file that lacks its last line break without. */
function fit(written: string, before: string, after: string): string {
  const above =
    before === '' || /\n\r?\n$/.test(before) ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  if (after !== '') return `${above}${written}\n`;
  return `${above}${before.endsWith('\n') ? written : written.trimEnd()}`;
}
