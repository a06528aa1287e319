import { gunzipSync } from 'node:zlib';
import { readTarball } from '../archive/tar.ts';
import { Refusal } from '../message/message.ts';
import { addresses } from '../upstream.ts';
import { nameInFile, normalizedName } from './name.ts';
import { isTakenPlatform } from './platform.ts';
import { readVersion, sameVersion } from './version.ts';
import { openZip, ZipProblem, type Zip } from '../archive/zip.ts';

/** What the form said of the file, which the file must bear out. */
export interface Claimed {
  readonly file: string;
  readonly bytes: Buffer;
  readonly name: string;
  readonly version: string;
  readonly licenses: readonly string[];
}

const mebibyte = 1024 * 1024;

function invalid(reason: string): Refusal {
  return new Refusal(400, `Invalid distribution file. ${reason}`);
}

/** Steps 19 and 20 for an sdist. Throws a Refusal. */
export async function verifySdist(claimed: Claimed): Promise<void> {
  const { file, bytes, name, version, licenses } = claimed;
  if (file.endsWith('.zip')) return verifyZippedSdist(claimed);
  if (hasZipEnd(bytes)) throw invalid('File is both a zip and a tar file');
  const entries = await readTarball(bytes, () => false).catch(() => {
    throw invalid('File is not a tarfile');
  });
  const unpackedBytes = gunzipSync(bytes).length;
  if (isBomb(bytes.length, unpackedBytes)) throw invalid('File exceeds compression ratio of 50');
  if (entries.some(({ type }) => type === 'SparseFile')) {
    throw invalid(`tar archive not accepted: Sparse members are not allowed. ${seeArchives}`);
  }
  verifySdistContent(
    entries.map(({ path }) => path),
    file,
  );
  const base = file.slice(0, -'.tar.gz'.length);
  verifySdistName({ file, name, version });
  for (const license of licenses) {
    const path = `${base}/${license}`;
    if (entries.some((entry) => entry.path === path)) continue;
    throw new Refusal(
      400,
      `License-File ${license} does not exist in distribution file ${file} at ${path}`,
    );
  }
}

const seeArchives = `See ${addresses.pypiDocs}/archives for more information`;

/** Python's zipfile looks for the end of a zip archive in the last 64 KiB. */
function hasZipEnd(bytes: Buffer): boolean {
  return bytes.subarray(-65_557).includes('PK\x05\x06', 0, 'latin1');
}

function verifyZippedSdist({ file, bytes, name }: Claimed): void {
  const { names } = open(bytes);
  verifySdistContent(names, file);
  verifySdistPrefix(file, name);
}

function verifySdistContent(paths: readonly string[], file: string): void {
  const tops = new Set(paths.map((path) => path.replace(/^\.\//, '').split('/')[0]));
  if (tops.size !== 1) throw invalid('Incorrect number of top-level directories in sdist');
  const wanted = `${[...tops][0]}/PKG-INFO`;
  if (!paths.includes(wanted))
    throw invalid(`PKG-INFO not found at ${file.replace(/\.tar\.gz$|\.zip$/, '')}/PKG-INFO`);
}

function verifySdistPrefix(file: string, name: string): void {
  const prefix = nameInFile(name);
  if (normalizedName(file).startsWith(normalizedName(name))) return;
  throw new Refusal(400, `Start filename for '${name}' with '${prefix}'.`);
}

/** PEP 625. */
function verifySdistName({
  file,
  name,
  version,
}: Pick<Claimed, 'file' | 'name' | 'version'>): void {
  verifySdistPrefix(file, name);
  const normal = readVersion(version)?.normal ?? version;
  const expected = `${nameInFile(name)}-${normal}.tar.gz`;
  if (file === expected) return;
  if (!/^[^-]+-[^-]+\.tar\.gz$/.test(file) && !file.includes('-')) {
    throw new Refusal(400, `Invalid source distribution filename: ${file}`);
  }
  throw new Refusal(400, `Filename '${file}' is invalid, should be '${expected}'.`);
}

/** Steps 19 and 21 for a wheel. Returns its METADATA (PEP 658). Throws a Refusal. */
export function verifyWheel({ file, bytes, name, version, licenses }: Claimed): Buffer {
  const parts = wheelParts(file);
  const zip = open(bytes);
  const folder = `${parts.name}-${parts.version}.dist-info`;
  if (!zip.names.includes(`${folder}/WHEEL`)) throw invalid(`WHEEL not found at ${folder}/WHEEL`);
  for (const tag of parts.platforms) {
    if (!isTakenPlatform(tag)) {
      throw new Refusal(400, `Binary wheel '${file}' has an unsupported platform tag '${tag}'.`);
    }
  }
  if (parts.name !== nameInFile(name)) {
    throw new Refusal(
      400,
      `Filename '${file}' should contain the normalized project name '${nameInFile(name)}', not '${parts.name}'.`,
    );
  }
  if (!sameVersion(parts.version, version)) {
    throw new Refusal(
      400,
      `Version in filename should be '${readVersion(version)?.normal}' not '${parts.version}'.`,
    );
  }
  if (Buffer.byteLength(file) > 255) throw new Refusal(400, `Filename is too long: '${file}'`);
  for (const license of licenses) {
    const path = `${folder}/licenses/${license}`;
    if (zip.names.includes(path)) continue;
    throw new Refusal(
      400,
      `License-File ${license} does not exist in distribution file ${file} at ${path}`,
    );
  }
  const verifyPresent = (needed: string): void => {
    if (zip.names.includes(`${folder}/${needed}`)) return;
    throw new Refusal(
      400,
      `Wheel '${file}' does not contain the required ${needed} file: ${folder}/${needed}`,
    );
  };
  verifyPresent('RECORD');
  const entryPoints = zip.read(`${folder}/entry_points.txt`);
  if (entryPoints && !areEntryPoints(entryPoints.toString('utf8'))) {
    throw new Refusal(
      400,
      `Wheel '${file}' has invalid entry points defined in the entry_points.txt file`,
    );
  }
  verifyPresent('METADATA');
  return zip.read(`${folder}/METADATA`) ?? Buffer.alloc(0);
}

const scriptGroups = /^\[(?:console|gui)_scripts\]$/;
const script = /^[^=[\s][^=]*=\s*[A-Za-z_][\w.]*\s*:\s*[A-Za-z_][\w.]*(?:\s*\[[^\]]*\])?$/;

/** Groups, and below those of scripts `name = module:object`; what other groups hold is their own matter. */
function areEntryPoints(text: string): boolean {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^[#;]/.test(line));
  let group: string | null = null;
  for (const line of lines) {
    if (/^\[[^\]]+\]$/.test(line)) group = line;
    else if (group === null) return false;
    else if (scriptGroups.test(group) && !script.test(line)) return false;
  }
  return true;
}

interface WheelParts {
  readonly name: string;
  readonly version: string;
  readonly platforms: readonly string[];
}

/** https://packaging.python.org/specifications/binary-distribution-format/#file-name-convention */
function wheelParts(file: string): WheelParts {
  const parts = file.slice(0, -'.whl'.length).split('-');
  const [name, version] = parts;
  if (!name || !version || (parts.length !== 5 && parts.length !== 6)) {
    throw invalid('Unable to parse name and version from wheel filename');
  }
  if (!readVersion(version) || (parts.length === 6 && !/^\d/.test(parts[2] ?? ''))) {
    throw new Refusal(400, `Invalid wheel filename: ${file}`);
  }
  return { name, version, platforms: (parts.at(-1) ?? '').split('.') };
}

function open(bytes: Buffer): Zip {
  let zip: Zip;
  try {
    zip = openZip(bytes);
  } catch (error) {
    if (!(error instanceof ZipProblem)) throw error;
    if (error.message.startsWith('File ')) throw invalid(error.message);
    throw invalid(`ZIP archive not accepted: ${error.message}. ${seeArchives}`);
  }
  if (isBomb(zip.packed, zip.unpacked)) throw invalid('File exceeds compression ratio of 50');
  return zip;
}

function isBomb(packed: number, unpacked: number): boolean {
  return unpacked > 64 * mebibyte && unpacked > 50 * packed;
}
