import type { ExecutorContext } from '@nx/devkit';
import { join } from 'node:path';
import { nodePorts } from '@slipway/release/node';
import { hasErrors } from '@slipway/release/finding';
import { checkReleased, nameOf, releaseTag, whyItStays } from '@slipway/release/plan';
import { checkPlace } from '@slipway/release/publish';
import type { Rehearsal } from '@slipway/rehearsal';
import { faultsOf } from '../run/faults.ts';
import { announceFailure, announceOpen, withdrawAnnouncement } from '../run/announcement.ts';
import { checkEmergency } from '../run/emergency.ts';
import { hasIdentity } from '../run/destination.ts';
import { findRemoteCache } from '../run/remote-cache.ts';
import { startRegistries } from '../run/registries.ts';
import { seed } from '../run/seed.ts';
import { runStage, type Stage, type StageOptions } from '../run/stage.ts';
import { untilStopped } from '../run/stop.ts';
import { checkRelease } from '../run/taken-over.ts';

/**
 * Opens the destination and stays until Nx stops it: the loopback registries live in this process.
 * For a public destination it only checks that this is the place to publish from.
 */
export default async function destination(options: StageOptions, context: ExecutorContext) {
  let close = async (): Promise<void> => undefined;
  const outcome = await runStage('destination', options, context, async (stage) => {
    const takenOver = await checkRelease(stage.settings, context);
    stage.found(takenOver);
    if (hasErrors(takenOver)) return;
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
  const opened = await startRegistries({ ...options, faults }, stage);
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
