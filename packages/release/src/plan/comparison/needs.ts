import { needUnmet, nowhere, type Finding } from '../../finding/index.ts';
import { acceptsVersion } from '../../version/index.ts';

/** A version of a crate at crates.io, and what it is compiled with. */
export interface LiveCrate {
  readonly name: string;
  readonly version: string;
  readonly yanked: boolean;
  readonly needs: readonly { readonly name: string; readonly requirement: string }[];
}

/**
 * What a live crate needs of the crates in `known`, where crates.io has no version that it accepts (SLW448). Pure.
 * `known` are all versions of crates of this repository, by name; others are not looked at.
 */
export function findUnmetNeeds(
  { name, version, yanked, needs }: LiveCrate,
  known: ReadonlyMap<string, readonly LiveCrate[]>,
): Finding[] {
  if (yanked) return [];
  return needs
    .filter(({ name: need, requirement }) => {
      const versions = known.get(need);
      return versions?.every((one) => one.yanked || !acceptsVersion(requirement, one.version));
    })
    .map(({ name: need, requirement }) =>
      needUnmet.at(nowhere, { name, version, need, requirement }),
    );
}
