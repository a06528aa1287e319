import type { Crate, Repository } from '../../manifest/index.ts';
import { packageKey } from '../packages/index.ts';
import type { ReleasedVersion } from './released.ts';

/** A version that a release leaves as it is. */
export interface StayingVersion extends ReleasedVersion {
  /** Commits since its tag that wait for its next version; none when nothing of them is notable. */
  readonly waiting: number;
  /** Whether a crate of the release is compiled with one of its packages. */
  readonly isNeeded: boolean;
}

/** What one release is of, where packages with tags of their own are not released together. */
export interface ReleaseSelection {
  /** The repository as this release sees it: packages that stay are not published. */
  readonly repository: Repository;
  readonly stays: readonly StayingVersion[];
  /** Versions that have to be bumped before anything can be released. */
  readonly bumpFirst: readonly StayingVersion[];
}

/**
 * Parts what is released from what stays at the version that a tag gave away (`released`). `waiting` counts
 * the commits that touch it since, where they ask for a new version. Such a package has to be bumped first when a crate
 * of the release needs it, which would be built here over what no registry has; and when nothing else
 * is there to be released. Pure.
 */
export function selectRelease(
  repository: Repository,
  released: readonly ReleasedVersion[],
  waiting: (version: ReleasedVersion) => number,
): ReleaseSelection {
  const given = new Set(released.flatMap(({ packages }) => packages));
  const isNew = (one: Parameters<typeof packageKey>[0] & { publishable: boolean }): boolean =>
    one.publishable && !given.has(packageKey(one));
  const crates = repository.crates.filter(isNew);
  const isEmpty = crates.length === 0 && !repository.pythons.some(isNew);
  const needed = neededBy(crates, repository);
  const versions = released.map((one) => ({
    ...one,
    waiting: waiting(one),
    isNeeded: one.packages.some((key) => needed.has(key)),
  }));
  const isInTheWay = (one: StayingVersion): boolean =>
    isEmpty
      ? one.waiting > 0 || versions.every((other) => other.waiting === 0)
      : one.waiting > 0 && one.isNeeded;
  const stays = versions.filter((one) => !isInTheWay(one));
  return {
    repository: without(repository, new Set(stays.flatMap(({ packages }) => packages))),
    stays,
    bumpFirst: versions.filter(isInTheWay),
  };
}

/** Why a version is not part of a release, for a row of the plan. */
export function whyItStays({ tag, waiting }: StayingVersion): string {
  return `${tag.name} released it${waiting > 0 ? '; changes since wait for a bump' : ', nothing notable since'}`;
}

/** The packages that crates are compiled with, over any number of steps; keys of `packageKey`. */
function neededBy(crates: readonly Crate[], repository: Repository): ReadonlySet<string> {
  const byManifest = new Map(repository.crates.map((crate) => [crate.manifest, crate]));
  const needed = new Set(crates);
  // A set that grows is walked to its end.
  for (const { dependencies } of needed) {
    for (const { manifest, kind } of dependencies) {
      const next = byManifest.get(manifest);
      if (next && kind !== 'dev') needed.add(next);
    }
  }
  return new Set([...needed].map(packageKey));
}

function without(repository: Repository, keys: ReadonlySet<string>): Repository {
  const leave = <P extends Parameters<typeof packageKey>[0]>(one: P): P =>
    keys.has(packageKey(one)) ? { ...one, publishable: false } : one;
  return {
    ...repository,
    crates: repository.crates.map(leave),
    pythons: repository.pythons.map(leave),
  };
}
