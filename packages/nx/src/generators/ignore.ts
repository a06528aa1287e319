/** What Nx and Slipway write into a repository, and no commit should hold. */
const own = ['node_modules/', '.nx/', '.slipway/', 'dist/'] as const;

/** What git says of the files in question. */
export interface GitView {
  /** Tracked files. */
  readonly tracked: readonly string[];
  /** Files that a commit must hold, and that patterns such as `*.json` keep out. */
  readonly hidden: readonly string[];
}

/** What sets the workspace up: to be committed. */
export const settingUp = ['package.json', 'package-lock.json', 'nx.json'] as const;

/**
 * .gitignore with the lines that it lacks: for what Nx and Slipway write, and against patterns that hide
 * the workspace's own files. Pure. A folder whose files are tracked is left alone.
 * @param text null where there is none
 */
export function withIgnored(text: string | null, { tracked, hidden }: GitView): string {
  const lines = new Set(
    (text ?? '').split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, '')),
  );
  const missing = own.filter((folder) => {
    const name = folder.slice(0, -1);
    return !lines.has(name) && !tracked.some((file) => file.startsWith(folder));
  });
  const added = [...missing, ...hidden.map((file) => `!/${file}`)];
  if (added.length === 0) return text ?? '';
  const eol = text?.includes('\r\n') ? '\r\n' : '\n';
  const head =
    text === null || text === '' ? '' : text.endsWith('\n') ? text + eol : text + eol + eol;
  return `${head}# Nx and Slipway${eol}${added.map((line) => line + eol).join('')}`;
}
