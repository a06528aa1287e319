export { type ForeignFile, dangerAt, dangerOf, foreignFiles } from './foreign-files.ts';
export { keepIssue } from './issue.ts';
export { lookUntilThere } from './later-looks.ts';
export { lookPlaces } from './look-places.ts';
export type { TagsFor } from './package-standing.ts';
export { seenChecksums } from './seen-checksums.ts';
export { type LookPlaces, type Standing, standingOf } from './standing.ts';
export { tagsFor } from './tags-for.ts';
export { type VerifyPlaces, withPlaces } from './verify-places.ts';
