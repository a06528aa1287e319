import semver from 'semver';
import { toSemver } from './pep440.ts';

/** What a tag says: `tide-v1.0.0b1` names 1.0.0-beta.1 of tide, spelled as PyPI does. */
export interface TagName {
  /** As Cargo spells it. */
  readonly version: string;
  /** As the tag has it. */
  readonly spelled: string;
  /** What stands before the version, without the `v` and what divides them: '' for `v1.2.3`. */
  readonly prefix: string;
}

const shape = /^(?:(.*)[-@/_])?v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?|\d+\.\d+\.\d+[0-9a-z.]*)$/;

/**
 * Takes a tag apart: `v1.2.3`, `1.2.3`, `name-v1.2.3`, `name@1.2.3`, `folder/v1.2.3`, each with
 * Cargo's spelling of a pre-release or PyPI's. Null for a tag that names no version.
 */
export function readTag(tag: string): TagName | null {
  const [, prefix = '', spelled] = shape.exec(tag) ?? [];
  if (spelled === undefined) return null;
  const version = semver.valid(spelled) ?? toSemver(spelled);
  return version === null ? null : { version, spelled, prefix };
}

/** The SemVer version that a tag names: `v1.2.3`, `1.2.3`, `name-v1.2.3`, `name@1.2.3`; else null. */
export function parseTag(tag: string): string | null {
  const named = readTag(tag);
  return named && named.version === named.spelled ? named.version : null;
}
