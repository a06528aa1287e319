import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { undeclaredImports } from './imports.ts';
import { joinModules } from './join.ts';

export const repository = join(import.meta.dirname, '../..');
const packages = join(repository, 'packages');
export const stage = join(repository, 'dist/stage');

/** What is packed of a package beside its compiled sources. */
const rest = /^(bin|schema|schemas)$|\.mjs$|^(executors|generators|nx-schema)\.json$|^README\.md$/;

/**
 * Compiles every package and lays it out as npm is to pack it, in dist/stage: JavaScript and types where
 * the sources were, since Node strips no types below node_modules, and the JavaScript joined to a few files. Throws when
 * something that is left still names a TypeScript file, or imports what its package does not declare.
 *
 * @returns the names of the folders, in dist/stage
 */
export async function stageAll(): Promise<string[]> {
  await rm(stage, { recursive: true, force: true });
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  await execa(process.execPath, [compiler, '-p', join(import.meta.dirname, 'tsconfig.json')], {
    cwd: repository,
    stderr: 'inherit',
    stdout: process.stderr,
  });
  const names: string[] = [];
  for (const name of (await readdir(packages)).sort()) {
    const manifest = await readFile(join(packages, name, 'package.json'), 'utf8').catch(() => null);
    if (manifest === null) continue;
    await copyRest(name);
    await writeFile(join(stage, name, 'package.json'), toPublished(manifest));
    await cp(join(repository, 'LICENSE'), join(stage, name, 'LICENSE'));
    await joinModules(join(stage, name));
    await refuseTypeScript(join(stage, name));
    await refuseUndeclared(join(stage, name));
    await refuseUnpublishable(join(stage, name));
    names.push(name);
  }
  return names;
}

async function copyRest(name: string): Promise<void> {
  await mkdir(join(stage, name), { recursive: true });
  for (const entry of await readdir(join(packages, name))) {
    if (!rest.test(entry)) continue;
    const to = join(stage, name, entry);
    await cp(join(packages, name, entry), to, { recursive: true });
    if (entry.endsWith('.mjs')) await writeFile(to, toJavaScript(await readFile(to, 'utf8')));
  }
  const bin = join(stage, name, 'bin');
  for (const file of await readdir(bin).catch(() => [])) {
    const to = join(bin, file);
    await writeFile(to, toJavaScript(await readFile(to, 'utf8')));
  }
}

/** Specifiers and paths of our own sources: `./src/plugin.ts`. */
const ownSource = /((['"`])\.{1,2}\/[^'"`\n]*?)\.ts\2/g;

function toJavaScript(text: string): string {
  return text.replace(ownSource, '$1.js$2');
}

/** package.json for the registry: exports of what was compiled, nothing that only this workspace needs. */
function toPublished(text: string): string {
  const manifest = JSON.parse(text) as Manifest;
  const exports = Object.entries(manifest.exports ?? {}).map(([key, path]) => [
    key,
    toExport(path),
  ]);
  const kept = Object.entries(manifest).filter(([key]) => !/^(nx|devDependencies)$/.test(key));
  const published = { ...Object.fromEntries(kept), exports: Object.fromEntries(exports) };
  return `${JSON.stringify(published, null, 2)}\n`;
}

interface Manifest {
  readonly exports?: Readonly<Record<string, string>>;
}

function toExport(path: string): string | { types: string; default: string } {
  if (!path.endsWith('.ts')) return path;
  const base = path.slice(0, -'.ts'.length);
  return { types: `${base}.d.ts`, default: `${base}.js` };
}

/** What was missed would fail at the user's, not here. */
async function refuseTypeScript(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|mjs|json)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    const [found] = (await readFile(file, 'utf8')).match(ownSource) ?? [];
    if (found !== undefined && !found.includes('.d.ts')) {
      throw new Error(`${relative(stage, file)} still names ${found}`);
    }
  }
}

/** What npm, or who installs it, would stumble over. */
async function refuseUnpublishable(folder: string): Promise<void> {
  const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true });
  if (messages.length === 0) return;
  const lines = messages.map((one) => `\n  ${formatMessage(one, pkg, { color: false })}`).join('');
  throw new Error(`publint finds in ${relative(stage, folder)}:${lines}`);
}

async function refuseUndeclared(folder: string): Promise<void> {
  const found = await undeclaredImports(folder);
  if (found.length === 0) return;
  const lines = found.map((line) => `\n  ${line}`).join('');
  throw new Error(`${relative(stage, folder)}/package.json does not declare all imports:${lines}`);
}
