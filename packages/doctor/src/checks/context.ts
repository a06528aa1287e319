import type { Finding } from '@slipway/release/finding';
import type { Publish, Registry, ReleaseDescription } from '../release-workflow/index.ts';
import type { Workflow } from '../workflow/index.ts';

/** What a check looks at. */
export interface Context {
  readonly workflows: readonly Workflow[];
  /** Every tracked file. */
  readonly listing: readonly string[];
  readonly description: ReleaseDescription;
}

/** A check of the workflows: what it finds, in any order. Pure. */
export type Check = (context: Context) => readonly Finding[];

/** The registries whose uploads cannot be taken back. */
export function isPackageRegistry(registry: Registry): boolean {
  return registry === 'crates.io' || registry === 'PyPI' || registry === 'npm';
}

/** The names of what is published where, each once, for a message. */
export function registriesOf(publishes: readonly Pick<Publish, 'registry'>[]): string {
  return [...new Set(publishes.map(({ registry }) => registry))].sort().join(', ');
}
