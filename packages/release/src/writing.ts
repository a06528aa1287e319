import { diskIsFull } from './finding/index.ts';
import type { Files } from './ports.ts';

/** What the system says where there is no room: of the disk, of the user's share of it. */
const full = ['ENOSPC', 'EDQUOT'];

/** The same files; a write that finds no room throws SlipwayError SLW510 instead of the system's error. */
export function tellingFullDisk(files: Files): Files {
  const telling = async <T>(file: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException;
      throw full.includes(code)
        ? diskIsFull.error({ file, detail: code }, { cause: error })
        : error;
    }
  };
  return {
    ...files,
    write: (path, content) => telling(path, () => files.write(path, content)),
    copy: (from, to) => telling(to, () => files.copy(from, to)),
    copyAll: (from, to, paths) => telling(to, () => files.copyAll(from, to, paths)),
    makeDirectory: (path) => telling(path, () => files.makeDirectory(path)),
    createDirectory: (path) => telling(path, () => files.createDirectory(path)),
    temporaryDirectory: (prefix) => telling(prefix, () => files.temporaryDirectory(prefix)),
  };
}
