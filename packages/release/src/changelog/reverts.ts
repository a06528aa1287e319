import type { Change } from './change.ts';

/**
 * The changes without those that another of them takes back, and without what takes them back. What was
 * taken back and brought in again stays; a revert of something else is a change like any other. Pure.
 */
export function cancelReverts(changes: readonly Change[]): readonly Change[] {
  const reverting = new Map<Change, readonly Change[]>();
  for (const change of changes) {
    const undone = isRevert(change) ? revertedBy(change, changes) : [];
    if (undone.length > 0) reverting.set(change, undone);
  }
  if (reverting.size === 0) return changes;
  const revertersOf = Map.groupBy(
    [...reverting].flatMap(([reverter, undone]) => undone.map((change) => ({ reverter, change }))),
    ({ change }) => change,
  );
  // A commit can only name older ones, so this comes to an end.
  const stands = (change: Change): boolean =>
    !revertersOf.get(change)?.some(({ reverter }) => stands(reverter));
  return changes.filter((change) => stands(change) && !reverting.has(change));
}

function isRevert({ parsed }: Change): boolean {
  return parsed.revert !== null || /^revert\b/i.test(parsed.header ?? '');
}

/** What a revert names: commits by hash, as git does, or a pull request, as GitHub does. */
function revertedBy(revert: Change, changes: readonly Change[]): readonly Change[] {
  const { message } = revert.commit;
  const hashes = [...message.matchAll(/This reverts commit ([0-9a-f]{7,64})/gi)].map((match) =>
    match[1]!.toLowerCase(),
  );
  const pull = /^Reverts [\w.-]+\/[\w.-]+#(\d+)$/m.exec(message)?.[1];
  return changes.filter(
    (change) =>
      change !== revert &&
      (hashes.some((hash) => change.commit.hash.startsWith(hash)) ||
        (pull !== undefined && change.parsed.header?.endsWith(`(#${pull})`))),
  );
}
