import type { Crate, PythonPackage } from './model.ts';
import { normalizedName } from './name.ts';

/**
 * Crates that say nothing of `publish` are published only when something tells that they are meant
 * to be: cargo would take them all. A published crate needs them; the project names them (`named`);
 * or they have what crates.io demands, and a library that does more than make a Python module. Pure.
 */
export function askConsent(
  crates: readonly Crate[],
  pythons: readonly PythonPackage[],
  named: readonly string[] = [],
): Crate[] {
  const opted = new Set(named.map(normalizedName));
  const isOpted = ({ name }: Crate): boolean => opted.has(normalizedName(name));
  const bound = new Set(pythons.map(({ crateManifest }) => crateManifest));
  const meant = (crate: Crate): boolean => {
    if (crate.publish !== 'unsaid') return crate.publish === 'yes';
    const demanded = crate.description !== null && (crate.license ?? crate.licenseFile) !== null;
    const module = bound.has(crate.manifest) && crate.cdylibOnly;
    return isOpted(crate) || (demanded && !module);
  };
  const needed = withNeeded(crates.filter(meant), crates, ({ publish }) => publish === 'unsaid');
  return crates.map((crate) => {
    if (crate.publish !== 'unsaid') return crate;
    const publishable = needed.has(crate.manifest);
    const inferred = publishable && !isOpted(crate);
    return { ...crate, publish: publishable ? 'yes' : 'opt-in', publishable, inferred };
  });
}

/** The manifests of these crates and of all that cargo wants on the registry before them, if it `may` be. */
export function withNeeded(
  published: readonly Crate[],
  crates: readonly Crate[],
  may: (crate: Crate) => boolean,
): ReadonlySet<string> {
  const byManifest = new Map(crates.map((crate) => [crate.manifest, crate]));
  const needed = new Set<string>();
  const queue = [...published];
  for (let crate = queue.pop(); crate; crate = queue.pop()) {
    if (needed.has(crate.manifest)) continue;
    needed.add(crate.manifest);
    for (const { manifest, kind, requirement } of crate.dependencies) {
      const next = byManifest.get(manifest);
      if (next && may(next) && (kind !== 'dev' || requirement !== null)) queue.push(next);
    }
  }
  return needed;
}
