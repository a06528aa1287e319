import { readdir, readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import ts from 'typescript';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * What the files of a staged package import by a name that its package.json does not declare. In this workspace
 * everything is found, since npm puts it all into one folder; a user's package manager brings what is declared.
 * Optional peers may be named by types alone.
 *
 * @returns a line for each
 */
export async function undeclaredImports(folder: string): Promise<string[]> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const peers = Object.keys(manifest.peerDependencies ?? {});
  const optional = (name: string) => manifest.peerDependenciesMeta?.[name]?.optional === true;
  const brought = [manifest.name, ...Object.keys(manifest.dependencies ?? {})];
  const atRunTime = new Set([...brought, ...peers.filter((name) => !optional(name))]);
  const forTypes = new Set([...brought, ...peers]);
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|mjs|ts)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const known = entry.name.endsWith('.d.ts') ? forTypes : atRunTime;
    const unknown = packagesIn(await readFile(file, 'utf8')).filter((name) => !known.has(name));
    found.push(...unknown.map((name) => `${relative(folder, file)} imports ${name}`));
  }
  return found.sort();
}

/** The packages that a file imports by name, dynamic imports included. Pure. */
function packagesIn(text: string): string[] {
  const { importedFiles } = ts.preProcessFile(text, true, true);
  const bare = importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => !/^[./]/.test(name) && !isBuiltin(name))
    .map((name) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
  return [...new Set(bare)];
}
