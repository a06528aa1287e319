/** Items below a heading, each with its further lines, without its bullet. */
export interface Section {
  readonly title: string;
  readonly items: readonly string[];
}

/** Notes without their heading: what stands before the first section, and the sections. */
export interface NotesBody {
  readonly preface: string;
  readonly sections: readonly Section[];
}

/** Takes apart what `renderNotes` gives. Pure. */
export function readNotes(notes: string): NotesBody {
  const text = notes.replaceAll('\r\n', '\n').replace(/^##? .*\n?/, '');
  const [preface = '', ...parts] = text.split(/^### /m);
  const sections = parts.map((part): Section => {
    const [title = '', ...lines] = part.split('\n');
    const items = lines
      .join('\n')
      .split(/^[*-] /m)
      .slice(1);
    return { title: title.trim(), items: items.map((item) => item.trimEnd()) };
  });
  return { preface: preface.trim(), sections };
}

interface Counterpart {
  readonly title: string;
  readonly mark?: string;
}

/** Where Keep a Changelog puts what Conventional Commits tell. */
const counterparts: Readonly<Record<string, Counterpart>> = {
  '⚠ BREAKING CHANGES': { title: 'Changed', mark: '**Breaking:** ' },
  Features: { title: 'Added' },
  'Bug Fixes': { title: 'Fixed' },
  'Performance Improvements': { title: 'Changed' },
  'Code Refactoring': { title: 'Changed' },
  Reverts: { title: 'Changed', mark: '**Reverted:** ' },
  Dependencies: { title: 'Changed' },
};

/** In the order in which Keep a Changelog names them. */
export const keptTitles = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];

/** Titles of the conventional style. */
export const conventionalTitles = Object.keys(counterparts);

/** The same notes under the headings of Keep a Changelog; sections of other names stay as they are. */
export function toKeepAChangelog({ preface, sections }: NotesBody): NotesBody {
  const moved = sections.map(({ title, items }): Section => {
    const { title: kept, mark = '' } = counterparts[title] ?? { title };
    return { title: kept, items: items.map((item) => mark + item) };
  });
  const rank = ({ title }: Section) =>
    keptTitles.includes(title) ? keptTitles.indexOf(title) : keptTitles.length;
  const grouped = [...Map.groupBy(moved, ({ title }) => title)].map(([title, parts]) => ({
    title,
    items: parts.flatMap(({ items }) => items),
  }));
  return { preface, sections: grouped.toSorted((a, b) => rank(a) - rank(b)) };
}

/** Notes of a release that only a dependency's asked for: their heading, and what is required now. Pure. */
export function dependencyNotes(notes: string, name: string, version: string): string {
  const [heading = ''] = notes.split('\n');
  return `${heading}\n\n### Dependencies\n\n* requires ${name} ${version}\n`;
}

/** Items as lines of a list. */
export function renderItems(items: readonly string[], bullet: string): string {
  return items.map((item) => `${bullet} ${item}\n`).join('');
}

export function renderSection({ title, items }: Section, bullet: string): string {
  return `### ${title}\n\n${renderItems(items, bullet)}`;
}

export function renderBody({ preface, sections }: NotesBody, bullet: string): string {
  const parts = sections.map((section) => renderSection(section, bullet));
  return [...(preface ? [`${preface}\n`] : []), ...parts].join('\n');
}
