import {
  changesOf,
  previousTag,
  rangeOf,
  releaseLevel,
  type PackageScope,
} from '@slipway/release/changelog';
import type { Finding } from '@slipway/release/finding';
import { readCommits } from '@slipway/release/history';
import {
  nextVersions,
  tagName,
  versionGroups,
  type Asked,
  type BumpRequest,
  type NextVersion,
  type TagFormat,
  type VersionGroup,
} from '@slipway/release/plan';
import { scopeOf, withFormerFolders } from '../subject/index.ts';
import { canonicalVersion } from '@slipway/release/version';
import type { Stage } from '../stage/index.ts';

type History = Awaited<ReturnType<typeof readCommits>>;

/** The next version of a group of packages, and the folders whose commits tell of it. */
export interface Upcoming extends NextVersion {
  readonly scope: PackageScope;
}

export interface Outlook {
  readonly upcoming: readonly Upcoming[];
  /** The commits since the oldest tag that counts: one pass serves every package. */
  readonly history: History;
  readonly findings: readonly Finding[];
}

/**
 * The next version of each group of packages, decided by the commits since its last release that was
 * no pre-release. @throws SlipwayError SLW115 where the clone does not reach back.
 */
export async function readUpcoming(
  request: BumpRequest,
  { subject, settings, workshop }: Pick<Stage, 'subject' | 'settings' | 'workshop'>,
): Promise<Outlook> {
  const repository = await subject.repository();
  const { formats } = await subject.tags();
  const groups = versionGroups(repository, formats, settings);
  const starts = groups.map((group) => ({
    ...scopeOf(group, repository),
    from: lastFinal(group),
    newest: reachableTags(group.format)[0]?.name ?? null,
  }));
  const { from, refs } = rangeOf(starts);
  const newest = starts.flatMap((one) => one.newest ?? []);
  const history = await readCommits(workshop, { from, refs: [...new Set([...refs, ...newest])] });
  const scopes = await withFormerFolders(starts, history, repository, workshop);
  const changes = await changesOf(history, [
    ...scopes,
    ...scopes.map((scope) => ({ ...scope, from: scope.newest })),
  ]);
  const levels = changes.map(releaseLevel);
  const asked = groups.map((group, at): [VersionGroup, Asked] => [
    group,
    { sinceFinal: levels[at]!, sinceNewest: levels[groups.length + at]! },
  ]);
  const asking = new Map(asked);
  const { next, findings } = nextVersions(groups, (group) => asking.get(group)!, request);
  const upcoming = next.map((one) => ({ ...one, scope: scopes[groups.indexOf(one.group)]! }));
  return { upcoming, history, findings };
}

/** Whether the version that the manifests state stays, and no tag has it yet. */
export function waitsForTag({ group, from, to }: NextVersion): boolean {
  const tags = group.format?.tags ?? [];
  return (
    from === to && !tags.some(({ version }) => canonicalVersion(version) === canonicalVersion(from))
  );
}

/** The tag on the way to HEAD since which a version's notes tell; null before the first. */
export function previousOf({ format }: VersionGroup, version: string): string | null {
  return previousTag(reachableTags(format), version);
}

/** The last release on the way to HEAD that was no pre-release; null before the first. */
function lastFinal(group: VersionGroup): string | null {
  return previousOf(group, `${Number.MAX_SAFE_INTEGER}.0.0`);
}

function reachableTags(format: TagFormat | null): TagFormat['tags'] {
  return (format?.tags ?? []).filter(({ reachable }) => reachable);
}

/**
 * The tag of a group's version, as its tags are written. Groups without a tag so far get `v{version}`
 * where they are alone, or their name with it; null for one that goes along with another's tag.
 */
export function tagFor({ group, to }: NextVersion, all: readonly NextVersion[]): string | null {
  const others = all.filter((one) => one.group !== group);
  if (group.format) return tagName(group.format, to);
  if (others.length === 0) return `v${to}`;
  if (others.some((one) => one.group.format?.prefix === '')) return null;
  return `${group.packages[0]?.name}-v${to}`;
}
