import { dependencyCycle, type Finding } from '../finding/index.ts';
import type { Crate, InternalDependency } from '../manifest/index.ts';

/** Whether cargo wants the dependency on the registry first: a dev-dependency by path alone is dropped. */
export function mustPrecede({ kind, requirement }: InternalDependency): boolean {
  return kind !== 'dev' || requirement !== null;
}

/**
 * The crates that are published, each after those it needs; by name where nothing else decides.
 * A circle is a finding that names it, and its crates are left in the order of their names.
 */
export function orderCrates(crates: readonly Crate[]): { order: string[]; findings: Finding[] } {
  const published = crates.filter(({ publishable }) => publishable);
  const byManifest = new Map(published.map((crate) => [crate.manifest, crate]));
  const order: string[] = [];
  const findings: Finding[] = [];
  const done = new Set<Crate>();
  const visit = (crate: Crate, trail: readonly Crate[]): void => {
    if (done.has(crate)) return;
    if (trail.includes(crate)) {
      findings.push(circle(crate, trail));
      return;
    }
    const needed = crate.dependencies
      .filter(mustPrecede)
      .flatMap(({ manifest }) => byManifest.get(manifest) ?? [])
      .filter((other) => other !== crate)
      .toSorted(byName);
    for (const other of needed) visit(other, [...trail, crate]);
    if (done.has(crate)) return;
    done.add(crate);
    order.push(crate.name);
  };
  for (const crate of published.toSorted(byName)) visit(crate, []);
  return { order, findings };
}

const byName = (a: Crate, b: Crate): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function circle(crate: Crate, trail: readonly Crate[]): Finding {
  const round = [...trail.slice(trail.indexOf(crate)), crate];
  const cycle = round.map(({ name }) => name).join(' → ');
  const closing = trail.at(-1)?.dependencies.find(({ manifest }) => manifest === crate.manifest);
  return dependencyCycle.at(
    { file: closing?.file ?? crate.manifest, line: closing?.line ?? null },
    { cycle },
  );
}
