export {
  selectRelease,
  whyItStays,
  type ReleaseSelection,
  type StayingVersion,
} from './selection.ts';
export { versionGroups, type GroupRules, type Package, type VersionGroup } from './groups.ts';
export {
  isAsked,
  nextVersions,
  wantedVersions,
  type Asked,
  type BumpRequest,
  type NextVersion,
} from './next.ts';
export { releaseTag, type ReleaseTag } from './release-tag.ts';
export { checkReleased, releasedVersions, type ReleasedVersion } from './released.ts';
export {
  findTagFormats,
  formatFor,
  isFor,
  isOlderTag,
  kindOfTag,
  tagName,
  type Tag,
  type TagFormat,
  type TaggedVersion,
} from './tag-formats.ts';
export { checkTags } from './tags.ts';
