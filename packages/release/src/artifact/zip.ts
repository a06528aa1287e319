import { Readable } from 'node:stream';
import type { ZipFile } from 'yauzl';
import { ArchiveError, type ArchiveEntry } from './entry.ts';
import { zipProblem } from './zip-structure.ts';

/** An open zip archive. */
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
  const zip = await contentsOf(await fromBufferPromise(buffer, reading), limit);
  const problem = zipProblem(bytes, zip.entries.length);
  if (problem !== null) throw new ArchiveError(problem);
  return zip;
}

/**
 * Opens a zip archive by its central directory alone, and holds nothing of its files: for what `openZip` has
 * taken before. Throws as it does, but for the structure.
 */
export async function openKnownZip(archive: Blob, limit: number): Promise<Zip> {
  const { fromRandomAccessReaderPromise, RandomAccessReader } = await import('yauzl');
  class BlobReader extends RandomAccessReader {
    override _readStreamForRange(start: number, end: number): Readable {
      return Readable.from(archive.slice(start, end).stream());
    }
  }
  const file = await fromRandomAccessReaderPromise(new BlobReader(), archive.size, reading);
  return contentsOf(file, limit);
}

/** Names as they are written; and open after its list has been read. */
const reading = { decodeStrings: false, autoClose: false };

async function contentsOf(file: ZipFile, limit: number): Promise<Zip> {
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
