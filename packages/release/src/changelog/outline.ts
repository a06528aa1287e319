/** A line of a text: where it begins, where it ends with and without its line break. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly text: string;
}

/** A heading of a Markdown text. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  /** Where the heading begins, and where the text below it begins. */
  readonly start: number;
  readonly next: number;
}

export interface VersionHeading extends Heading {
  readonly version: string;
  /** What stands before the version, such as names of packages; '' for nothing. */
  readonly title: string;
  /** Whether the version is written with a `v`. */
  readonly isMarked: boolean;
}

/** What is where in a changelog. */
export interface Outline {
  readonly headings: readonly Heading[];
  readonly versions: readonly VersionHeading[];
  /** `## [Unreleased]`, when it stands above all versions, and where what is below it ends. */
  readonly unreleased: (Heading & { readonly end: number }) | null;
  /** The link definitions at the end, `[1.0.0]: https://…`. */
  readonly links: readonly Line[];
  /** Where a new entry goes when nothing is unreleased: above the newest, however it is written, or at the end. */
  readonly top: number;
}

/** Reads the structure of a changelog; code blocks and comments are text, whatever they look like. */
export function readOutline(text: string): Outline {
  const lines = linesOf(text);
  const hidden = hiddenLines(lines);
  const headings = lines.flatMap((line, index) =>
    hidden.has(line) ? [] : headingAt(line, lines[index + 1]),
  );
  const versions = headings.flatMap(versionOf);
  const links = linksOf(lines);
  const heading = headings.find((one) => /^\[?unreleased\b/i.test(one.text) && one.level < 4);
  const item = heading ? undefined : lines.find((line) => !hidden.has(line) && isItem(line));
  const top = versions[0] ?? item;
  const newest = top ? aboveAnchors(top.start, lines) : (links[0]?.start ?? text.length);
  const unreleased = heading && heading.start < newest ? { ...heading, end: newest } : null;
  return { headings, versions, unreleased, links, top: newest };
}

/** Whether a release begins here in a changelog without headings of them: an item of a list, or in bold. */
function isItem({ text }: Line): boolean {
  return /^([*+-] |#{4,6} |\*\*)[*[]{0,3}(unreleased|(version |v)?\d+\.\d+\.\d+\S*)(\W|$)/i.test(
    text,
  );
}

/** Above what links lead to, as tools put it before a heading: it belongs to that. */
function aboveAnchors(start: number, lines: readonly Line[]): number {
  let top = lines.findIndex((line) => line.start === start);
  while (top > 0 && /^<a (name|id)=/.test(lines[top - 1]!.text)) top--;
  return lines[top]!.start;
}

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (const match of text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const [whole, line = ''] = match;
    if (whole === '') continue;
    const start = match.index;
    lines.push({ start, end: start + line.length, next: start + whole.length, text: line });
  }
  return lines;
}

/** Lines of code blocks and comments. */
function hiddenLines(lines: readonly Line[]): ReadonlySet<Line> {
  let fence: string | null = null;
  let comment = false;
  const isHidden = ({ text }: Line): boolean => {
    const fenced = /^ {0,3}(```+|~~~+)/.exec(text)?.[1] ?? null;
    if (comment) comment = !text.includes('-->');
    else if (fence !== null) {
      if (fenced?.startsWith(fence) && text.trim() === fenced) fence = null;
    } else if (fenced !== null) fence = fenced;
    else if (/^ {0,3}<!--/.test(text)) comment = !text.includes('-->');
    else return false;
    return true;
  };
  return new Set(lines.filter(isHidden));
}

function headingAt(line: Line, below: Line | undefined): Heading[] {
  const [, marks, text] = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/.exec(line.text) ?? [];
  const { start, next } = line;
  if (marks !== undefined) return [{ level: marks.length, text: text ?? '', start, next }];
  const underline = /^(=+|-+)[ \t]*$/.exec(below?.text ?? '')?.[1];
  if (!underline || !below || !/^[^\s>*+-]/.test(line.text)) return [];
  const level = underline.startsWith('=') ? 1 : 2;
  return [{ level, text: line.text.trim(), start, next: below.next }];
}

/** Names, a version, and what follows it. */
const VERSION = /^\[?(?:(.*?)[ @])??\[?(v?)(\d+\.\d+[0-9A-Za-z.+-]*)\]?(?:\([^)]*\))?(.*)$/;
/** What may follow a version that stands behind a name: nothing, a date, a remark. */
const REMARK = /^\s*($|[-–—:,(/"[])/;

function versionOf(heading: Heading): VersionHeading[] {
  const [, title = '', mark, found, rest = ''] = VERSION.exec(heading.text) ?? [];
  if (found === undefined || heading.level > 3) return [];
  const version = found.replace(/[.+-]+$/, '');
  // "Migrating to 2.0 in steps" is no release; "2.0.0 Codename" is one.
  if (title !== '' && !REMARK.test(rest)) return [];
  // Below an entry, "Python 3.9" is a section; only old tools write versions as small as that.
  if (heading.level === 3 && (title !== '' || !/^\d+\.\d+\.\d+/.test(version))) return [];
  return [{ ...heading, version, title, isMarked: mark === 'v' }];
}

function linksOf(lines: readonly Line[]): Line[] {
  const after = lines.findLastIndex(({ text }) => text.trim() !== '' && !isLink(text)) + 1;
  return lines.slice(after).filter(({ text }) => isLink(text));
}

function isLink(text: string): boolean {
  return /^ {0,3}\[[^\]]+\]:[ \t]*\S+/.test(text);
}
