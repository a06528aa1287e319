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
  const known = underway ? readPrerelease(current) : null;
  if (known?.word !== word) return `${next}-${word}.1`;
  return `${next}-${word}${known.divider}${known.number + 1}`;
}

/** A pre-release taken apart; between the word and its number is a dot, or in older projects nothing. */
interface Prerelease {
  readonly word: PrereleaseWord;
  readonly divider: '.' | '';
  /** 0 where there is none: rc is followed by rc.1. */
  readonly number: number;
}

/** What kind of pre-release a Cargo version is; null for another kind, and for none. */
export function readPrerelease(version: string): Prerelease | null {
  const written = semver.prerelease(version)?.join('.') ?? '';
  const [, word, divider, number] = /^(alpha|beta|rc)(?:(\.?)(\d+))?$/.exec(written) ?? [];
  if (word === undefined) return null;
  return {
    word: word as PrereleaseWord,
    divider: number !== undefined && divider === '' ? '' : '.',
    number: Number(number ?? 0),
  };
}

/** Without its pre-release: 1.2.0-rc.1 is on its way to 1.2.0. */
export function baseOf(version: string): string {
  const parsed = semver.parse(version);
  return parsed ? `${parsed.major}.${parsed.minor}.${parsed.patch}` : version;
}
