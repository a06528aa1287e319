export { normalizedName } from './name.ts';
export { toPep440, toSemver, type Mapping } from './pep440.ts';
export { acceptsVersion } from './requirement.ts';
export { parseTag } from './tag.ts';
