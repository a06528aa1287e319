import * as pep440 from '@renovatebot/pep440';
import semver from 'semver';
import { nowhere, untaggedVersion, type Finding } from '../../finding/index.ts';
import { canonicalVersion, toPep440 } from '../../version/index.ts';
import type { RegistryName } from './artifacts.ts';
import type { TaggedVersion } from '../tags/index.ts';

/** How a registry orders versions; `read` gives null for what it cannot order. */
interface Ordering {
  read(version: string): string | null;
  compare(a: string, b: string): number;
}

const cargo: Ordering = {
  read: (version) => semver.valid(canonicalVersion(version)),
  compare: semver.compare,
};

/** PyPI has versions that Cargo cannot say: `0.3.1.post1`, `1!0.1`. pip takes them for the newest. PEP 440 */
const pypi: Ordering = {
  read(version) {
    const mapped = toPep440(version);
    return mapped.ok ? mapped.version : pep440.valid(version);
  },
  compare: pep440.compare,
};

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
  const { read, compare } = where.registry === 'crates.io' ? cargo : pypi;
  const named = tags.flatMap((tag) => read(tag.version) ?? []).sort(compare);
  const [first] = named;
  const here = read(version);
  if (first === undefined || here === null) return [];
  const untagged = live
    .flatMap((spelled) => {
      const ordered = read(spelled);
      return ordered === null ? [] : [{ spelled, ordered }];
    })
    .filter(({ ordered }) => compare(ordered, first) > 0)
    .filter(({ ordered }) => named.every((one) => compare(ordered, one) !== 0))
    .sort((one, other) => compare(other.ordered, one.ordered));
  const newer = untagged.filter(({ ordered }) => compare(ordered, here) > 0);
  const older = untagged.filter((one) => !newer.includes(one));
  const told = (some: typeof untagged): Finding[] => {
    const versions = some.map(({ spelled }) => spelled);
    return some.length === 0 ? [] : [untaggedVersion.at(nowhere, { ...where, versions })];
  };
  return [...told(newer), ...told(older).map((one) => ({ ...one, severity: 'warning' as const }))];
}
