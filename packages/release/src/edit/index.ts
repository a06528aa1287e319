export { editVersions } from './edit.ts';
export { excludeToolFiles } from './exclude.ts';
export { readPlaces } from './place.ts';
export { movedRequirement } from './requirement.ts';
export { checkPlaces } from './stated.ts';
export type { Spelling, StatedPlace, VersionEdits, VersionPlace } from './model.ts';
