import semver from 'semver';
import { nowhere, untaggedVersion, type Finding } from '../finding/index.ts';
import { canonicalVersion } from '../version/index.ts';
import type { RegistryName } from './artifacts.ts';
import type { TaggedVersion } from './tag-formats.ts';

/**
 * Versions that are live and that no tag names (SLW443): newer ones than `version`, which is the one looked at,
 * are errors, for somebody has gone on without a tag; older ones, back to the first tag, are warnings. What is older
 * than all tags is from before there were any. Pure. `live` are versions as the registry spells them, without
 * yanked ones; `tags` those that may name a version of this package.
 */
export function findUntagged(
  where: { readonly registry: RegistryName; readonly package: string },
  version: string,
  live: readonly string[],
  tags: readonly Pick<TaggedVersion, 'version'>[],
): Finding[] {
  const named = tags.map((tag) => canonicalVersion(tag.version));
  const [first] = named.filter((one) => semver.valid(one)).sort(semver.compare);
  const here = canonicalVersion(version);
  if (!first || !semver.valid(here)) return [];
  const untagged = live
    .map((spelled) => ({ spelled, ordered: canonicalVersion(spelled) }))
    .filter(({ ordered }) => semver.valid(ordered) && semver.gt(ordered, first))
    .filter(({ ordered }) => !named.includes(ordered))
    .sort((a, b) => semver.rcompare(a.ordered, b.ordered));
  const newer = untagged.filter(({ ordered }) => semver.gt(ordered, here));
  const older = untagged.filter((one) => !newer.includes(one));
  const told = (some: typeof untagged): Finding[] => {
    const versions = some.map(({ spelled }) => spelled);
    return some.length === 0 ? [] : [untaggedVersion.at(nowhere, { ...where, versions })];
  };
  return [...told(newer), ...told(older).map((one) => ({ ...one, severity: 'warning' as const }))];
}
