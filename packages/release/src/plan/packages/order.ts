import { dependencyCycle, type Finding } from '../../finding/index.ts';
import type { Crate, InternalDependency } from '../../manifest/index.ts';

/** Whether cargo wants the dependency on the registry first: a dev-dependency by path alone is dropped. */
export function mustPrecede({ kind, requirement }: InternalDependency): boolean {
  return kind !== 'dev' || requirement !== null;
}

/**
 * The crates that are published, each after those it needs; by name where nothing else decides.
 * A circle is a finding that names it, at the dependency that closes it (SLW109); its crates are
 * left in the order in which they were met.
 */
export function orderCrates(crates: readonly Crate[]): { order: string[]; findings: Finding[] } {
  const published = crates.filter(({ publishable }) => publishable);
  const byManifest = new Map(published.map((crate) => [crate.manifest, crate]));
  const findings: Finding[] = [];
  const done = new Set<Crate>();
  const trail = new Set<Crate>();
  // No recursion: a chain of crates may be longer than a stack is deep.
  const open: { readonly crate: Crate; readonly needed: Crate[] }[] = [];
  const enter = (crate: Crate): void => {
    trail.add(crate);
    open.push({ crate, needed: neededBy(crate, byManifest).reverse() });
  };
  for (const first of published.toSorted(byName)) {
    if (!done.has(first)) enter(first);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const other = top.needed.pop();
      if (!other) {
        open.pop();
        trail.delete(top.crate);
        done.add(top.crate);
      } else if (trail.has(other)) findings.push(circle([...trail], other));
      else if (!done.has(other)) enter(other);
    }
  }
  return { order: [...done].map(({ name }) => name), findings };
}

/** Those of some crates that cargo wants on the registry before each of them, by name. */
export function precedingCrates(crates: readonly Crate[]): ReadonlyMap<string, readonly string[]> {
  const byManifest = new Map(crates.map((crate) => [crate.manifest, crate]));
  const namesOf = (crate: Crate): string[] => neededBy(crate, byManifest).map(({ name }) => name);
  return new Map(crates.map((crate) => [crate.name, namesOf(crate)]));
}

/** A dev-dependency on the crate itself asks nothing of the registry: cargo leaves it out of the order. */
function neededBy(crate: Crate, byManifest: ReadonlyMap<string, Crate>): Crate[] {
  const needed = crate.dependencies
    .filter(mustPrecede)
    .flatMap(({ manifest }) => byManifest.get(manifest) ?? [])
    .filter((other) => other !== crate);
  return [...new Set(needed)].sort(byName);
}

const byName = (a: Crate, b: Crate): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function circle(trail: readonly Crate[], closed: Crate): Finding {
  const round = [...trail.slice(trail.indexOf(closed)), closed];
  const cycle = round.map(({ name }) => name).join(' → ');
  const closing = trail
    .at(-1)
    ?.dependencies.find((one) => one.manifest === closed.manifest && mustPrecede(one));
  const at = { file: closing?.file ?? closed.manifest, line: closing?.line ?? null };
  return dependencyCycle.at(at, { cycle });
}
