export {
  checkCrate,
  crateFiles,
  readCrate,
  type CrateArchive,
  type CrateReading,
} from './crate.ts';
export type { ArchiveEntry, Unreadable } from './entry.ts';
export type { Expectation } from './expectation.ts';
export { readLockFile } from './lock-file.ts';
export {
  expandTags,
  isOfVersion,
  parseSdistFileName,
  parseWheelFileName,
  wheelTags,
  type WheelFileName,
} from './file-name.ts';
export { parseMetadata, type CoreMetadata, type MetadataField } from './metadata.ts';
export { isTakenByPypi } from './platform.ts';
export {
  checkGrowth,
  checkPacked,
  checkSdistToolFiles,
  packedFiles,
  type Packable,
  type Packed,
} from './packed.ts';
export { checkSdist, readSdist, type Sdist, type SdistReading } from './sdist.ts';
export { readUploadFields, type UploadFields } from './upload-form.ts';
export { checkWheel, type WheelExpectation } from './wheel-check.ts';
export { readWheel, type Wheel, type WheelFile, type WheelReading } from './wheel.ts';
