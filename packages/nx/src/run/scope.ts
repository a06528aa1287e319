import type { PackageScope } from '@slipway/release/changelog';
import type { Crate, PythonPackage, Repository } from '@slipway/release/manifest';
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
