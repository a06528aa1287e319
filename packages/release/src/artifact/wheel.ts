import { filePaths, readOr, topFolders, type ArchiveEntry, type Unreadable } from './entry.ts';
import { parseWheelFileName, type WheelFileName } from './file-name.ts';
import { isLibrary, machinesIn } from './machine.ts';
import { parseMetadata, type CoreMetadata } from './metadata.ts';
import { recordProblems } from './record.ts';
import { openKnownZip, openZip, type Zip } from './zip.ts';

/** A wheel that could be opened; what it lacks is null. */
export interface Wheel {
  readonly kind: 'wheel';
  readonly fileName: string;
  /** null when the file is not named as a wheel must be. */
  readonly name: WheelFileName | null;
  /** Size of the file itself. */
  readonly bytes: number;
  readonly entries: readonly ArchiveEntry[];
  /** All top folders that end in `.dist-info`; there ought to be one. */
  readonly distInfos: readonly string[];
  readonly metadata: CoreMetadata | null;
  readonly wheel: WheelFile | null;
  /** Where RECORD and the content differ; null when there is no RECORD. */
  readonly recordProblems: readonly string[] | null;
  /** The libraries in it, and the machines whose code each holds. */
  readonly libraries: readonly { readonly path: string; readonly machines: readonly string[] }[];
}

/** The WHEEL file. */
export interface WheelFile {
  /** Sorted, each once. */
  readonly tags: readonly string[];
  readonly rootIsPurelib: boolean | null;
}

export type WheelReading = Wheel | Unreadable;

/** PyPI refuses what unpacks to more than fifty times its size, once that is more than 64 MiB. */
export function unpackedLimit(bytes: number): number {
  return Math.max(64 * 1024 * 1024, 50 * bytes);
}

/**
 * Reads a wheel and compares its RECORD with its content. Nothing is judged here (see `checkWheel`)
 * and nothing is thrown: what cannot be read at all is `Unreadable`.
 */
export function readWheel(bytes: Uint8Array, fileName: string): Promise<WheelReading> {
  return readOr<WheelReading>(fileName, async () => {
    const zip = await openZip(bytes, unpackedLimit(bytes.byteLength));
    const distInfos = distInfosOf(zip);
    const paths = filePaths(zip.entries);
    const text = (name: string): Promise<string | null> => readText(zip, `${distInfos[0]}/${name}`);
    const [metadata, wheel, record] = [
      await text('METADATA'),
      await text('WHEEL'),
      await text('RECORD'),
    ];
    return {
      kind: 'wheel',
      fileName,
      name: parseWheelFileName(fileName),
      bytes: bytes.byteLength,
      entries: zip.entries,
      distInfos,
      metadata: metadata === null ? null : parseMetadata(metadata),
      wheel: wheel === null ? null : parseWheelFile(wheel),
      recordProblems:
        record === null ? null : await recordProblems(record, { paths, read: zip.read }),
      libraries: await readLibraries(zip, paths),
    };
  });
}

/** METADATA of a wheel that was read before; null when it holds none. Little else of the file is read. */
export async function wheelMetadata(content: Blob): Promise<CoreMetadata | null> {
  const zip = await openKnownZip(content, unpackedLimit(content.size));
  const [distInfo] = distInfosOf(zip);
  const text = await readText(zip, `${distInfo}/METADATA`);
  return text === null ? null : parseMetadata(text);
}

function distInfosOf({ entries }: Zip): readonly string[] {
  return topFolders(entries).filter((top) => top.endsWith('.dist-info'));
}

async function readLibraries(zip: Zip, paths: ReadonlySet<string>): Promise<Wheel['libraries']> {
  const libraries: { path: string; machines: readonly string[] }[] = [];
  for (const path of [...paths].filter(isLibrary)) {
    const machines = machinesIn(await zip.read(path));
    if (machines !== null) libraries.push({ path, machines });
  }
  return libraries;
}

async function readText(zip: Zip, path: string): Promise<string | null> {
  return filePaths(zip.entries).has(path)
    ? Buffer.from(await zip.read(path)).toString('utf8')
    : null;
}

/** WHEEL has the form of metadata. One Tag line may stand for several tags, as a file name does. */
function parseWheelFile(text: string): WheelFile {
  const { fields } = parseMetadata(text);
  const values = (name: string): string[] =>
    fields.flatMap((field) => (field.name === name ? [field.value.trim()] : []));
  const purelib = values('root-is-purelib')[0]?.toLowerCase();
  return {
    tags: [...new Set(values('tag'))].sort(),
    rootIsPurelib: purelib === undefined ? null : purelib === 'true',
  };
}
