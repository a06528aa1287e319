export { checkAgreement, type Agreement } from './agreement.ts';
export * from './artifacts.ts';
export { checkPackage } from './check.ts';
export { cutRelease, whyItStays, type ReleaseCut, type StayingVersion } from './cut.ts';
export * from './decide.ts';
export { readChecksums } from './checksums.ts';
export { closeRelease, opennessOf, readable, type Openness } from './fortnight.ts';
export { findUnmetNeeds, type LiveCrate } from './needs.ts';
export * from './retreat.ts';
export { orderCrates, precedingCrates } from './order.ts';
export * from './status.ts';
export { compareRelease, type SeenRelease } from './status-release.ts';
export { findUntagged } from './untagged.ts';
export {
  describePackages,
  isPython,
  nameOf,
  packageKey,
  policyFor,
  type PackageRow,
  type PlatformRow,
  type WheelPlatform,
} from './packages.ts';
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
export { checkToolFiles } from './tool-files.ts';
export { checkWhole } from './whole.ts';
export { releaseTag, type ReleaseTag } from './release-tag.ts';
export {
  checkLive,
  isLive,
  liveKey,
  namesToAsk,
  withLive,
  type Live,
  type LivePackage,
} from './live.ts';
export { intendedActions } from './intended.ts';
export {
  collisions,
  interpretersOf,
  isInterpreterName,
  isWanted,
  showWanted,
  wantedWheels,
  type Collision,
  type WantedWheel,
  type WheelTags,
} from './wheels.ts';
export { versionGroups, type GroupRules, type Package, type VersionGroup } from './groups.ts';
export {
  isAsked,
  nextVersions,
  wantedVersions,
  type Asked,
  type BumpRequest,
  type NextVersion,
} from './next.ts';
