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
  const released = semver.parse(version);
  if (released === null) return null;
  const isFinal = released.prerelease.length === 0;
  let highest: { readonly name: string; readonly version: semver.SemVer } | null = null;
  for (const { name, version } of tags) {
    const parsed = semver.parse(version);
    if (parsed === null || parsed.compare(released) >= 0) continue;
    if (isFinal && parsed.prerelease.length > 0) continue;
    if (highest === null || parsed.compare(highest.version) > 0)
      highest = { name, version: parsed };
  }
  return highest?.name ?? null;
}
