import {
  fileNameInvalid,
  folderWrong,
  licenseFileMissing,
  requiredFileMissing,
  unsafePath,
  type Finding,
} from '../finding/index.ts';
import { filePaths, readOr, topFolders, type ArchiveEntry, type Unreadable } from './entry.ts';
import {
  checkIdentity,
  checkLocal,
  checkSize,
  PYPI_LIMIT,
  samePythonName,
  unreadable,
  inFile,
  type Expectation,
} from './expectation.ts';
import { fileNamePart, parseSdistFileName, versionPart } from './file-name.ts';
import { checkMetadata } from './metadata-rules.ts';
import { fieldValues, parseMetadata, type CoreMetadata } from './metadata.ts';
import { refusedEntries } from './path.ts';
import { findText, readTarball } from './tarball.ts';
import { unpackedLimit } from './wheel.ts';

/** An sdist that could be opened. PEP 625, PEP 517. */
export interface Sdist {
  readonly kind: 'sdist';
  readonly fileName: string;
  readonly name: { readonly distribution: string; readonly version: string } | null;
  readonly bytes: number;
  readonly entries: readonly ArchiveEntry[];
  /** The first folder of every path, each once; there ought to be one. */
  readonly folders: readonly string[];
  /** PKG-INFO of the first folder. */
  readonly metadata: CoreMetadata | null;
}

export type SdistReading = Sdist | Unreadable;

/** Reads a `.tar.gz` sdist. Never throws: what cannot be read is `Unreadable`. */
export function readSdist(bytes: Uint8Array, fileName: string): Promise<SdistReading> {
  return readOr<SdistReading>(fileName, async () => {
    const tar = await readTarball(bytes, unpackedLimit(bytes.byteLength), isPkgInfo);
    const folders = topFolders(tar.entries);
    const text = tar.texts.get(`${folders[0]}/PKG-INFO`);
    return {
      kind: 'sdist',
      fileName,
      name: parseSdistFileName(fileName),
      bytes: bytes.byteLength,
      entries: tar.entries,
      folders,
      metadata: text === undefined ? null : parseMetadata(text),
    };
  });
}

/** PKG-INFO of an sdist that was read before, which has one folder; null when it holds none. */
export async function sdistMetadata(content: Blob): Promise<CoreMetadata | null> {
  const text = await findText(content, unpackedLimit(content.size), isPkgInfo);
  return text === null ? null : parseMetadata(text);
}

const isPkgInfo = (path: string): boolean => /^[^/]+\/PKG-INFO$/.test(path);

type Check = (sdist: Sdist, expected: Expectation) => Finding[];

const CHECKS: Readonly<Record<string, Check>> = {
  size: (sdist, expected) => checkSize(sdist.bytes, PYPI_LIMIT, 'PyPI', expected),
  paths: (sdist, expected) =>
    refusedEntries(sdist.entries, 'inside').map((entry) => unsafePath.at(inFile(expected), entry)),
  fileName,
  identity: (sdist, expected) => checkIdentity(places(sdist), expected, samePythonName),
  localVersion: (_, expected) => checkLocal(expected),
  folder,
  requiredFiles,
  metadata: (sdist, expected) =>
    sdist.metadata === null ? [] : checkMetadata(sdist.metadata, inFile(expected)),
  licenses,
};

/** Everything that PyPI or pip would hold against an sdist; `expected.version` is PEP 440. Pure. */
export function checkSdist(reading: SdistReading, expected: Expectation): Finding[] {
  if (reading.kind === 'unreadable') return unreadable(reading, expected);
  return Object.values(CHECKS).flatMap((check) => check(reading, expected));
}

function places(sdist: Sdist) {
  const named = { name: sdist.name?.distribution ?? null, version: sdist.name?.version ?? null };
  const stated = { name: sdist.metadata?.name ?? null, version: sdist.metadata?.version ?? null };
  return [
    { where: 'the file name', ...named },
    { where: 'PKG-INFO', ...stated },
  ];
}

/** PEP 625 leaves one spelling only; a file of another package or version is told as such. */
function fileName(sdist: Sdist, expected: Expectation): Finding[] {
  const { name } = sdist;
  const wanted = `${fileNamePart(name?.distribution ?? expected.name)}-${versionPart(name?.version ?? expected.version)}.tar.gz`;
  if (sdist.fileName === wanted) return [];
  const detail = `it should be ${wanted} (PEP 625)`;
  return [fileNameInvalid.at(inFile(expected), { name: sdist.fileName, detail })];
}

function folder(sdist: Sdist, expected: Expectation): Finding[] {
  const wanted = sdist.fileName.replace(/\.tar\.gz$/, '');
  const escaped = refusedEntries(sdist.entries, 'inside').length > 0;
  const right = sdist.folders.length === 1 && sdist.folders[0] === wanted;
  return right || escaped ? [] : [folderWrong.at(inFile(expected), { wanted, got: sdist.folders })];
}

function requiredFiles(sdist: Sdist, expected: Expectation): Finding[] {
  const top = sdist.folders[0];
  const files = filePaths(sdist.entries);
  return ['PKG-INFO', 'pyproject.toml']
    .map((file) => `${top}/${file}`)
    .flatMap((wanted) =>
      files.has(wanted) ? [] : [requiredFileMissing.at(inFile(expected), { wanted })],
    );
}

function licenses(sdist: Sdist, expected: Expectation): Finding[] {
  const { metadata, folders } = sdist;
  if (metadata === null || Number(metadata.metadataVersion) < 2.4) return [];
  const files = filePaths(sdist.entries);
  return fieldValues(metadata, 'license-file').flatMap((licenseFile) => {
    const place = `${folders[0]}/${licenseFile}`;
    return files.has(place)
      ? []
      : [licenseFileMissing.at(inFile(expected), { licenseFile, place })];
  });
}
