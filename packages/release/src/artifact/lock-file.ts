import { readTarball } from './tarball.ts';
import { unpackedLimit } from './wheel.ts';

/** The Cargo.lock that a `.crate` or an sdist holds, the outermost; null when it holds none, or cannot be read. */
export async function readLockFile(bytes: Uint8Array): Promise<string | null> {
  const isLock = (path: string): boolean => /(?:^|\/)Cargo\.lock$/.test(path);
  const tar = await readTarball(bytes, unpackedLimit(bytes.byteLength), isLock).catch(() => null);
  const depth = (path: string): number => path.split('/').length;
  const [outermost] = [...(tar?.texts.keys() ?? [])].sort((a, b) => depth(a) - depth(b));
  return outermost === undefined ? null : tar!.texts.get(outermost)!;
}
