import semver from 'semver';

/** A tag, and the version that it names. */
export interface VersionTag {
  readonly name: string;
  readonly version: string;
}

/**
 * The tag since which a release's notes are written: the highest version below it, by SemVer. A final
 * release goes back to the last final one, past its own pre-releases; a pre-release to the last of any
 * kind. Null for a first release. Tags whose version is not SemVer are passed over.
 */
export function previousTag(tags: readonly VersionTag[], version: string): string | null {
  if (semver.valid(version) === null) return null;
  const final = semver.prerelease(version) === null;
  const below = tags.filter(
    (tag) =>
      semver.valid(tag.version) !== null &&
      semver.lt(tag.version, version) &&
      (!final || semver.prerelease(tag.version) === null),
  );
  const [highest] = below.sort((a, b) => semver.rcompare(a.version, b.version));
  return highest?.name ?? null;
}
