import {
  notPublished,
  nowhere,
  registryLags,
  releaseClosed,
  strangeBytes,
  unnamedFile,
  withdrawnFiles,
  type Finding,
} from '../../finding/index.ts';
import type { RegistryName } from './artifacts.ts';
import type { Action } from './decide.ts';
import { readable, type Openness } from './fortnight.ts';

/** A file that a release ought to have brought to a registry. */
export interface WantedFile {
  /** Its name; of a wheel that nobody has named, what it is for: `cp39-abi3 for x86_64-unknown-linux-gnu`. */
  readonly title: string;
  /** Whether a file of this name is the one. */
  isIt(file: string): boolean;
  /** What a file of this name ought to be: SHA-256 in lower-case hex; null where nothing tells it. */
  digestOf(file: string): string | null;
}

/** A package of a release at one registry: what ought to be there. */
export interface WantedPackage {
  readonly registry: RegistryName;
  readonly package: string;
  readonly version: string;
  readonly tag: string;
  readonly files: readonly WantedFile[];
  /** Whether these are all: then another file of the version is a stranger. */
  readonly isWhole: boolean;
  /** What tells the digests: `SHA256SUMS of v0.3.1`. */
  readonly source: string;
}

/** A file that a registry has. */
export interface SeenFile {
  readonly file: string;
  readonly sha256: string | null;
  readonly yanked: boolean;
}

/** What a registry has of this version of a package. */
export interface SeenPackage {
  readonly files: readonly SeenFile[];
  readonly openness: Openness;
  /** The newest version there, or null. */
  readonly newest: string | null;
}

/** How a release stands: a row for each file, and what is wrong with it. */
export interface Standings {
  readonly actions: readonly Action[];
  readonly findings: readonly Finding[];
}

/**
 * What ought to be at a registry minus what is: a row for each file, with the decision that publishing would
 * come to (`publish`: it is missing; `blocked`: and can never be added), and what is wrong: SLW410, 440, 441, 442,
 * 449; SLW447 only tells. Pure. `seen` is null where the registry could not be asked, for the reason `why`.
 */
export function comparePackage(
  wanted: WantedPackage,
  seen: SeenPackage | null,
  why = 'not known',
): Standings {
  const { registry, package: name, version } = wanted;
  const rows = wanted.files.map((file) => ({ file, there: seen && findFile(file, seen.files) }));
  const actions = rows.map(({ file, there }): Action => ({
    registry,
    package: name,
    version,
    file: there?.file ?? file.title,
    sha256: there?.sha256 ?? file.digestOf(there?.file ?? file.title),
    ...(seen ? decide(file, there, seen.openness) : { decision: 'blocked', why }),
  }));
  return { actions, findings: seen ? findDrift(wanted, rows, seen) : [] };
}

interface Row {
  readonly file: WantedFile;
  readonly there: SeenFile | null;
}

/** Of several files that do, one with other bytes, for that has to be told; else one whose bytes are known. */
function findFile(wanted: WantedFile, seen: readonly SeenFile[]): SeenFile | null {
  const fitting = seen.filter(({ file }) => wanted.isIt(file));
  return (
    fitting.find((there) => isOther({ file: wanted, there })) ??
    fitting.find(({ file }) => wanted.digestOf(file) !== null) ??
    fitting[0] ??
    null
  );
}

/** A registry that tells no digest (GitHub, of older assets) says nothing of the bytes. */
function isOther({ file, there }: Row): boolean {
  if (there === null || there.sha256 === null) return false;
  const digest = file.digestOf(there.file);
  return digest !== null && there.sha256 !== digest;
}

function decide(
  file: WantedFile,
  there: SeenFile | null,
  { isClosed }: Openness,
): Pick<Action, 'decision' | 'why'> {
  if (!there) {
    return isClosed
      ? { decision: 'blocked', why: 'missing, and this version takes no more files' }
      : { decision: 'publish', why: 'missing' };
  }
  if (isOther({ file, there })) return { decision: 'conflict', why: 'there with other bytes' };
  const why = `there${bytesOf(file, there)}${there.yanked ? ', withdrawn' : ''}`;
  return { decision: 'already-there', why };
}

function bytesOf(wanted: WantedFile, { file, sha256 }: SeenFile): string {
  if (wanted.digestOf(file) === null) return '; nothing tells its bytes';
  return sha256 === null ? '; no digest is told' : ' with the same SHA-256';
}

/** Whether a row is of a file that is there and yanked. */
export function isYankedRow({ why }: Pick<Action, 'why'>): boolean {
  return why.endsWith(', withdrawn');
}

function findDrift(wanted: WantedPackage, rows: readonly Row[], seen: SeenPackage): Finding[] {
  const { registry, package: name, version, source } = wanted;
  const where = { registry, package: name, version };
  const there = rows.flatMap((row) => row.there ?? []);
  const yanked = there.filter((one) => one.yanked).length;
  const other = rows.filter(isOther).map(({ file, there: found }) =>
    strangeBytes.at(nowhere, {
      registry,
      file: found!.file,
      found: found!.sha256 ?? 'unknown',
      wanted: file.digestOf(found!.file)!,
      source,
    }),
  );
  return [
    ...findMissing(wanted, rows, seen),
    ...other,
    ...findStrangers(wanted, seen),
    ...(yanked > 0
      ? [withdrawnFiles.at(nowhere, { ...where, count: yanked, of: there.length })]
      : []),
  ];
}

function findMissing(
  { registry, package: name, version, tag, files }: WantedPackage,
  rows: readonly Row[],
  { files: live, openness, newest }: SeenPackage,
): Finding[] {
  const missing = rows.filter(({ there }) => !there).map(({ file }) => file.title);
  if (missing.length === 0) return [];
  const where = { registry, package: name, version };
  if (live.length === 0) return [registryLags.at(nowhere, { ...where, tag, newest })];
  const { since, until, isClosed } = openness;
  if (isClosed && since !== null) {
    return [releaseClosed.at(nowhere, { ...where, missing, since: readable(since) })];
  }
  const last = until === null ? null : readable(until);
  return [notPublished.at(nowhere, { ...where, missing, of: files.length, until: last })];
}

function findStrangers(
  { registry, package: name, version, files, isWhole }: WantedPackage,
  seen: SeenPackage,
): Finding[] {
  if (!isWhole) return [];
  const strange = seen.files
    .map(({ file }) => file)
    .filter((file) => !files.some((wanted) => wanted.isIt(file)));
  if (strange.length === 0) return [];
  return [unnamedFile.at(nowhere, { registry, package: name, version, files: strange })];
}
