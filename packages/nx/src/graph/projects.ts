import type { Crate, PythonPackage, Repository } from '@slipway/release/manifest';
import { nobody, type KnownNames } from './names.ts';

/** One Nx project: a folder with a crate, a Python package, or the two of a binding. */
export interface InferredProject {
  readonly name: string;
  readonly root: string;
  readonly crate: Crate | null;
  readonly python: PythonPackage | null;
  /** Roots of the projects whose crates it is built from, directly. */
  readonly needs: readonly string[];
}

/**
 * The projects of a repository, by folder. A folder's crate gives the name where there is one, unless the
 * project is `known` to Nx already, or its name is.
 */
export function inferProjects(
  repository: Repository,
  known: KnownNames = nobody,
): InferredProject[] {
  const crates = firstBy(repository.crates, ({ directory }) => directory);
  const pythons = firstBy(repository.pythons, ({ directory }) => directory);
  const byManifest = firstBy(repository.crates, ({ manifest }) => manifest);
  const taken = new Set<string>(['release', ...known.values()]);
  return [...new Set([...crates.keys(), ...pythons.keys()])].sort().map((directory) => {
    const crate = crates.get(directory) ?? null;
    const python = pythons.get(directory) ?? null;
    const root = directory || '.';
    const own = crate?.name ?? python?.name ?? directory;
    const name = known.get(root) ?? unique(own, directory, crate ? 'crate' : 'python', taken);
    return { name, root, crate, python, needs: needs(crate, python, byManifest) };
  });
}

function firstBy<T>(all: readonly T[], key: (one: T) => string): Map<string, T> {
  const first = new Map<string, T>();
  for (const one of all) if (!first.has(key(one))) first.set(key(one), one);
  return first;
}

/** Two folders may hold packages of one name: a crate and its Python package, or two of them. */
function unique(name: string, directory: string, kind: string, taken: Set<string>): string {
  const free = [name, `${name}-${kind}`, directory.replaceAll('/', '-')].find(
    (one) => !taken.has(one),
  );
  const chosen = free ?? `${name}-${taken.size}`;
  taken.add(chosen);
  return chosen;
}

function needs(
  crate: Crate | null,
  python: PythonPackage | null,
  byManifest: ReadonlyMap<string, Crate>,
): string[] {
  const manifests = [
    ...(crate?.dependencies.map(({ manifest }) => manifest) ?? []),
    ...(python ? [python.crateManifest] : []),
  ];
  const own = crate?.directory ?? python?.directory;
  const directories = manifests
    .map((manifest) => byManifest.get(manifest)?.directory)
    .filter((directory) => directory !== undefined && directory !== own);
  return [...new Set(directories as string[])].map((directory) => directory || '.').sort();
}

/** The projects by root. */
export type ProjectsByRoot = ReadonlyMap<string, InferredProject>;

export function byRoot(projects: readonly InferredProject[]): ProjectsByRoot {
  return firstBy(projects, ({ root }) => root);
}

/** Every project that one is built from, directly or not. */
export function allNeeds(project: InferredProject, projects: ProjectsByRoot): InferredProject[] {
  return reach(project, projects, () => true);
}

/**
 * The published crates that come right before a project: what is behind one that is published, is before
 * that one already.
 */
export function cratesBefore(
  project: InferredProject,
  projects: ProjectsByRoot,
): InferredProject[] {
  const reached = reach(project, projects, ({ crate }) => !crate?.publishable);
  return reached.filter(({ crate }) => crate?.publishable);
}

/** The projects that needs lead to, going on behind those for which `further` holds; by root. */
function reach(
  project: InferredProject,
  projects: ProjectsByRoot,
  further: (one: InferredProject) => boolean,
): InferredProject[] {
  const seen = new Set<string>();
  const reached: InferredProject[] = [];
  const queue = [...project.needs];
  for (let root = queue.pop(); root !== undefined; root = queue.pop()) {
    const next = projects.get(root);
    if (seen.has(root) || !next) continue;
    seen.add(root);
    reached.push(next);
    if (further(next)) queue.push(...next.needs);
  }
  return reached.sort((a, b) => (a.root < b.root ? -1 : 1));
}
