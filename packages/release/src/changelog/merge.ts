import { insertion, type Edit } from './edit.ts';
import { linesOf, readOutline, type Line } from './outline.ts';
import { renderItems, renderSection, type NotesBody } from './sections.ts';

interface Form {
  readonly bullet: string;
  readonly eol: string;
  /** Whether nothing follows the text. */
  readonly isLast: boolean;
}

/**
 * What joins notes to a text written by hand: items at the end of its section of the same name, other
 * sections behind all. Nothing of the text is changed.
 */
export function mergeInto(text: string, notes: NotesBody, form: Form): Edit[] {
  const { bullet, eol } = form;
  const headings = readOutline(text).headings.filter(({ level }) => level === 3);
  const lines = linesOf(text).filter((line) => line.text.trim() !== '');
  const last = lines.at(-1);
  const edits: Edit[] = [];
  for (const section of notes.sections) {
    const index = headings.findIndex(
      ({ text: title }) => title.toLowerCase() === section.title.toLowerCase(),
    );
    if (index >= 0) {
      const start = headings[index]!.start;
      const end = headings[index + 1]?.start ?? text.length;
      const within = lines.filter((line) => line.start >= start && line.start < end);
      edits.push(behind(within.at(-1)!, itemsBehind(within, section.items, bullet), eol));
    }
  }
  const others = notes.sections.filter(
    ({ title }) => !headings.some((heading) => heading.text.toLowerCase() === title.toLowerCase()),
  );
  const added = others.map((section) => `\n${renderSection(section, bullet)}`).join('');
  if (!last || !added) return edits;
  const gap = last.next === text.length && !form.isLast ? '\n' : '';
  return [...edits, behind(last, added + gap, eol)];
}

/** Items with the bullet that the list has; after anything but a list, a blank line first. */
function itemsBehind(within: readonly Line[], items: readonly string[], bullet: string): string {
  const own = within.map(({ text }) => /^([*+-]) /.exec(text)?.[1]).findLast(Boolean);
  const isList = own !== undefined && /^([*+-] | {2,}\S|\t)/.test(within.at(-1)!.text);
  return `${isList ? '' : '\n'}${renderItems(items, own ?? bullet)}`;
}

/** Text behind a line; a last line without a line break gets one, and the text goes without. */
function behind(line: Line, added: string, eol: string): Edit {
  const complete = line.next > line.end;
  const text = (complete ? added : `\n${added.trimEnd()}`).replaceAll('\n', eol);
  return insertion(line.next, text);
}
