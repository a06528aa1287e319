import semver from 'semver';

/** How much a release changes, from the most to the least. */
export type Level = 'major' | 'minor' | 'patch';

/** The pre-releases that crates.io and PyPI both know and order alike. */
export const prereleaseWords = ['alpha', 'beta', 'rc'] as const;
export type PrereleaseWord = (typeof prereleaseWords)[number];

/**
 * What people expect of a version that starts with 0: what breaks goes to the second number, what
 * adds to the third; and of 0.0.z, where nothing but the third ever moves.
 * https://doc.rust-lang.org/cargo/reference/semver.html
 */
export function effectiveLevel(level: Level, version: string): Level {
  const { major, minor } = semver.parse(version) ?? { major: 1, minor: 0 };
  if (major > 0) return level;
  return level === 'major' && minor > 0 ? 'minor' : 'patch';
}

/**
 * The version after `final`, the last one that was no pre-release, for changes of `level`. `current`
 * is what the manifests say: a pre-release that is on its way there is counted on with `word`, and
 * becomes final without one.
 *
 * @param version both in SemVer
 */
export function nextVersion(
  { final, current }: { readonly final: string; readonly current: string },
  level: Level,
  word: PrereleaseWord | null,
): string {
  const target = semver.inc(final, level) ?? final;
  const base = baseOf(current);
  const underway = semver.prerelease(current) !== null && semver.gte(base, target);
  const next = underway ? base : target;
  if (word === null) return next;
  return `${next}-${word}.${underway ? numberAfter(current, word) : 1}`;
}

/** Without its pre-release: 1.2.0-rc.1 is on its way to 1.2.0. */
export function baseOf(version: string): string {
  const parsed = semver.parse(version);
  return parsed ? `${parsed.major}.${parsed.minor}.${parsed.patch}` : version;
}

/** beta.2 is followed by beta.3, and by rc.1; nothing goes back from rc to beta. */
function numberAfter(current: string, word: PrereleaseWord): number {
  const [kind, number] = semver.prerelease(current) ?? [];
  return kind === word && typeof number === 'number' ? number + 1 : 1;
}
