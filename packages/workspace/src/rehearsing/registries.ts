import { makeOwnFolder } from '@slipway/release/command';
import { portInUse, rehearsalBusy } from '@slipway/release/finding';
import { startRehearsal, StateInUse, type Fault, type Rehearsal } from '@slipway/rehearsal';
import { join } from 'node:path';
import { cargoHome, stateFolder } from '../destination/index.ts';
import type { Stage } from '../stage/index.ts';

/**
 * Starts the loopback registries in this process; over what an earlier rehearsal has left where it is gone on with.
 * @throws SlipwayError SLW501, SLW504 when a port, or their state, is in use.
 */
export async function startRegistries(
  { port = 0, faults = [] }: { readonly port?: number; readonly faults?: readonly Fault[] },
  stage: Pick<Stage, 'workshop' | 'root' | 'continues'>,
): Promise<Rehearsal> {
  const { workshop, root, continues } = stage;
  await makeOwnFolder(workshop);
  const opened = await start({ state: join(root, stateFolder), fresh: !continues, port, faults });
  // Not before: until then it may be that of a rehearsal that runs.
  if (!continues) await workshop.ports.files.remove(join(root, cargoHome));
  return opened;
}

async function start(options: Parameters<typeof startRehearsal>[0]): Promise<Rehearsal> {
  try {
    return await startRehearsal(options);
  } catch (cause) {
    if (cause instanceof StateInUse) {
      const { admin: address, pid } = cause.holder;
      throw rehearsalBusy.error({ what: 'a rehearsal', pid, address }, { cause });
    }
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw portInUse.error({ port: options?.port ?? 0 }, { cause });
  }
}
