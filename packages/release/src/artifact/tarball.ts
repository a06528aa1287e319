import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ReadEntry } from 'tar';
import { ArchiveError, type ArchiveEntry } from './entry.ts';

/** A read `.tar.gz`: what it holds, and the text of the files that were asked for. */
export interface Tarball {
  readonly entries: readonly ArchiveEntry[];
  readonly texts: ReadonlyMap<string, string>;
}

const KINDS: Readonly<Record<string, ArchiveEntry['kind']>> = {
  File: 'file',
  OldFile: 'file',
  ContiguousFile: 'file',
  Directory: 'folder',
  SymbolicLink: 'symlink',
  Link: 'hardlink',
};

/**
 * Reads a gzipped tar archive, at most `limit` bytes unpacked. `wanted` says of which files the text
 * is kept. Throws when the archive is damaged, cut off, or unpacks to more.
 */
export async function readTarball(
  bytes: Uint8Array,
  limit: number,
  wanted: (path: string) => boolean,
): Promise<Tarball> {
  const { entries, contents } = await unpack(blobOf(bytes), limit, wanted, () => false);
  const texts = [...contents].map(([path, content]) => [path, content.toString('utf8')] as const);
  return { entries, texts: new Map(texts) };
}

/** The content of the files that are wanted, by path. Throws as `readTarball`. */
export async function readContents(
  bytes: Uint8Array,
  limit: number,
  wanted: (path: string) => boolean,
): Promise<ReadonlyMap<string, Uint8Array>> {
  return (await unpack(blobOf(bytes), limit, wanted, () => false)).contents;
}

const blobOf = (bytes: Uint8Array): Blob => new Blob([Buffer.from(bytes)]);

/**
 * The text of the first file that is wanted; null when there is none. Nothing behind it is read, and what is
 * before it is not kept. Throws as `readTarball`.
 */
export async function findText(
  archive: Blob,
  limit: number,
  wanted: (path: string) => boolean,
): Promise<string | null> {
  const { contents } = await unpack(archive, limit, wanted, (found) => found.size > 0);
  const [first] = contents.values();
  return first?.toString('utf8') ?? null;
}

interface Unpacked {
  readonly entries: readonly ArchiveEntry[];
  readonly contents: ReadonlyMap<string, Buffer>;
}

/** Reads an archive piece by piece, up to its end or to where it is enough. */
async function unpack(
  archive: Blob,
  limit: number,
  wanted: (path: string) => boolean,
  isEnough: (contents: Unpacked['contents']) => boolean,
): Promise<Unpacked> {
  const { Parser } = await import('tar');
  const entries: ArchiveEntry[] = [];
  const contents = new Map<string, Buffer>();
  const parser = new Parser({
    strict: true,
    onReadEntry: (entry) => {
      entries.push(toEntry(entry));
      const keep = entry.type !== 'Directory' && wanted(entry.path);
      if (keep) collect(entry, (content) => contents.set(entry.path, content));
      else entry.resume();
    },
  });
  // A kind of entry that this parser does not know (sparse files, devices) is told here only.
  parser.on('ignoredEntry', (entry: ReadEntry) => entries.push(toEntry(entry)));
  const problems: unknown[] = [];
  const ended = new Promise<void>((resolve) => {
    parser.on('end', resolve);
    parser.on('error', (error: unknown) => {
      problems.push(error);
      resolve();
    });
  });
  // What follows the end is unpacked for its size and its checksum; the parser would gather all of it.
  let isOver = false;
  parser.on('eof', () => (isOver = true));
  for await (const chunk of gunzip(archive, limit)) {
    if (!isOver) parser.write(chunk);
    if (problems.length > 0) throw problems[0];
    if (isEnough(contents)) return { entries, contents };
  }
  parser.end();
  await ended;
  if (problems.length > 0) throw problems[0];
  return { entries, contents };
}

function toEntry(entry: ReadEntry): ArchiveEntry {
  const kind = KINDS[entry.type] ?? 'other';
  return {
    path: kind === 'folder' ? entry.path.replace(/\/+$/, '') : entry.path,
    kind,
    bytes: entry.size ?? 0,
    target: kind === 'symlink' || kind === 'hardlink' ? (entry.linkpath ?? '') : null,
  };
}

function collect(entry: ReadEntry, done: (content: Buffer) => void): void {
  const chunks: Uint8Array[] = [];
  entry.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  entry.on('end', () => done(Buffer.concat(chunks)));
}

async function* gunzip(archive: Blob, limit: number): AsyncIterable<Buffer> {
  const [first, second] = new Uint8Array(await archive.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) throw new ArchiveError('it is not a gzip file');
  const unpacked = createGunzip();
  // Not a `DecompressionStream`, which takes in all that it is given before anybody asks for it. What goes
  // wrong is thrown by the loop.
  pipeline(Readable.from(archive.stream()), unpacked, () => undefined);
  let total = 0;
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > limit) throw new ArchiveError(`it unpacks to more than ${limit} bytes`);
    yield chunk;
  }
  if (total < 512) throw new ArchiveError('it holds no tar archive');
}
