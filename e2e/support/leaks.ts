import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What crates.io, PyPI and GitHub give: registry tokens, and JSON Web Tokens. */
export const tokens =
  /cio_tp_[A-Za-z0-9]{32}|pypi-[A-Za-z0-9_-]{16,}|eyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/;

export interface Watched {
  /** Processes that were seen at work. */
  readonly programs: ReadonlySet<string>;
  /** Where a token stood in arguments or an environment. */
  readonly leaks: readonly string[];
}

/** Looks at the arguments and the environment of every process below a folder, many times a second. */
export function watch(root: string, secret = tokens): { stop(): Promise<Watched> } {
  const programs = new Set<string>();
  const leaks: string[] = [];
  let isOver = process.platform !== 'linux';
  const look = async (pid: string): Promise<void> => {
    const read = (file: string): Promise<string> =>
      readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
    const [command, environment] = await Promise.all([read('cmdline'), read('environ')]);
    if (!command.includes(root) && !environment.includes(root)) return;
    programs.add(command.split('\0')[0]?.split('/').at(-1) ?? '');
    const leak = secret.exec(command) ?? secret.exec(environment);
    if (leak) leaks.push(`${command.replaceAll('\0', ' ')}: ${leak[0].slice(0, 12)}…`);
  };
  const loop = (async () => {
    while (!isOver) {
      const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      await Promise.all(pids.map(look));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await loop;
      return { programs, leaks };
    },
  };
}

/** The files below a folder that were written since (milliseconds since 1970), and that hold a token. */
export async function leaking(folder: string, since: number, secret = tokens): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !['node_modules', 'tools', 'cache'].includes(entry.name)) {
      found.push(...(await leaking(path, since, secret)));
    }
    // Others work in temporary folders at the same time: what is gone meanwhile was none of ours.
    const written = entry.isFile() ? await stat(path).catch(() => null) : null;
    if (written === null || written.mtimeMs < since) continue;
    const leak = secret.exec(await readFile(path, 'latin1').catch(() => ''));
    if (leak) found.push(`${path}: ${leak[0].slice(0, 12)}…`);
  }
  return found;
}
