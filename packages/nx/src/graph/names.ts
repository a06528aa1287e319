import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Projects that Nx knows without us, by root ('.' for the repository's own): their names are taken. */
export type KnownNames = ReadonlyMap<string, string>;

export const nobody: KnownNames = new Map();

/**
 * The names that project.json files give, and the package.json of npm workspaces. A project of ours at
 * such a root goes by that name; elsewhere Nx takes each name once.
 */
export async function readKnownNames(root: string, files: readonly string[]): Promise<KnownNames> {
  const known = new Map<string, string>();
  const read = async (file: string): Promise<Record<string, unknown>> => {
    const text = await readFile(join(root, file), 'utf8').catch(() => '{}');
    try {
      return (JSON.parse(text) ?? {}) as Record<string, unknown>;
    } catch {
      // Whoever reads the file says so.
      return {};
    }
  };
  const named = (name: string): string[] => files.filter((file) => `/${file}`.endsWith(`/${name}`));
  const [packages, projects] = [named('package.json'), named('project.json')];
  const top = packages.includes('package.json') ? await read('package.json') : {};
  for (const file of packages) {
    const { name, nx } = await read(file);
    const set = nx as { name?: unknown } | undefined;
    if (top['workspaces'] === undefined && set === undefined) continue;
    if (file === 'package.json' && set === undefined) continue;
    note(file, set?.name ?? name, known);
  }
  for (const file of projects) note(file, (await read(file))['name'] ?? folderOf(file), known);
  return known;
}

function note(file: string, name: unknown, known: Map<string, string>): void {
  if (typeof name === 'string') known.set(rootOf(file), name);
}

function rootOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash === -1 ? '.' : file.slice(0, slash);
}

/** Nx names a project without a name after its folder. */
function folderOf(file: string): string {
  return rootOf(file).split('/').at(-1) ?? '';
}
