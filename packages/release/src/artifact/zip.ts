import { ArchiveError, type ArchiveEntry } from './entry.ts';
import { zipProblem } from './zip-structure.ts';

/** An open zip archive in memory. */
export interface Zip {
  readonly entries: readonly ArchiveEntry[];
  /** The content of a file. Throws when it is damaged or is not there. */
  read(path: string): Promise<Uint8Array>;
}

/** Info-ZIP Unicode Path: a second name for the same entry, which some unpackers believe. */
const UNICODE_PATH = 0x7075;

/**
 * Opens a zip archive of which all files together have at most `limit` bytes. Throws when it is
 * damaged, cut off, unpacks to more, or is of a kind that PyPI refuses (see `zip-structure.ts`).
 */
export async function openZip(bytes: Uint8Array, limit: number): Promise<Zip> {
  const { fromBufferPromise } = await import('yauzl');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const file = await fromBufferPromise(buffer, { decodeStrings: false });
  const contents = new Map<string, () => Promise<Uint8Array>>();
  const entries: ArchiveEntry[] = [];
  let total = 0;
  for await (const entry of file.eachEntry()) {
    if (entry.extraFields.some(({ id }) => id === UNICODE_PATH)) {
      throw new ArchiveError('an entry has two names');
    }
    total += entry.uncompressedSize;
    if (total > limit) throw new ArchiveError(`it unpacks to more than ${limit} bytes`);
    const name = decodeName(entry.fileNameRaw);
    entries.push(toEntry(name, entry.uncompressedSize));
    contents.set(name, async () => drain(await file.openReadStreamPromise(entry)));
  }
  const problem = zipProblem(bytes, entries.length);
  if (problem !== null) throw new ArchiveError(problem);
  return { entries, read: (path) => readContent(contents, path) };
}

function toEntry(name: string, bytes: number): ArchiveEntry {
  const folder = name.endsWith('/') && name.length > 1;
  const path = folder ? name.replace(/\/+$/, '') : name;
  return { path, kind: folder ? 'folder' : 'file', bytes, target: null };
}

function decodeName(raw: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(raw);
  } catch {
    throw new ArchiveError('the name of an entry is not UTF-8');
  }
}

async function drain(stream: AsyncIterable<Buffer>): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function readContent(
  contents: ReadonlyMap<string, () => Promise<Uint8Array>>,
  path: string,
): Promise<Uint8Array> {
  const read = contents.get(path);
  if (read === undefined) throw new ArchiveError(`it has no ${path}`);
  return read();
}
