/** The folder of a file: '' for the repository's root. */
export function directoryOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash === -1 ? '' : file.slice(0, slash);
}

/** `relative` from `directory`, without `.` and `..`; both with forward slashes. */
export function resolvePath(directory: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${directory}/${relative}`.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** Whether a path is the folder or lies below it; everything lies below ''. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** Whether a path of a manifest is a pattern. */
export function isGlob(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * A test for paths like a glob of Cargo's `members`: `*`, `?` and `[a-z]` within one folder, `**`
 * across. https://docs.rs/glob/latest/glob/struct.Pattern.html
 */
export function toMatcher(pattern: string): (path: string) => boolean {
  if (!isGlob(pattern)) return (path) => path === pattern;
  const tokens = pattern.match(/\*\*\/?|\*|\?|\[[^\]]+\]|[^*?[]+|\[/g) ?? [];
  const source = tokens.map((token) => {
    if (token.startsWith('**')) return token.endsWith('/') ? '(?:.*/)?' : '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (/^\[.+\]$/.test(token)) {
      const inside = token.slice(1, -1).replaceAll(/[\\\][^]/g, '\\$&');
      return inside.startsWith('!') ? `[^/${inside.slice(1)}]` : `[${inside}]`;
    }
    return token.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  try {
    const expression = new RegExp(`^${source.join('')}$`);
    return (path) => expression.test(path);
  } catch {
    // A class like `[z-a]` is no pattern to cargo either.
    return () => false;
  }
}
