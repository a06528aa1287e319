/** One entry of an archive, as the archive states it. */
export interface ArchiveEntry {
  /** As written in the archive; a folder without its last slash. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'hardlink' | 'other';
  /** Unpacked size. */
  readonly bytes: number;
  /** Where a link leads; null for everything else. */
  readonly target: string | null;
}

/** An archive from which nothing can be told. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly fileName: string;
  readonly detail: string;
}

/** What an archive's format, or a registry's limit, forbids to read. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** Runs a reader; whatever it throws becomes an `Unreadable`, for bytes are the user's world. */
export async function readOr<T>(fileName: string, read: () => Promise<T>): Promise<T | Unreadable> {
  try {
    return await read();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { kind: 'unreadable', fileName, detail };
  }
}

/** The files among some entries, by path. */
export function filePaths(entries: readonly ArchiveEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ kind, path }) => (kind === 'folder' ? [] : [path])));
}

/** The first segments of all paths, each once, in the order of the archive. */
export function topFolders(entries: readonly ArchiveEntry[]): readonly string[] {
  return [...new Set(entries.map(({ path }) => path.split('/')[0] ?? ''))];
}
