import {
  liveKey,
  precedingCrates,
  type Action,
  type Live,
  type PackageRow,
} from '../plan/index.ts';
import type { Repository } from '../manifest/index.ts';
import { budgetFor, type CrateWork, type PackageWork, type Work } from './estimate.ts';

/** What files usually are, in bytes, where they are not built yet. */
const usualBytes = { crate: 50_000, sdist: 500_000, wheel: 2_000_000 };

/**
 * What a plan will upload: files by what the manifests say, their sizes guessed. A crate that crates.io has never seen
 * has to be made by its owner, and is counted. Pure.
 */
export function plannedWork(
  { crates }: Pick<Repository, 'crates'>,
  packages: readonly PackageRow[],
  actions: readonly Action[],
  live: Live,
): Work {
  const wanted = actions.filter(({ decision }) => decision === 'publish');
  const ofCrates = wanted.filter(({ registry }) => registry === 'crates.io');
  const files = new Map(ofCrates.map((action) => [action.package, action.file]));
  const preceding = precedingCrates(crates.filter(({ publishable }) => publishable));
  const crateWork = ofCrates.map(({ package: name, file }): CrateWork => {
    const after = (preceding.get(name) ?? []).flatMap((other) => files.get(other) ?? []);
    const isNew = live.get(liveKey({ registry: 'crates.io', name }))?.versions?.length === 0;
    return { file, after, bytes: usualBytes.crate, budget: isNew ? budgetFor(true) : null };
  });
  const rows = new Map(packages.map((row) => [`${row.ecosystem} ${row.name}`, row]));
  const packageWork = wanted
    .filter(({ registry }) => registry === 'PyPI')
    .flatMap((action) => packageWorkOf(action, rows.get(`python ${action.package}`)));
  return { crates: crateWork, packages: packageWork, pypi: 'PyPI' };
}

function packageWorkOf({ package: name }: Action, row: PackageRow | undefined): PackageWork[] {
  if (!row) return [];
  const { platforms = [], sdist = false } = row;
  const wheels = platforms.flatMap(({ target, interpreters }) =>
    (interpreters.length > 0 ? interpreters : ['']).map((one) => `${name} ${target} ${one}`),
  );
  const files = wheels.map((file) => ({ file, bytes: usualBytes.wheel }));
  const source = sdist ? [{ file: `${name} sdist`, bytes: usualBytes.sdist }] : [];
  return [{ name, isBegun: false, files: [...files, ...source] }];
}
