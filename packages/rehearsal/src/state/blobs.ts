import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files by the SHA-256 of their bytes. */
export interface Blobs {
  /** Keeps the bytes; returns their SHA-256, which the caller may know already, once they are safe. */
  put(bytes: Uint8Array, known?: string): Promise<string>;
  get(sha256: string): Promise<Buffer | null>;
}

export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function blobsIn(folder: string): Blobs {
  mkdirSync(folder, { recursive: true });
  const place = (sha256: string): string => join(folder, sha256);
  return {
    async put(bytes, sha256 = sha256Of(bytes)) {
      const kept = await stat(place(sha256)).catch(() => null);
      if (kept?.size !== bytes.byteLength) await writeWhole(place(sha256), bytes);
      return sha256;
    },
    get: (sha256) => readFile(place(sha256)).catch(absent),
  };
}

export function blobsInMemory(): Blobs {
  const kept = new Map<string, Buffer>();
  return {
    async put(bytes, sha256 = sha256Of(bytes)) {
      kept.set(sha256, Buffer.from(bytes));
      return sha256;
    },
    get: async (sha256) => kept.get(sha256) ?? null,
  };
}

/** Writes a file so that it is there whole or not at all, even if the process is killed. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const draft = join(dirname(path), `.draft-${randomUUID()}`);
  await writeFile(draft, content);
  await rename(draft, path);
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
