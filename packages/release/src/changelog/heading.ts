import type { ChangelogEntry, ChangelogStyle } from './entry.ts';
import { releaseUrl } from './links.ts';
import type { Outline, VersionHeading } from './outline.ts';

/** The heading of a new entry. */
export interface EntryHeading {
  readonly text: string;
  /** What a link definition at the end is to be called; null where the heading refers to none. */
  readonly label: string | null;
}

/** The heading of an entry, written as the newest one of the file is. Pure. */
export function headingOf(
  outline: Outline,
  entry: ChangelogEntry,
  style: ChangelogStyle,
): EntryHeading {
  const { marks, word, mark, link, date } = formOf(outline, style);
  const version = `${word}${mark}${entry.version}`;
  const titles = (entry.titles ?? []).join(', ');
  const named = (written: string) => [titles, written].filter(Boolean).join(' ');
  const written = (text: string, label: string | null): EntryHeading => ({
    text: `${marks} ${text}${date.before}${entry.date}${date.after}`,
    label,
  });
  const url = releaseUrl(entry);
  // A first release in the conventional style has nothing to be compared with.
  const isLinked =
    link === 'inline' && url !== null && (entry.from !== null || style !== 'conventional');
  if (isLinked) return written(named(`[${version}](${url})`), null);
  if (link === 'defined') return written(`[${named(version)}]`, named(version));
  return written(named(version), link === 'beside' ? named(version) : null);
}

interface HeadingForm {
  readonly marks: '#' | '##';
  /** `Version ` or `Release `, where they say so. */
  readonly word: string;
  readonly mark: 'v' | '';
  /** Whether a link stands in the heading, or a definition at the end: for `[1.0.0]`, or for `1.0.0` all the same. */
  readonly link: 'inline' | 'defined' | 'beside' | 'none';
  /** What stands around the date. */
  readonly date: { readonly before: string; readonly after: string };
}

const dates: Readonly<Record<ChangelogStyle, HeadingForm['date']>> = {
  conventional: { before: ' (', after: ')' },
  'keep-a-changelog': { before: ' - ', after: '' },
};

/** How the headings of releases are written; as the newest one is, and a level up where all of them are. */
function formOf(outline: Outline, style: ChangelogStyle): HeadingForm {
  const { versions } = outline;
  const [newest] = versions;
  const [, word = ''] = /^(version|release)$/i.exec(newest?.title ?? '') ?? [];
  const [, before, after = ''] =
    /([\s,:–—-]+\(?)\d{4}-\d\d-\d\d(\)?)/.exec(newest?.text ?? '') ?? [];
  return {
    marks: newest && versions.every(({ level }) => level === 1) ? '#' : '##',
    word: word && `${word} `,
    mark: newest?.isMarked ? 'v' : '',
    link: style === 'conventional' ? 'inline' : linkOf(newest, outline),
    date: before === undefined ? dates[style] : { before, after },
  };
}

function linkOf(newest: VersionHeading | undefined, { links }: Outline): HeadingForm['link'] {
  if (newest?.text.includes('](')) return 'inline';
  if (!newest || newest.text.startsWith('[')) return 'defined';
  return links.some(({ text }) => /\[v?([^\]]+)\]:/.exec(text)?.[1] === newest.version)
    ? 'beside'
    : 'none';
}
