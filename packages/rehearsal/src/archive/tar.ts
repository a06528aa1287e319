import { gunzipSync } from 'node:zlib';
import { Parser } from 'tar';

/** crates.io unpacks no more than this, and PyPI less. */
const unpackedLimit = 512 * 1024 * 1024;

export interface TarEntry {
  readonly path: string;
  readonly type: string;
  /** Content of the files that were wanted, else empty. */
  readonly content: Buffer;
}

/** Lists a gzipped tar archive. Throws when it is damaged or unpacks to more than the limit. */
export async function readTarball(
  bytes: Buffer,
  isWanted: (path: string) => boolean,
  limit = unpackedLimit,
): Promise<TarEntry[]> {
  const unpacked = gunzipSync(bytes, { maxOutputLength: limit });
  const entries: TarEntry[] = [];
  return new Promise((resolve, reject) => {
    const parser = new Parser({
      strict: true,
      onReadEntry: (entry) => {
        const chunks: Buffer[] = [];
        if (isWanted(entry.path)) entry.on('data', (chunk) => chunks.push(chunk));
        else entry.resume();
        entry.on('end', () =>
          entries.push({ path: entry.path, type: entry.type, content: Buffer.concat(chunks) }),
        );
      },
    });
    // Kinds that are never unpacked, such as sparse files, are told all the same.
    parser.on('ignoredEntry', ({ path, type }) =>
      entries.push({ path, type, content: Buffer.alloc(0) }),
    );
    parser.on('error', reject);
    parser.on('end', () => resolve(entries));
    parser.end(unpacked);
  });
}
