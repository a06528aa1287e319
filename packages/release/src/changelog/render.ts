import type { CommitKnownProps, Options as WriterOptions } from 'conventional-changelog-writer';
import { tellBreakingOnce } from './breaking.ts';
import type { Change } from './change.ts';
import { loadPreset } from './preset.ts';
import { parseRepositoryUrl, type LinkedRepository } from './repository-url.ts';

/** A release, as the heading of its notes tells it. */
export interface ReleaseHeading {
  readonly version: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** The tag since which commits are told; null tells all of them. */
  readonly from: string | null;
  /** The tag of this release, for the link that compares both; in the form of `from` when absent. */
  readonly tag?: string;
  /** Where commits and issues are linked to; nothing is linked for null or another host than GitHub. */
  readonly repositoryUrl: string | null;
}

/** Renders the notes of one release as Markdown. `where` names what the commits were kept to. */
export type Renderer = (
  changes: readonly Change[],
  heading: ReleaseHeading,
  where?: readonly string[],
) => Promise<string>;

/** Loads the writer. The same changes give the same text, whatever the machine's language. */
export async function openRenderer(): Promise<Renderer> {
  const [{ writeChangelogString }, createPreset] = await Promise.all([
    import('conventional-changelog-writer'),
    loadPreset(),
  ]);
  const unlinked = { formatIssueUrl: () => '', formatUserUrl: () => '' };
  const optionsFor = (linked: LinkedRepository | null): WriterOptions => ({
    ...createPreset(linked === null ? unlinked : {}).writer,
    // What is taken back is known already, by `cancelReverts`.
    ignoreReverted: false,
    finalizeContext: (given, { commitPartial }) => {
      const context = tellBreakingOnce(given, commitPartial);
      // The writer renders its whole input as JSON for a log that nobody reads: this leaves it nothing.
      return Object.defineProperty(context, 'toJSON', { value: () => null });
    },
    commitsSort: (a, b) => byHeader(a as SortedCommit, b as SortedCommit),
    notesSort: (a, b) => byText(a.text, b.text),
    noteGroupsSort: (a, b) => byText(a.title, b.title),
  });
  return async (changes, heading, where = []) => {
    const linked = parseRepositoryUrl(heading.repositoryUrl);
    // The writer takes what the parser gives, though their types differ in what may be undefined.
    const commits = changes.flatMap(({ parsed, commit }) =>
      parsed ? [{ ...parsed, hash: commit.hash } as CommitKnownProps] : [],
    );
    const context = contextOf(heading, linked);
    const notes = (await writeChangelogString(commits, context, optionsFor(linked))).trim();
    const hasEntries = /^[*-] /m.test(notes);
    return `${hasEntries ? notes : `${notes}\n\n${nothingNotable(heading, where)}`}\n`;
  };
}

function nothingNotable({ from }: ReleaseHeading, where: readonly string[]): string {
  const within = where.length ? ` in ${where.map((path) => `\`${path || '.'}\``).join(', ')}` : '';
  const since = from === null ? '' : ` since ${from}`;
  return `No commit${since}${within} is marked as a feature, a fix, a performance improvement or a breaking change.`;
}

function contextOf(heading: ReleaseHeading, linked: LinkedRepository | null) {
  const { version, date, from } = heading;
  const tags = from === null ? {} : { previousTag: from, currentTag: tagOf(heading) };
  const base = { version, date, ...tags };
  if (linked === null) return { ...base, linkCompare: false, linkReferences: false };
  const links = { commit: 'commit', linkCompare: from !== null, linkReferences: true };
  return { ...base, ...linked, ...links };
}

/** The tag of this release, in the form of the last one: `v0.3.0` gives `v0.3.1`, `core-0.3.0` `core-0.3.1`. */
export function tagOf({ tag, from, version }: ReleaseHeading): string {
  return tag ?? (from ?? 'v0.0.0').replace(/\d+\.\d+\.\d+\S*$/, '') + version;
}

/** Compares code units: the library compares by the machine's language, which differs among machines. */
function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What the parser finds in a Conventional Commit's first line. */
interface SortedCommit {
  readonly scope?: string | null;
  readonly subject?: string | null;
}

function byHeader(a: SortedCommit, b: SortedCommit): number {
  return byText(a.scope ?? '', b.scope ?? '') || byText(a.subject ?? '', b.subject ?? '');
}
