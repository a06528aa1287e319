/**
 * Where the files of a release lie, relative to the repository. A room of its own, and a light one: the Nx
 * graph names these folders in every process that makes it.
 */

/** Folders of the artifacts, relative to the repository. */
export const crateFolder = (crate: string): string => `dist/crates/${crate}`;
export const sdistFolder = (python: string): string => `dist/sdist/${python}`;
export const wheelFolder = (python: string, target: string | null): string =>
  target === null ? `dist/wheels/${python}` : `dist/wheels/${python}/${target}`;

export const attestationFolder = 'dist/attestations';

/** The name of the build record in each of these folders. */
export const recordName = 'manifest.json';

export const defaultReportFile = 'dist/release/report.json';
export const sbomFile = 'dist/release/sbom.cdx.json';
export const checksumsFile = 'dist/release/SHA256SUMS';
/** The same list as GitHub has it, after a look. */
export const seenChecksumsFile = 'dist/release/seen-checksums.json';
export const partsFolder = 'dist/release/parts';

/** Where a target's part lies, relative to the repository. Project names may hold a slash. */
export function partFile(project: string, target: string): string {
  return `${partsFolder}/${project.replaceAll(/[^\w.-]/g, '_')}.${target}.json`;
}
