import { toMatcher } from './path.ts';
import { tableAt, textsAt, type Table } from './toml.ts';

/** Files at the root of a repository that npm, its likes and Nx need, and no user of a package. */
const names: ReadonlySet<string> = new Set([
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
  '.yarnrc.yml',
  'bun.lock',
  'bun.lockb',
  'nx.json',
  '.nxignore',
  'project.json',
]);

/** Whether a file at the root of a repository is there for npm and Nx alone. Pure. */
export function isToolFile(file: string): boolean {
  return names.has(file);
}

/**
 * Those of the files at a crate's root that npm and Nx need, and that cargo packs by what the manifest says: all but
 * what `exclude` names, or what `include` does. One that `include` names in full is meant. Pure.
 * @param manifest the table of Cargo.toml
 * @param files relative to the crate
 */
export function packedToolFiles(manifest: Table, files: readonly string[]): string[] {
  const own = tableAt(manifest, 'package');
  const [include, exclude] = [textsAt(own, 'include'), textsAt(own, 'exclude')];
  return files.filter(isToolFile).filter((file) => {
    if (include.some((pattern) => pattern.replace(/^\//, '') === file)) return false;
    return include.length > 0 ? isIgnored(file, include) : !isIgnored(file, exclude);
  });
}

/** Whether patterns of .gitignore's kind, the last of which counts, take a file at the root. */
function isIgnored(file: string, patterns: readonly string[]): boolean {
  const last = patterns.findLast((pattern) => matchesRoot(pattern.replace(/^!/, ''), file));
  return last !== undefined && !last.startsWith('!');
}

/** `/a`, `a`, `*.json`, and `**` before a slash: what is left must name the file. */
function matchesRoot(pattern: string, file: string): boolean {
  const rest = pattern.replace(/^\//, '').replace(/^(\*\*\/)+/, '');
  return rest === '**' || (!rest.includes('/') && toMatcher(rest)(file));
}
