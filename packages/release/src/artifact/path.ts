import type { ArchiveEntry } from './entry.ts';

/** A path and what is wrong with it. */
export interface RefusedEntry {
  readonly entry: string;
  readonly detail: string;
}

const DRIVE = /^[A-Za-z]:/;

const UNPRINTABLE = /[\u0000-\u001f\u007f]/;

const pathRules: readonly (readonly [(path: string) => boolean, string])[] = [
  [(path) => path === '', 'it has no name'],
  [(path) => UNPRINTABLE.test(path), 'it holds a control character'],
  [(path) => path.includes('\\'), 'it holds a backslash'],
  [(path) => path.startsWith('/') || DRIVE.test(path), 'it is an absolute path'],
  [(path) => path.split('/').includes('..'), 'it leads out of the archive'],
];

/** Why a path inside an archive must not be unpacked, or null. */
export function pathProblem(path: string): string | null {
  return pathRules.find(([applies]) => applies(path))?.[1] ?? null;
}

/** Where a link leads, seen from the archive's root; null when it leads out of it. */
function linkTarget(entry: ArchiveEntry): string | null {
  const target = entry.target ?? '';
  if (pathProblem(target) !== null && !target.startsWith('..') && !target.includes('/../'))
    return null;
  const parts = entry.kind === 'symlink' ? entry.path.split('/').slice(0, -1) : [];
  for (const part of target.split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function entryProblem(entry: ArchiveEntry, links: 'refused' | 'inside'): string | null {
  if (entry.kind === 'other') return 'it is neither a file nor a folder';
  if (entry.kind === 'file' || entry.kind === 'folder') return null;
  if (links === 'refused') return `it is a link to ${entry.target}`;
  return linkTarget(entry) === null ? `it is a link out of the archive, to ${entry.target}` : null;
}

/** Every entry that must not be unpacked; one row each, and one for each path that comes twice. */
export function refusedEntries(
  entries: readonly ArchiveEntry[],
  links: 'refused' | 'inside',
): readonly RefusedEntry[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const twice = entry.kind !== 'folder' && seen.has(entry.path);
    seen.add(entry.path);
    const detail =
      pathProblem(entry.path) ?? entryProblem(entry, links) ?? (twice ? 'it is there twice' : null);
    return detail === null ? [] : [{ entry: entry.path, detail }];
  });
}
