export { checkAgreement, type Agreement } from './agreement.ts';
export { checkPackage } from './check.ts';
export { orderCrates, precedingCrates } from './order.ts';
export {
  describePackages,
  isPython,
  nameOf,
  packageKey,
  policyFor,
  registryOf,
  versionOnPypi,
  type PackageRow,
  type PlatformRow,
  type WheelPlatform,
} from './packages.ts';
export { checkToolFiles } from './tool-files.ts';
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
export { checkRepository } from './repository-check.ts';
