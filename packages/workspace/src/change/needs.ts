import { movedRequirement } from '@slipway/release/edit';
import { commitsSince } from '@slipway/release/history';
import type { Crate, InternalDependency } from '@slipway/release/manifest';
import { isPython, type VersionGroup } from '@slipway/release/plan';
import { acceptsVersion } from '@slipway/release/version';
import { previousOf, type Outlook, type Upcoming } from './upcoming.ts';

/**
 * The dependency that a version requires and the one before did not: what those are told of whom it was
 * released for alone. Pre-releases and what was bumped or tagged before count from the same release on.
 */
export function needsOf(
  { group, to, needs }: Upcoming,
  { upcoming, history }: Pick<Outlook, 'upcoming' | 'history'>,
): Upcoming['needs'] | null {
  if (needs) return needs;
  const before = previousOf(group, to);
  if (before === null) return null;
  const since = new Set(commitsSince(history, before).map(({ hash }) => hash));
  const dependencies = group.packages
    .filter((one): one is Crate => !isPython(one))
    .flatMap((one) => one.dependencies.filter(({ kind }) => kind !== 'dev'));
  for (const other of upcoming.filter((one) => one.group !== group)) {
    const had = versionBefore(other.group, since);
    const needed = dependencies.find((one) => had !== null && isOutgrown(one, other, had));
    if (needed) return { name: needed.name, to: other.to };
  }
  return null;
}

/** The newest version of a group that was tagged before these commits. */
function versionBefore({ format }: VersionGroup, since: ReadonlySet<string>): string | null {
  const tags = (format?.tags ?? []).filter(({ reachable }) => reachable);
  return tags.find(({ commit }) => !since.has(commit))?.version ?? null;
}

/** Whether a requirement, as it is or as it becomes, leaves behind the version that it was released with. */
function isOutgrown(
  { requirement, manifest }: InternalDependency,
  { group, from, to }: Upcoming,
  had: string,
): boolean {
  if (requirement === null || !group.packages.some((one) => one.manifest === manifest))
    return false;
  const becomes = from === to ? requirement : movedRequirement(requirement, from, to);
  return !acceptsVersion(becomes, had);
}
