export { normalizedName } from './name.ts';
export { sameVersion, toPep440, toSemver, type Mapping } from './pep440.ts';
export { acceptsVersion } from './requirement.ts';
export { parseTag, readTag, type TagName } from './tag.ts';
