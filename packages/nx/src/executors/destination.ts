import type { ExecutorContext } from '@nx/devkit';
import { join } from 'node:path';
import { makeOwnFolder } from '@slipway/release/command';
import { nodePorts } from '@slipway/release/node';
import { hasErrors, portInUse, rehearsalBusy } from '@slipway/release/finding';
import { checkReleased, nameOf, releaseTag, whyItStays } from '@slipway/release/plan';
import { checkPlace } from '@slipway/release/publish';
import { startRehearsal, type Fault, type Rehearsal } from '@slipway/rehearsal';
import { faultsOf } from '../run/faults.ts';
import {
  announceFailure,
  announceOpen,
  readAnnouncement,
  withdrawAnnouncement,
} from '../run/announcement.ts';
import { checkEmergency } from '../run/emergency.ts';
import { hasIdentity } from '../run/destination.ts';
import { findRemoteCache } from '../run/remote-cache.ts';
import { cargoHome, stateFolder } from '../run/rehearsal.ts';
import { seed } from '../run/seed.ts';
import { runStage, type Stage, type StageOptions } from '../run/stage.ts';
import { untilStopped } from '../run/stop.ts';

/**
 * Opens the destination and stays until Nx stops it: the loopback registries live in this process.
 * For a public destination it only checks that this is the place to publish from.
 */
export default async function destination(options: StageOptions, context: ExecutorContext) {
  let close = async (): Promise<void> => undefined;
  const outcome = await runStage('destination', options, context, async (stage) => {
    const opened = await open(options, stage);
    close = async () => {
      await opened?.close();
      await withdrawAnnouncement(stage.workshop);
    };
  });
  if (!outcome.success) {
    // Not before all is said and written: Nx stops this process when the tasks that wait for it have ended.
    await announceFailure({ root: context.root, ports: nodePorts() });
    return outcome;
  }
  await untilStopped();
  await close();
  return { success: true };
}

async function open(options: StageOptions, stage: Stage): Promise<Rehearsal | null> {
  const faults = faultsOf(options.fault ?? [], stage.destination);
  if (stage.destination !== 'rehearsal') {
    await openPublic(stage.destination, options, stage);
    return null;
  }
  if (!(await checkUnreleased(stage))) return null;
  const [cut, commit] = await Promise.all([stage.subject.cut(), stage.subject.commit()]);
  const opened = await startServers(options, faults, stage);
  const { admin, cratesIo, pypi, github } = opened.ready;
  const tag = releaseTag(
    cut.repository,
    (await stage.subject.tags()).formats,
    commit.tags,
  ).expected;
  await seed(admin, cut, commit, tag, stage.workshop.ports.fetch);
  await announceOpen(stage.workshop, { admin, dryRun: options.dryRun ?? false });
  console.log(`crates.io  ${cratesIo.api}\nPyPI       ${pypi.simple}\nGitHub     ${github.api}`);
  return opened;
}

/** A dry run needs no tag yet, and only tells that a release would. */
async function openPublic(
  name: 'testpypi' | 'production',
  { dryRun = false, inCi = false }: StageOptions,
  stage: Stage,
): Promise<void> {
  if (!(await checkUnreleased(stage))) return;
  const commit = await stage.subject.commit();
  const { formats } = await stage.subject.tags();
  const { expected } = releaseTag((await stage.subject.cut()).repository, formats, commit.tags);
  const remoteCache = await remoteCacheOf(stage);
  const { workshop, emergency } = stage;
  const inTheWay = emergency ? await checkEmergency(inCi, stage) : [];
  const here = { identity: emergency || hasIdentity(stage), expectedTag: expected, remoteCache };
  const wrong = [...checkPlace(name, commit, here), ...inTheWay];
  const findings = dryRun ? wrong.map((one) => ({ ...one, severity: 'warning' as const })) : wrong;
  stage.found(findings);
  if (!hasErrors(findings)) await announceOpen(workshop, { admin: null, dryRun });
}

/** What would let a remote cache into this release; what is taken from other jobs is proved by itself. */
async function remoteCacheOf({ artifacts, root, workshop }: Stage): Promise<string | null> {
  if (artifacts !== null) return null;
  const { environment, files } = workshop.ports;
  const text = (file: string): Promise<string | null> => files.readText(join(root, file));
  const [nxJson, packageJson] = [await text('nx.json'), await text('package.json')];
  return findRemoteCache((name) => environment.get(name), nxJson, packageJson);
}

/** Whether the versions are still to be had; what a tag gave to another commit would be refused. */
async function checkUnreleased(stage: Stage): Promise<boolean> {
  const [{ commitsSince }, { bumpFirst, stays }] = await Promise.all([
    stage.subject.tags(),
    stage.subject.cut(),
  ]);
  const findings = checkReleased(await stage.subject.repository(), bumpFirst, commitsSince);
  for (const one of stays) {
    const names = one.packages.map(nameOf).join(', ');
    console.log(`not in this release: ${names} ${one.version} (${whyItStays(one)})`);
  }
  stage.found(findings);
  return findings.length === 0;
}

async function startServers(
  { port = 0 }: StageOptions,
  faults: readonly Fault[],
  stage: Stage,
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
async function awaitFree({ workshop }: Stage): Promise<void> {
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
