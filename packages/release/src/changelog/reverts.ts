import type { LoggedCommit } from '../history/index.ts';

/**
 * The commits, newest first, without those that a later one takes back, and without what takes them back.
 * What was taken back and brought in again stays; a revert of something else is a commit like any other.
 * Pure.
 */
export function cancelReverts(commits: readonly LoggedCommit[]): readonly LoggedCommit[] {
  const reverters = new Map<LoggedCommit, LoggedCommit[]>();
  const reverting = new Set<LoggedCommit>();
  commits.forEach((commit, index) => {
    if (!/^\s*revert\b/i.test(commit.message)) return;
    for (const undone of revertedBy(commit, commits.slice(index + 1))) {
      reverters.set(undone, [...(reverters.get(undone) ?? []), commit]);
      reverting.add(commit);
    }
  });
  if (reverting.size === 0) return commits;
  // What takes back stands before it, so this comes to an end.
  const stands = (commit: LoggedCommit): boolean =>
    !reverters.get(commit)?.some((reverter) => stands(reverter));
  return commits.filter((commit) => stands(commit) && !reverting.has(commit));
}

/** What a revert names: commits by hash, as git does, or a pull request, as GitHub does. */
function revertedBy({ message }: LoggedCommit, older: readonly LoggedCommit[]): LoggedCommit[] {
  const hashes = [...message.matchAll(/This reverts commit ([0-9a-f]{7,64})/gi)].map((match) =>
    match[1]!.toLowerCase(),
  );
  const pull = /^Reverts [\w.-]+\/[\w.-]+#(\d+)$/m.exec(message)?.[1];
  const isPull = (text: string) => headerOf(text).endsWith(`(#${pull})`);
  return older.filter(
    (commit) =>
      hashes.some((hash) => commit.hash.startsWith(hash)) ||
      (pull !== undefined && isPull(commit.message)),
  );
}

function headerOf(message: string): string {
  return message.trimStart().split('\n', 1)[0]!.trimEnd();
}
