import { resolvePath, type Document, type Repository } from '../manifest/index.ts';
import { dependenciesOf, patchesOf, type Dependency } from './cargo.ts';

/** How the Cargo manifests of a repository lead to each other, examples and fixtures with them. */
export interface CargoGraph {
  readonly dependencies: (manifest: string) => readonly Dependency[];
  /** The manifests whose packages a lock file in this folder may hold. */
  readonly lockedIn: (directory: string) => ReadonlySet<string>;
}

export function readGraph(
  { crates }: Repository,
  documents: ReadonlyMap<string, Document>,
): CargoGraph {
  const byManifest = new Map(crates.map((crate) => [crate.manifest, crate]));
  const patches = new Map<string, ReadonlyMap<string, string>>();
  const patchesFor = (manifest: string): ReadonlyMap<string, string> => {
    const crate = byManifest.get(manifest);
    // Only the root of a workspace patches.
    const root = crate ? resolvePath(crate.workspace, 'Cargo.toml') : manifest;
    const document = documents.get(root);
    const known = patches.get(root) ?? (document ? patchesOf(document) : new Map());
    patches.set(root, known);
    return known;
  };
  const dependencies = new Map(
    [...documents].map(([file, document]) => [file, dependenciesOf(document, patchesFor(file))]),
  );
  const members = Map.groupBy(crates, ({ workspace }) => workspace);
  const lockedIn = (directory: string): ReadonlySet<string> => {
    const named = members.get(directory) ?? [];
    const locked = new Set([
      resolvePath(directory, 'Cargo.toml'),
      ...named.map(({ manifest }) => manifest),
    ]);
    // A set gives also what is added while it is gone through.
    for (const manifest of locked) {
      for (const next of dependencies.get(manifest) ?? []) locked.add(next.manifest);
      for (const next of byManifest.get(manifest)?.dependencies ?? []) locked.add(next.manifest);
    }
    return locked;
  };
  return { dependencies: (manifest) => dependencies.get(manifest) ?? [], lockedIn };
}
