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
  const folders = new Set([
    ...repository.crates.map(({ directory }) => directory),
    ...repository.pythons.map(({ directory }) => directory),
  ]);
  const taken = new Set<string>(['release', ...known.values()]);
  return [...folders].sort().map((directory) => {
    const crate = repository.crates.find((one) => one.directory === directory) ?? null;
    const python = repository.pythons.find((one) => one.directory === directory) ?? null;
    const root = directory || '.';
    const own = crate?.name ?? python?.name ?? directory;
    const name = known.get(root) ?? unique(own, directory, crate ? 'crate' : 'python', taken);
    return { name, root, crate, python, needs: needs(crate, python, repository) };
  });
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
  repository: Repository,
): string[] {
  const manifests = [
    ...(crate?.dependencies.map(({ manifest }) => manifest) ?? []),
    ...(python ? [python.crateManifest] : []),
  ];
  const own = crate?.directory ?? python?.directory;
  const directories = manifests
    .map((manifest) => repository.crates.find((one) => one.manifest === manifest)?.directory)
    .filter((directory) => directory !== undefined && directory !== own);
  return [...new Set(directories as string[])].map((directory) => directory || '.').sort();
}

/** The roots of every project that one is built from, directly or not. */
export function allNeeds(project: InferredProject, projects: readonly InferredProject[]): string[] {
  const seen = new Set<string>();
  const visit = (root: string): void => {
    if (seen.has(root)) return;
    seen.add(root);
    projects.find((one) => one.root === root)?.needs.forEach(visit);
  };
  project.needs.forEach(visit);
  return [...seen].sort();
}
