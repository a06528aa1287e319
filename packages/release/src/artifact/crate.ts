import { parse } from 'smol-toml';
import {
  crateDirty,
  crateManifestUnreadable,
  fileNameInvalid,
  folderWrong,
  requiredFileMissing,
  unsafePath,
  type Finding,
} from '../finding/index.ts';
import { filePaths, readOr, topFolders, type ArchiveEntry, type Unreadable } from './entry.ts';
import { checkIdentity, checkSize, unreadable, inFile, type Expectation } from './expectation.ts';
import { pathProblem, refusedEntries } from './path.ts';
import { readContents, readTarball } from './tarball.ts';

/** A `.crate` that could be opened. */
export interface CrateArchive {
  readonly kind: 'crate';
  readonly bytes: number;
  readonly entries: readonly ArchiveEntry[];
  /** The first folder of every path, each once; there ought to be one. */
  readonly folders: readonly string[];
  /** package.name and package.version; null when there is no Cargo.toml. */
  readonly manifest: CrateManifest | null;
  /** `.cargo_vcs_info.json`; null when it was packaged outside a repository. */
  readonly vcs: { readonly sha: string | null; readonly dirty: boolean } | null;
}

export type CrateManifest =
  { readonly name: string | null; readonly version: string | null } | { readonly problem: string };

export type CrateReading = CrateArchive | Unreadable;

const CRATE_LIMIT = 10 * 1024 * 1024;
/** What crates.io unpacks at most. */
const UNPACKED_LIMIT = 512 * 1024 * 1024;

/** Reads what `cargo package` wrote. Never throws: what cannot be read is `Unreadable`. */
export function readCrate(bytes: Uint8Array): Promise<CrateReading> {
  return readOr<CrateReading>('', async () => {
    const wanted = (path: string): boolean =>
      /^[^/]+\/(?:Cargo\.toml|\.cargo_vcs_info\.json)$/.test(path);
    const tar = await readTarball(bytes, UNPACKED_LIMIT, wanted);
    const folders = topFolders(tar.entries);
    return {
      kind: 'crate',
      bytes: bytes.byteLength,
      entries: tar.entries,
      folders,
      manifest: toManifest(tar.texts.get(`${folders[0]}/Cargo.toml`)),
      vcs: toVcs(tar.texts.get(`${folders[0]}/.cargo_vcs_info.json`)),
    };
  });
}

/**
 * Files of a `.crate` that was checked, by their paths in its one folder; none of one that cannot be read, or that
 * would lead out of that folder.
 */
export async function crateFiles(
  bytes: Uint8Array,
  wanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const inside = (path: string): string => path.slice(path.indexOf('/') + 1);
  const isSafe = (path: string): boolean =>
    pathProblem(path) === null && !path.split('/').includes('.git');
  const found = await readContents(
    bytes,
    UNPACKED_LIMIT,
    (path) => isSafe(path) && wanted(inside(path)),
  ).catch(() => new Map<string, Uint8Array>());
  return new Map([...found].map(([path, content]) => [inside(path), content]));
}

function toManifest(text: string | undefined): CrateManifest | null {
  if (text === undefined) return null;
  try {
    const { package: stated } = parse(text) as { package?: Record<string, unknown> };
    return { name: textOr(stated?.['name']), version: textOr(stated?.['version']) };
  } catch (error) {
    return {
      problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    };
  }
}

function toVcs(text: string | undefined): CrateArchive['vcs'] {
  if (text === undefined) return null;
  try {
    const { git } = JSON.parse(text) as { git?: Record<string, unknown> };
    return { sha: textOr(git?.['sha1']), dirty: git?.['dirty'] === true };
  } catch {
    return { sha: null, dirty: false };
  }
}

function textOr(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** What the plan says about a crate. */
export interface CrateExpectation extends Expectation {
  /** Its folder in the repository. */
  readonly directory?: string;
  /** Files of the repository that are not committed as they are, where that is known. */
  readonly changed?: readonly string[];
  /** Files that git does not know, and that somebody wants packed. */
  readonly untracked?: readonly string[];
}

type Check = (crate: CrateArchive, expected: CrateExpectation) => Finding[];

const CHECKS: Readonly<Record<string, Check>> = {
  size: (crate, expected) => checkSize(crate.bytes, CRATE_LIMIT, 'crates.io', expected),
  paths: (crate, expected) =>
    refusedEntries(crate.entries, 'refused').map((entry) => unsafePath.at(inFile(expected), entry)),
  fileName,
  manifest,
  folder,
  dirty,
};

/** Everything that crates.io would hold against a `.crate`; `expected.version` is SemVer. Pure. */
export function checkCrate(reading: CrateReading, expected: CrateExpectation): Finding[] {
  if (reading.kind === 'unreadable') return unreadable(reading, expected);
  return Object.values(CHECKS).flatMap((check) => check(reading, expected));
}

/** Names what of it is not committed, where the repository is at hand. */
function dirty(crate: CrateArchive, expected: CrateExpectation): Finding[] {
  if (!crate.vcs?.dirty) return [];
  const { changed = [], untracked = [], directory = '' } = expected;
  const packed = filePaths(crate.entries);
  const prefix = directory === '' ? '' : `${directory}/`;
  const isPacked = (file: string): boolean =>
    file.startsWith(prefix) && packed.has(`${crate.folders[0]}/${file.slice(prefix.length)}`);
  const files = changed.filter(isPacked);
  // To cargo these make it dirty as well.
  if (files.length === 0 && untracked.some(isPacked)) return [];
  return [crateDirty.at(inFile(expected), { sha: crate.vcs.sha, files })];
}

const same = (one: string, other: string): boolean => one === other;

function fileName(_: CrateArchive, expected: Expectation): Finding[] {
  const wanted = `${expected.name}-${expected.version}.crate`;
  const name = expected.file.split('/').at(-1) ?? '';
  const detail = `cargo would name it ${wanted}`;
  return name === wanted ? [] : [fileNameInvalid.at(inFile(expected), { name, detail })];
}

function manifest(crate: CrateArchive, expected: Expectation): Finding[] {
  const found = crate.manifest;
  if (found === null) {
    return [requiredFileMissing.at(inFile(expected), { wanted: `${crate.folders[0]}/Cargo.toml` })];
  }
  if ('problem' in found) {
    return [crateManifestUnreadable.at(inFile(expected), { detail: found.problem })];
  }
  const missing = (['name', 'version'] as const).filter((field) => found[field] === null);
  if (missing.length > 0) {
    const detail = `package.${missing.join(' and package.')} is missing`;
    return [crateManifestUnreadable.at(inFile(expected), { detail })];
  }
  return checkIdentity([{ where: 'Cargo.toml', ...found }], expected, same, same);
}

/** The folder follows from Cargo.toml, so that a crate of another version is told once. */
function folder(crate: CrateArchive, expected: Expectation): Finding[] {
  const stated = crate.manifest;
  const known = stated !== null && !('problem' in stated) && stated.name && stated.version;
  const wanted = known
    ? `${stated.name}-${stated.version}`
    : `${expected.name}-${expected.version}`;
  const escaped = refusedEntries(crate.entries, 'refused').length > 0;
  const right = crate.folders.length === 1 && crate.folders[0] === wanted;
  return right || escaped ? [] : [folderWrong.at(inFile(expected), { wanted, got: crate.folders })];
}
