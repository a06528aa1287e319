import {
  grownPackage,
  unknownFilesPacked,
  toolFilesPacked,
  type Finding,
} from '../finding/index.ts';
import { packedToolFiles, toMatcher, type PythonPackage } from '../manifest/index.ts';
import { filePaths, type ArchiveEntry } from './entry.ts';
import type { Expectation } from './expectation.ts';

/** What is packed: a `.crate` or an sdist that was read. */
export interface Packed {
  /** Of the archive. */
  readonly bytes: number;
  readonly entries: readonly ArchiveEntry[];
  readonly folders: readonly string[];
}

/** The files in an archive, relative to its one folder. Pure. */
export function packedFiles({ entries, folders }: Packed): readonly string[] {
  const top = `${folders[0]}/`;
  return [...filePaths(entries)].map((path) =>
    path.startsWith(top) ? path.slice(top.length) : path,
  );
}

/** What cargo and maturin write into an archive. */
const generated = /^(Cargo\.toml\.orig|\.cargo_vcs_info\.json|PKG-INFO)$|(^|\/)Cargo\.(toml|lock)$/;

/** What may be packed. */
export interface Packable {
  /** The files of the repository that git knows. */
  readonly files: ReadonlySet<string>;
  /** Patterns of those that it does not, and that somebody wants packed. */
  readonly untracked: readonly string[];
}

/**
 * SLW245 for files in an archive that git does not know. A crate holds its own folder, `directory`; an sdist
 * holds several, and where they were is not said (null): there the end of a path counts. READMEs and licences
 * may come from elsewhere. Pure.
 */
export function checkPacked(
  packed: Packed,
  expected: Pick<Expectation, 'file' | 'name'> & { readonly directory: string | null },
  { files, untracked }: Packable,
): Finding[] {
  const { directory, name } = expected;
  const below = directory === null || directory === '' ? '' : `${directory}/`;
  const isThere = oneOf(directory === null ? endings(files) : files, below);
  const wanted = directory === null ? [...endings(new Set(untracked))] : untracked;
  const matchers = wanted.map(toMatcher);
  const names = new Set([...files].map((file) => file.slice(file.lastIndexOf('/') + 1)));
  const isKnown = (file: string): boolean =>
    generated.test(file) ||
    isThere(file) ||
    names.has(file) ||
    matchers.some((matches) => matches(`${below}${file}`));
  const unknown = packedFiles(packed).filter((file) => !isKnown(file));
  const at = { file: expected.file, line: null };
  return unknown.length === 0 ? [] : [unknownFilesPacked.at(at, { name, files: unknown })];
}

/** Whether a path, or a folder above it, is among those: a link to a folder, or a submodule, is one path to git. */
function oneOf(paths: ReadonlySet<string>, below = ''): (file: string) => boolean {
  return (file) => {
    const path = `${below}${file}`;
    for (let end = path.length; end > below.length; end = path.lastIndexOf('/', end - 1)) {
      if (paths.has(path.slice(0, end))) return true;
    }
    return false;
  };
}

function endings(paths: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(paths);
  for (const path of paths) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      all.add(path.slice(at + 1));
    }
  }
  return all;
}

/** SLW246 for files in an sdist of the repository's root that only npm and Nx need. Pure. */
export function checkSdistToolFiles(packed: Packed, python: PythonPackage): Finding[] {
  const files = packedToolFiles({}, packedFiles(packed));
  const isCrate = python.crateManifest === 'Cargo.toml';
  const table = isCrate ? '[package] of Cargo.toml' : '[tool.maturin] of pyproject.toml';
  const context = { name: python.name, files, table };
  return files.length === 0
    ? []
    : [toolFilesPacked.at({ file: python.manifest, line: null }, context)];
}

/** So much a package may grow without a word, however small it was. */
const little = { bytes: 16 * 1024, files: 10 };

/**
 * SLW248 where a package has more than twice the bytes, or the files, of the version before it. Pure.
 * @param before what that version held
 */
export function checkGrowth(
  packed: Packed,
  before: Packed & { readonly version: string },
  expected: Pick<Expectation, 'file' | 'name'>,
): Finding[] {
  const [now, then] = [packedFiles(packed), packedFiles(before)];
  const grew = (one: number, other: number, least: number): boolean =>
    one > 2 * other && one - other >= least;
  const isLarger = grew(packed.bytes, before.bytes, little.bytes);
  if (!isLarger && !grew(now.length, then.length, little.files)) return [];
  const known = new Set(then);
  const sizes = new Map(packed.entries.map(({ path, bytes }) => [path, bytes]));
  const sizeOf = (file: string): number => sizes.get(`${packed.folders[0]}/${file}`) ?? 0;
  const added = now.filter((file) => !known.has(file)).sort((a, b) => sizeOf(b) - sizeOf(a));
  return [
    grownPackage.at(
      { file: expected.file, line: null },
      {
        name: expected.name,
        before: { version: before.version, bytes: before.bytes, files: then.length },
        now: { bytes: packed.bytes, files: now.length },
        added,
      },
    ),
  ];
}
