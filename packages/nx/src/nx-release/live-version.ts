import { isPython, liveKey, type Package } from '@slipway/release/plan';
import { cratesIo, observeLive, pypi } from '@slipway/release/registry';
import { toPep440, toSemver } from '@slipway/release/version';
import { compareVersions } from './order.ts';

/** Milliseconds until a registry that says nothing is taken to have nothing to say. */
const patience = 10_000;

/** The highest version that the package's registry has, as Cargo spells it; a final one where there is one. */
export async function readLiveVersion(
  one: Package,
  ports: Parameters<typeof observeLive>[2],
): Promise<{ currentVersion: string; logText: string } | null> {
  const registry = isPython(one) ? 'PyPI' : 'crates.io';
  const asked = { registry, name: one.name } as const;
  const live = await observeLive([asked], { cratesIo, pypi }, ports, patience);
  const found = live.get(liveKey(asked))?.versions ?? [];
  const versions = found.flatMap((version) => inSemver(version) ?? []).toSorted(compareVersions);
  const highest = versions.findLast((version) => !version.includes('-')) ?? versions.at(-1);
  return highest === undefined
    ? null
    : { currentVersion: highest, logText: `${one.name} on ${registry}` };
}

/** A version in Cargo's spelling, whichever it has. */
export function inSemver(version: string): string | null {
  return toPep440(version).ok ? version : toSemver(version);
}
