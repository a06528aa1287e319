export { releaseLevel, releaseLevels, type Change, type ReleaseLevel } from './change.ts';
export { addEntry, detectStyle } from './document.ts';
export type { ChangelogEntry, ChangelogStyle } from './entry.ts';
export {
  changesOf,
  rangeOf,
  renderNotes,
  renderPackageNotes,
  renderReleases,
  type NotesOptions,
  type PackageNotes,
  type PackageRelease,
  type PackageSince,
} from './notes.ts';
export type { PackageScope } from './ownership.ts';
export { previousTag, type VersionTag } from './previous-tag.ts';
export type { ReleaseHeading } from './render.ts';
export { dependencyNotes } from './sections.ts';
