import type { ExecutorContext, TaskGraph } from '@nx/devkit';
import type { Crate } from '@slipway/release/manifest';
import {
  publishCrates,
  type CrateDestination,
  type CrateUpload,
  type Receipt,
} from '@slipway/release/publish';
import { observeCrate } from '@slipway/release/registry';
import { crateArtifact } from '../run/artifacts.ts';
import { runBatch, type BatchResults, type TaskOutcome } from '../run/batch.ts';
import { isDryRun, openDestination } from '../run/destination.ts';
import { gather, type Gathering } from '../run/gather.ts';
import { crateOf } from '../run/repository.ts';
import { runStage, type Stage, type StageOptions } from '../run/stage.ts';
import { stayingVersion, tellStaying } from '../run/staying.ts';
import { verifyOwnTag } from '../run/tag.ts';

/** Publishes one crate. */
export default async function publish(options: StageOptions, context: ExecutorContext) {
  const outcome = await publishAmong(gather(1, publishAll), options, context);
  return { success: outcome === 'success' };
}

/**
 * Publishes the crates of a run in one process, by one schedule: a crate starts when those that it needs are to be
 * seen, and not when Nx has room for a task; what the registry says to one holds for all.
 */
export function batch(
  { tasks }: TaskGraph,
  options: Readonly<Record<string, StageOptions>>,
  _overrides: unknown,
  context: ExecutorContext,
): Promise<BatchResults> {
  const all = Object.values(tasks);
  const gathering = gather(all.length, publishAll);
  return runBatch(all, context, (id, own) => publishAmong(gathering, options[id] ?? {}, own));
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
  context: ExecutorContext,
): Promise<TaskOutcome> {
  let isLeft = false;
  const { success } = await runStage('publish-crate', options, context, async (stage) => {
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
    console.log(`${opened.name} has no registry for crates: nothing to do.`);
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
  stage: Stage,
): Promise<boolean> {
  const stays = await stayingVersion(crate, stage);
  if (name === 'rehearsal' && stays?.isNeeded) {
    const live = await observeCrate(crate.name, cratesIo, stage.workshop.ports);
    if (!live.has(`${crate.name}-${crate.version.value}.crate`)) return false;
  }
  return tellStaying(crate, stage);
}
