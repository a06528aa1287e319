/** Takes a directory and a path below it, both from the root of the repository. Null when it leads out of it. */
export function joinPath(directory: string, path: string): string | null {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) return null;
  const parts: string[] = [];
  for (const part of `${directory}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/');
}
