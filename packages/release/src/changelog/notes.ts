import type { Preset } from 'conventional-changelog';
import { parseRepositoryUrl, type LinkedRepository } from './repository-url.ts';

export interface NotesOptions {
  /** Absolute path of the git repository, or of a folder in it. */
  readonly directory: string;
  /** The tag since which commits are told; null tells all of them. */
  readonly from: string | null;
  readonly version: string;
  /** The tag of this release, for the link that compares both; in the form of `from` when absent. */
  readonly tag?: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** Where commits and issues are linked to; nothing is linked for null or another host than GitHub. */
  readonly repositoryUrl: string | null;
  /** Only commits that touch these, relative to `directory`. */
  readonly paths?: readonly string[];
}

/** The hash of a commit and its message; the tags on it are left out, or they would cut the notes. */
const FORMAT = '%B%n-hash-%n%H';
/** Matches no tag: which tag to begin at was decided by `previousTag`. */
const NO_TAG = /(?!)/;

/**
 * The notes of one release as Markdown: a heading and the Conventional Commits since `from` that users
 * care about (features, fixes, performance, reverts, anything breaking), or a sentence that there are
 * none. The same commits give the same text. Rejects when git does: no repository, no such tag.
 */
export async function renderNotes(options: NotesOptions): Promise<string> {
  // This room's exception: the library runs git itself.
  const { ConventionalChangelog } = await import('conventional-changelog');
  const { from, directory, paths = [] } = options;
  const generator = new ConventionalChangelog(directory)
    .config(await preset(parseRepositoryUrl(options.repositoryUrl)))
    .tags({ prefix: NO_TAG, ...(from === null ? {} : { from }) })
    .commits({
      format: FORMAT,
      merges: false,
      to: 'HEAD',
      ...(from === null ? {} : { from }),
      ...(paths.length ? { path: [...paths] } : {}),
    })
    .context(context(options));
  let notes = '';
  for await (const part of generator.write()) notes += part;
  const body = notes.trim();
  return `${hasEntries(body) ? body : `${body}\n\n${nothingNotable(options)}`}\n`;
}

function hasEntries(body: string): boolean {
  return /^[*-] /m.test(body);
}

function nothingNotable({ from, paths = [] }: NotesOptions): string {
  const where = paths.length ? ` in ${paths.map((path) => `\`${path}\``).join(', ')}` : '';
  const since = from === null ? '' : ` since ${from}`;
  return `No commit${since}${where} is marked as a feature, a fix, a performance improvement or a breaking change.`;
}

function context({ version, date, from, tag, repositoryUrl }: NotesOptions) {
  const linked = parseRepositoryUrl(repositoryUrl);
  const tags =
    from === null ? {} : { previousTag: from, currentTag: tag ?? tagLike(from, version) };
  const base = { version, date, ...tags };
  if (linked === null) return { ...base, linkCompare: false, linkReferences: false };
  return { ...base, ...linked, linkCompare: from !== null, linkReferences: true };
}

/** The tag of this release, in the form of the last one: `v0.3.0` gives `v0.3.1`, `core-0.3.0` `core-0.3.1`. */
function tagLike(from: string, version: string): string {
  return from.replace(/\d+\.\d+\.\d+\S*$/, '') + version;
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

/** The preset's own types say nothing of what it makes. */
async function preset(linked: LinkedRepository | null): Promise<Preset> {
  const { default: createPreset } = await import('conventional-changelog-conventionalcommits');
  const unlinked = { formatIssueUrl: () => '', formatUserUrl: () => '' };
  const created = createPreset(linked === null ? unlinked : {}) as Preset;
  return {
    ...created,
    writer: {
      ...created.writer,
      commitsSort: (a, b) => byHeader(a as SortedCommit, b as SortedCommit),
      notesSort: (a, b) => byText(a.text, b.text),
      noteGroupsSort: (a, b) => byText(a.title, b.title),
    },
  };
}
