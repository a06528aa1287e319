import type { Crate } from '@slipway/release/manifest';
import {
  publishCrates,
  type CrateDestination,
  type CrateUpload,
  type Receipt,
} from '@slipway/release/publish';
import { observeCrate } from '@slipway/release/registry';
import { crateArtifact } from '../builds/index.ts';
import { isDryRun, openDestination } from '../destination/index.ts';
import { gather, type Gathering } from './gather.ts';
import { crateOf } from '../subject/index.ts';
import { runStage } from '../report/index.ts';
import type { Stage, StageOptions, Host, Place, Matter, Notes, Screen } from '../stage/index.ts';
import { stayingVersion, tellStaying, verifyOwnTag } from '../released/index.ts';

/** How the publication of one crate ended; `skipped` where it never started, since another was refused. */
export type CrateOutcome = 'success' | 'failure' | 'skipped';

/** Publishes one crate. */
export async function publishCrate(options: StageOptions, host: Host) {
  const outcome = await gatherCrates(1)(options, host);
  return { success: outcome === 'success' };
}

/**
 * Publishes the crates of a run in one process, by one schedule: a crate starts when those that it needs are to be
 * seen, and not when there is room for a task; what the registry says to one holds for all.
 * @param size how many come; none is sent before the last has
 */
export function gatherCrates(
  size: number,
): (options: StageOptions, host: Host) => Promise<CrateOutcome> {
  const gathering = gather(size, publishAll);
  return (options, host) => publishAmong(gathering, options, host);
}

/** A crate with its part of the report, and where it goes. */
interface Brought extends CrateUpload {
  readonly told: Stage;
  readonly destination: CrateDestination;
}

type Ending = 'live' | 'left' | { readonly refusal: unknown };

/** Publishes a crate with the others of a gathering. One that never started, since another was refused, is skipped. */
async function publishAmong(
  gathering: Gathering<Brought, Ending>,
  options: StageOptions,
  host: Host,
): Promise<CrateOutcome> {
  let isLeft = false;
  const { success } = await runStage('publish-crate', options, host, async (stage) => {
    const ending = await gathering.bring(() => findCrate(options, stage));
    isLeft = ending === 'left';
    if (typeof ending === 'object' && ending !== null) throw ending.refusal;
  });
  return isLeft ? 'skipped' : success ? 'success' : 'failure';
}

/** Nothing is sent where one that others may need is not here as it was checked. */
async function publishAll(
  all: readonly Brought[],
  failed: number,
): Promise<ReadonlyMap<Brought, Ending>> {
  const endings = new Map<Brought, Ending>(all.map((one) => [one, 'left']));
  if (failed > 0) return endings;
  const [{ destination, told }] = all as [Brought];
  await verifyOwnTag(told, destination);
  for await (const ended of publishCrates(all, destination, told.workshop, told)) {
    endings.set(ended.upload, 'receipt' in ended ? 'live' : ended);
    if (!('receipt' in ended)) continue;
    ended.upload.told.took(durationOf(ended.receipt));
    await ended.upload.told.keep();
  }
  return endings;
}

const durationOf = ({ startedAt, endedAt }: Receipt): number =>
  Date.parse(endedAt) - Date.parse(startedAt);

/** The crate of this task, proved to be the one that was checked; null where nothing is to be done. */
async function findCrate(options: StageOptions, stage: Stage): Promise<Brought | null> {
  const crate = crateOf(await stage.subject.repository(), options.manifest);
  if (await isDryRun(options, stage)) return null;
  const opened = await openDestination(stage, await stage.subject.commit());
  const { cratesIo } = opened;
  if (!cratesIo) {
    stage.show(`${opened.name} has no registry for crates: nothing to do.`);
    return null;
  }
  const destination = { ...opened, cratesIo };
  if (await isThereAlready(crate, destination, stage)) return null;
  return { crate, artifact: await crateArtifact(crate, stage), told: stage, destination };
}

/**
 * Whether an earlier release has published this version. A rehearsal may lack one that was never published
 * for real; then what is here stands in for it, where a crate of this release needs it.
 */
async function isThereAlready(
  crate: Crate,
  { name, cratesIo }: CrateDestination,
  stage: Place & Matter & Notes & Screen,
): Promise<boolean> {
  const stays = await stayingVersion(crate, stage);
  if (name === 'rehearsal' && stays?.isNeeded) {
    const live = await observeCrate(crate.name, cratesIo, stage.workshop.ports);
    if (!live.has(`${crate.name}-${crate.version.value}.crate`)) return false;
  }
  return tellStaying(crate, stage);
}
