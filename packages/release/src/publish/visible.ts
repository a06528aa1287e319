import { notVisible, otherBytes } from '../finding/index.ts';
import type { Artifact, Observation, RegistryName } from '../plan/index.ts';
import type { Ports } from '../ports.ts';

/** How long an accepted file may take to show, and how often we look, in milliseconds. */
const visibleWithin = 300_000;
const lookEvery = 1000;

/** Whether these bytes are there. @throws SlipwayError SLW402: other bytes under the same name end the release. */
export function isLive(
  { file, path, sha256: local }: Artifact,
  live: Observation,
  registry: RegistryName,
): boolean {
  const remote = live.get(file);
  if (remote === undefined || remote === local) return remote === local;
  const context = { registry, file, local, remote: remote ?? 'unknown' };
  throw otherBytes.error(context, { at: { file: path, line: null } });
}

/** Looks until all of them are to be seen. @throws SlipwayError SLW404 for one that is not, SLW402. */
export async function waitUntilVisible(
  artifacts: readonly Artifact[],
  observe: () => Promise<Observation>,
  registry: RegistryName,
  { clock }: Pick<Ports, 'clock'>,
): Promise<void> {
  const until = clock.now() + visibleWithin;
  for (;;) {
    const live = await observe();
    const absent = artifacts.find((one) => !isLive(one, live, registry));
    if (!absent) return;
    if (clock.now() >= until) {
      throw notVisible.error({ registry, file: absent.file, seconds: visibleWithin / 1000 });
    }
    await clock.sleep(lookEvery);
  }
}
