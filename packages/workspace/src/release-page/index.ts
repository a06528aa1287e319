export { writeChecksums, writeSbom } from './release-files.ts';
export { releasePageFile, writeText } from './release-text.ts';
