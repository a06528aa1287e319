import semver from 'semver';
import { canonicalVersion } from './pep440.ts';

/** The newest of these versions, as it is spelled there; null where none can be ordered. Pure. */
export function newestVersion(versions: readonly string[]): string | null {
  const ordered = versions
    .map((spelled) => ({ spelled, version: canonicalVersion(spelled) }))
    .filter(({ version }) => semver.valid(version))
    .sort((a, b) => semver.rcompare(a.version, b.version));
  return ordered[0]?.spelled ?? null;
}
