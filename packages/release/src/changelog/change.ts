import type { Commit as ParsedCommit } from 'conventional-commits-parser';
import type { LoggedCommit } from '../history/index.ts';
import { loadPreset } from './preset.ts';

/** What a release must be at least, by SemVer; from the highest to the lowest. */
export const releaseLevels = ['major', 'minor', 'patch'] as const;
export type ReleaseLevel = (typeof releaseLevels)[number];

/** A commit, read as a Conventional Commit. */
export interface Change {
  readonly commit: LoggedCommit;
  /** What it asks for by itself; null for what users need not know, such as docs and chores. */
  readonly level: ReleaseLevel | null;
  /** As the library reads it, and its writer takes it; null for what is never told. */
  readonly parsed: ParsedCommit | null;
}

/** Makes changes of commits: leaves out merges and those that say nothing. */
export type ChangeReader = (commits: readonly LoggedCommit[]) => readonly Change[];

/**
 * What no one is told of, known without the parser, which would take most of the time: the types that the
 * preset hides, as long as nothing in the message can make the commit a breaking or forced one.
 */
const HIDDEN = /^(?:docs|style|chore|refactor|test|build|ci)(?:\([^()!\n]*\))?: [^!\n]*(?:\n|$)/;
const NOTED = /BREAKING[ -]CHANGE|release-as/i;

/** Whether a commit with this message is never told of; false when that takes a closer look. */
export function isHidden(message: string): boolean {
  return HIDDEN.test(message) && !NOTED.test(message);
}

/** `Revert "…"`, as git words it when the commit that it undoes is not named by its hash. */
const REVERT_HEADER = /^Revert "(.*)"/;

/** Loads the parser. Each commit is parsed once, however often it is asked for. */
export async function openChangeReader(): Promise<ChangeReader> {
  const [{ CommitParser }, createPreset] = await Promise.all([
    import('conventional-commits-parser'),
    loadPreset(),
  ]);
  const { parser: options, whatBump } = createPreset({});
  // A line such as `-hash-` in a message is text: our fields come from git one by one.
  const parser = new CommitParser({ ...options, fieldPattern: /(?!)/ });
  const known = new Map<string, Change>();
  const read = (commit: LoggedCommit): Change => {
    if (isHidden(commit.message)) return { commit, level: null, parsed: null };
    const parsed = parser.parse(commit.message);
    const [, undone] = REVERT_HEADER.exec(parsed.header ?? '') ?? [];
    if (undone !== undefined) parsed.revert ??= { header: undone, hash: null };
    const level = releaseLevels[whatBump([parsed])?.level ?? -1] ?? null;
    return { commit, level, parsed };
  };
  return (commits) =>
    commits.flatMap((commit) => {
      if (commit.parents.length > 1 || !commit.message.trim()) return [];
      const change = known.get(commit.hash) ?? read(commit);
      known.set(commit.hash, change);
      return [change];
    });
}

/** What the changes ask for together: the highest of them; null when none is notable. Pure. */
export function releaseLevel(changes: readonly Pick<Change, 'level'>[]): ReleaseLevel | null {
  return releaseLevels.find((level) => changes.some((change) => change.level === level)) ?? null;
}
