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
 * Reads a gzipped tar archive in memory, at most `limit` bytes unpacked. `wanted` says of which
 * files the text is kept. Throws when the archive is damaged, cut off, or unpacks to more.
 */
export async function readTarball(
  bytes: Uint8Array,
  limit: number,
  wanted: (path: string) => boolean,
): Promise<Tarball> {
  const tar = await gunzip(bytes, limit);
  const { Parser } = await import('tar');
  return new Promise((resolve, reject) => {
    const entries: ArchiveEntry[] = [];
    const texts = new Map<string, string>();
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        entries.push(toEntry(entry));
        const keep = entry.type !== 'Directory' && wanted(entry.path);
        if (keep) collect(entry, (text) => texts.set(entry.path, text));
        else entry.resume();
      },
    });
    // A kind of entry that this parser does not know (sparse files, devices) is told here only.
    parser.on('ignoredEntry', (entry: ReadEntry) => entries.push(toEntry(entry)));
    parser.on('error', reject);
    parser.on('end', () => resolve({ entries, texts }));
    try {
      parser.end(Buffer.from(tar.buffer, tar.byteOffset, tar.byteLength));
    } catch (error) {
      reject(error);
    }
  });
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

function collect(entry: ReadEntry, done: (text: string) => void): void {
  const chunks: Uint8Array[] = [];
  entry.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  entry.on('end', () => done(Buffer.concat(chunks).toString('utf8')));
}

async function gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new ArchiveError('it is not a gzip file');
  const stream = new Blob([Buffer.from(bytes)])
    .stream()
    .pipeThrough<Uint8Array>(new DecompressionStream('gzip'));
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of stream) {
    total += chunk.byteLength;
    if (total > limit) throw new ArchiveError(`it unpacks to more than ${limit} bytes`);
    chunks.push(chunk);
  }
  if (total < 512) throw new ArchiveError('it holds no tar archive');
  return Buffer.concat(chunks);
}
