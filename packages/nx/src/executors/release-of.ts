import type { ExecutorContext } from '@nx/devkit';
import type { DestinationName } from '@slipway/release/registry';
import type { ReleaseRun } from '@slipway/workspace/stage';

/** Where the tasks of this run release to; null where they release nothing. Pure. */
export function releaseOf({ taskGraph }: Pick<ExecutorContext, 'taskGraph'>): ReleaseRun | null {
  const opening = Object.values(taskGraph?.tasks ?? {}).find(
    ({ target }) => target.project === 'release' && target.target === 'destination',
  );
  if (!opening) return null;
  const { configuration = 'rehearsal' } = opening.target;
  const overrides = opening.overrides as Readonly<Record<string, unknown>>;
  const own = configuration === 'emergency' ? 'production' : configuration;
  // As they were typed: Nx spells names of options, and reads their values, for executors alone.
  const allowed = overrides['buildBesideIdentity'] ?? overrides['build-beside-identity'];
  return {
    destination: (overrides['destination'] ?? own) as DestinationName,
    isAllowed: allowed === true || allowed === 'true',
  };
}
