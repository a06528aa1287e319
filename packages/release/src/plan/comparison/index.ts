export * from './artifacts.ts';
export { readChecksums } from './checksums.ts';
export * from './decide.ts';
export { closeRelease, opennessOf, readable, type Openness } from './fortnight.ts';
export { intendedActions } from './intended.ts';
export {
  checkLive,
  isLive,
  liveKey,
  namesToAsk,
  withLive,
  type Live,
  type LivePackage,
} from './live.ts';
export { findUnmetNeeds, type LiveCrate } from './needs.ts';
export * from './retreat.ts';
export { compareRelease, type SeenRelease } from './status-release.ts';
export * from './status.ts';
export { findUntagged } from './untagged.ts';
