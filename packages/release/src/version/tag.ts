import { valid } from '@renovatebot/pep440';
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
  /** The tag with its version taken out: `v{version}`, `tide-v{version}`. */
  readonly format: string;
  /** Whether it leaves the patch out, as `v0.13` does: either 0.13.0, or a tag that moves. */
  readonly short: boolean;
}

/** What may follow the numbers. Other words (`-rerun`, `-transformers`) make it no version's tag. */
const tail = String.raw`(?:[-._]?(?:alpha|beta|preview|pre|rc|dev|nightly|canary|next|snapshot|a|b|c)(?:[-._]?\d+)*|-\d+(?:\.\d+)*)?`;
const shape = new RegExp(String.raw`^(?:(.*)[-@/_])?(v?)((\d+)\.(\d+)(?:\.(\d+)(${tail}))?)$`, 'i');

/**
 * Takes a tag apart: `v1.2.3`, `1.2.3`, `name-v1.2.3`, `name@1.2.3`, `folder/v1.2.3`, `v0.13`, each with
 * Cargo's spelling of a pre-release or PyPI's. Null for a tag that names no version: `v1`, `v1.2.3.4`.
 */
export function readTag(tag: string): TagName | null {
  const [, prefix = '', , spelled, major, minor, patch] = shape.exec(tag) ?? [];
  if (spelled === undefined) return null;
  const short = patch === undefined;
  const full = short ? `${major}.${minor}.0` : spelled;
  const version = semver.valid(full) ?? toSemver(full);
  if (version === null) return null;
  const format = `${tag.slice(0, tag.length - spelled.length)}{version}`;
  return { version, spelled, prefix, format, short };
}

/**
 * What a tag says that names a version of PyPI alone, with an epoch or a post-release: `tide-v0.3.1.post1`, `v1!0.1`.
 * Null for every other one. PEP 440
 */
export function readPypiTag(tag: string): Pick<TagName, 'prefix' | 'version'> | null {
  const [, prefix = '', version = ''] = /^(?:(.*)[-@/_])?v?(\d\S*)$/.exec(tag) ?? [];
  return /!|post/.test(version) && valid(version) !== null ? { prefix, version } : null;
}
