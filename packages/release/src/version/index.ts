export {
  canonicalVersion,
  sameVersion,
  toPep440,
  toSemver,
  whyNotSemver,
  type Mapping,
} from './pep440.ts';
export { takesPython } from './python.ts';
export { newestVersion } from './newest.ts';
export { acceptsVersion } from './requirement.ts';
export { readPypiTag, readTag, type TagName } from './tag.ts';
export {
  baseOf,
  effectiveLevel,
  nextVersion,
  prereleaseWords,
  readPrerelease,
  type Level,
  type PrereleaseWord,
} from './bump.ts';
