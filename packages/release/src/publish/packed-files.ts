import { crateFiles, readLockFile } from '../artifact/index.ts';
import type { SourceCopy } from '../build/index.ts';
import type { Workshop } from '../command/index.ts';
import { toMatcher, type Crate } from '../manifest/index.ts';
import type { Artifact } from '../plan/index.ts';

/**
 * Puts into a copy of the sources what a crate was packed with and git does not know, where that is not here: files that
 * the options name and a job before made, and the lock file that cargo made there. cargo packs once more, and is
 * to come to the same bytes; no token is given for others.
 */
export async function bringPacked(
  { directory, workspace }: Crate,
  artifact: Artifact,
  source: SourceCopy,
  { root, ports, packUntracked = [] }: Workshop,
): Promise<void> {
  const { files } = ports;
  const lockFile = `${source.root}/${below(workspace, 'Cargo.lock')}`;
  const lacksLock = !(await files.exists(lockFile));
  if (!lacksLock && packUntracked.length === 0) return;
  const bytes = (await files.readBytes(`${root}/${artifact.path}`)) ?? new Uint8Array();
  const locked = lacksLock ? await readLockFile(bytes) : null;
  if (locked !== null) await files.write(lockFile, locked);
  const patterns = packUntracked.map(toMatcher);
  const isNamed = (file: string): boolean => patterns.some((matches) => matches(file));
  const isLacking = (file: string): boolean =>
    isNamed(below(directory, file)) && !source.files.has(below(directory, file));
  for (const [file, content] of await crateFiles(bytes, isLacking)) {
    await files.write(`${source.root}/${below(directory, file)}`, content);
  }
}

const below = (folder: string, file: string): string =>
  folder === '' ? file : `${folder}/${file}`;
