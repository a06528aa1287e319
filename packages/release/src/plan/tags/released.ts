import { alreadyTagged, type Finding } from '../../finding/index.ts';
import type { Repository } from '../../manifest/index.ts';
import { canonicalVersion } from '../../version/index.ts';
import { nameOf, packageKey } from '../packages/index.ts';
import { formatFor, type TagFormat, type TaggedVersion } from './tag-formats.ts';

/** A version that was released from another commit than HEAD. */
export interface ReleasedVersion {
  readonly tag: TaggedVersion;
  readonly version: string;
  /** The published packages that still state it; keys of `packageKey`. */
  readonly packages: readonly string[];
}

/**
 * The versions that manifests state although a tag has given them to another commit. Pure.
 * `head` is the commit that would be released.
 */
export function releasedVersions(
  repository: Repository,
  formats: readonly TagFormat[],
  head: string,
): ReleasedVersion[] {
  const found = new Map<string, ReleasedVersion>();
  for (const one of [...repository.crates, ...repository.pythons]) {
    const { version, publishable } = one;
    if (!publishable) continue;
    const stated = canonicalVersion(version.value);
    const tags = formatFor(one, formats)?.tags ?? [];
    const same = tags.filter((tag) => canonicalVersion(tag.version) === stated);
    const [tag] = same;
    if (!tag || same.some(({ commit }) => commit === head)) continue;
    const packages = [...new Set([...(found.get(tag.name)?.packages ?? []), packageKey(one)])];
    found.set(tag.name, { tag, version: tag.version, packages });
  }
  return [...found.values()];
}

/**
 * "Bump first", once for each tag (SLW114). `waiting` are the commits that touch what was released, where
 * they were looked at; `counts` all those from each tag to HEAD.
 */
export function checkReleased(
  repository: Repository,
  released: readonly (ReleasedVersion & { readonly waiting?: number })[],
  counts: ReadonlyMap<string, number>,
): Finding[] {
  return released.map(({ tag, version, packages, waiting }) => {
    const first = [...repository.crates, ...repository.pythons].find(
      (one) => one.publishable && packages.includes(packageKey(one)),
    );
    const at = { file: first?.version.file ?? null, line: first?.version.line ?? null };
    const commits = waiting || (counts.get(tag.name) ?? 0);
    const { name, reachable } = tag;
    const names = [...new Set(packages.map(nameOf))];
    return alreadyTagged.at(at, { version, tag: name, packages: names, commits, reachable });
  });
}
