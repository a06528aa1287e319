import type { PackageScope } from '@slipway/release/changelog';
import type { Workshop } from '@slipway/release/command';
import { readFormerNames, type History } from '@slipway/release/history';
import {
  directoryOf,
  type Crate,
  type PythonPackage,
  type Repository,
} from '@slipway/release/manifest';
import { isPython, type VersionGroup } from '@slipway/release/plan';

/** The folders whose commits a group's notes tell of: its own, and those of the crates it bundles. */
export function scopeOf(
  { packages }: Pick<VersionGroup, 'packages'>,
  repository: Repository,
): PackageScope {
  const bundled = packages.filter(isPython).flatMap((one) => bundledBy(one, repository));
  const all = [...packages, ...bundled];
  const paths = [...new Set(all.map(({ directory }) => directory))].sort();
  const others = [...repository.crates, ...repository.pythons, ...repository.others];
  const except = [...new Set(others.map(({ directory }) => directory))].filter(
    (directory) => !paths.includes(directory),
  );
  return { name: packages[0]?.name ?? '', paths, except };
}

/**
 * The same with the folders where these packages were before, as far as no other package has them now.
 * Commits since the last release may have been made there.
 */
export async function withFormerFolders<S extends PackageScope>(
  scopes: readonly S[],
  history: History,
  repository: Repository,
  place: Pick<Workshop, 'root' | 'ports'>,
): Promise<S[]> {
  const packages = [...repository.crates, ...repository.pythons];
  const manifests = packages.map(({ manifest }) => manifest);
  const former = await readFormerNames(place, history, manifests);
  const taken = new Set([...packages, ...repository.others].map(({ directory }) => directory));
  return scopes.map((scope) => {
    const own = packages.filter(({ directory }) => scope.paths.includes(directory));
    const folders = own.flatMap(({ manifest }) => former.get(manifest) ?? []).map(directoryOf);
    const free = folders.filter((folder) => !taken.has(folder));
    return free.length === 0 ? scope : { ...scope, paths: [...new Set([...scope.paths, ...free])] };
  });
}

/** What a wheel is made of: the crate it binds, and all that is below, on their own releases or not. */
function bundledBy({ crateManifest }: PythonPackage, { crates }: Repository): Crate[] {
  const byManifest = new Map(crates.map((crate) => [crate.manifest, crate]));
  const bundled = new Set<Crate>();
  const queue = [byManifest.get(crateManifest)];
  while (queue.length > 0) {
    const crate = queue.pop();
    if (!crate || bundled.has(crate)) continue;
    bundled.add(crate);
    const below = crate.dependencies.filter(({ kind }) => kind !== 'dev');
    queue.push(...below.map(({ manifest }) => byManifest.get(manifest)));
  }
  return [...bundled];
}
