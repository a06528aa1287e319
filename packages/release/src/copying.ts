import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Files } from './ports.ts';

/** Files at the same time. */
const atOnce = 32;

/** Copies files as they are; see `Files.copyAll`. Part of `node.ts`, in a file of its own. */
export const copyAll: Files['copyAll'] = async (from, to, paths) => {
  const folders = new Set(paths.map((path) => dirname(join(to, path))));
  await fs.mkdir(to, { recursive: true });
  for (const folder of folders) await fs.mkdir(folder, { recursive: true });
  const queue = paths.values();
  const work = async (): Promise<void> => {
    for (const path of queue) await copyOne(join(from, path), join(to, path));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
};

async function copyOne(from: string, to: string): Promise<void> {
  try {
    const found = await fs.lstat(from);
    if (found.isSymbolicLink()) await fs.symlink(await fs.readlink(from), to);
    else if (found.isFile()) await fs.copyFile(from, to, constants.COPYFILE_FICLONE);
  } catch (error) {
    // Deleted, or a folder stands in its place: it is not there as git knows it.
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!['ENOENT', 'ENOTDIR'].includes(code)) throw error;
  }
}
