export { releasePageFile } from './page.ts';
export { writeChecksums, writeSbom } from './release-files.ts';
export { writeText } from './release-text.ts';
