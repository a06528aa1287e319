import { makeOwnFolder } from '@slipway/release/command';
import { portInUse, rehearsalBusy } from '@slipway/release/finding';
import { startRehearsal, type Fault, type Rehearsal } from '@slipway/rehearsal';
import { join } from 'node:path';
import { readAnnouncement, withdrawAnnouncement } from './announcement.ts';
import { cargoHome, stateFolder } from './rehearsal.ts';
import type { Stage } from './stage.ts';

/**
 * Starts the loopback registries in this process; over what an earlier rehearsal has left where it is gone on with.
 * @throws SlipwayError SLW501, SLW504 when a port, or their state, is in use.
 */
export async function startRegistries(
  { port = 0, faults = [] }: { readonly port?: number; readonly faults?: readonly Fault[] },
  stage: Pick<Stage, 'workshop' | 'root' | 'continues'>,
): Promise<Rehearsal> {
  const { workshop, root, continues } = stage;
  const { files } = workshop.ports;
  await awaitFree(stage);
  await makeOwnFolder(workshop);
  if (!continues) {
    await files.remove(join(root, stateFolder));
    await files.remove(join(root, cargoHome));
  }
  await files.makeDirectory(join(root, stateFolder));
  try {
    return await startRehearsal({ state: join(root, stateFolder), port, faults });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw portInUse.error({ port }, { cause: error });
  }
}

/** The servers of a run that was killed end a moment after it. */
async function awaitFree({ workshop }: Pick<Stage, 'workshop'>): Promise<void> {
  const { clock, environment } = workshop.ports;
  const until = clock.now() + 3000;
  for (;;) {
    const running = await readAnnouncement(workshop);
    if (!running || !environment.isAlive(running.pid)) break;
    if (clock.now() > until) {
      throw rehearsalBusy.error({ pid: running.pid, state: stateFolder });
    }
    await clock.sleep(100);
  }
  await withdrawAnnouncement(workshop);
}
