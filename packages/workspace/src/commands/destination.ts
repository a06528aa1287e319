import { join } from 'node:path';
import { hasErrors } from '@slipway/release/finding';
import { checkReleased, nameOf, releaseTag, whyItStays } from '@slipway/release/plan';
import { checkPlace } from '@slipway/release/publish';
import {
  announceFailure,
  announceOpen,
  awaitAlone,
  hasIdentity,
  checkDirections,
} from '../destination/index.ts';
import { checkEmergency, checkBesideIdentity, findRemoteCache } from '../credential/index.ts';
import { faultsOf, seed, startRegistries } from '../rehearsing/index.ts';
import { bePresent, untilStopped } from '../process.ts';
import { runStage } from '../report/index.ts';
import type {
  Stage,
  StageOptions,
  Host,
  Matter,
  Notes,
  Screen,
  Place,
  Way,
} from '../stage/index.ts';

/**
 * Opens the destination and stays until Nx stops it: the loopback registries live in this process.
 * For a public destination it only checks that this is the place to publish from.
 */
export async function destination(options: StageOptions, host: Host) {
  let close = nothingOpen;
  const outcome = await runStage('destination', options, host, async (stage) => {
    const takenOver = await host.takenOver();
    stage.found(takenOver);
    if (!hasErrors(takenOver)) close = await open(options, stage);
  });
  if (!outcome.success) {
    // Not before all is said and written: Nx stops this process when the tasks that wait for it have ended.
    await announceFailure(host);
    await close();
    return outcome;
  }
  await untilStopped();
  await close();
  return { success: true };
}

/** Ends what a destination has opened. */
type Close = () => Promise<void>;
const nothingOpen: Close = async () => undefined;

async function open(options: StageOptions, stage: Stage): Promise<Close> {
  const faults = faultsOf(options.fault ?? [], stage.destination);
  if (!checkReach(options, stage)) return nothingOpen;
  await awaitAlone(stage.workshop);
  if (stage.destination !== 'rehearsal') return openPublic(stage.destination, options, stage);
  if (!(await checkUnreleased(stage))) return nothingOpen;
  const [selection, commit] = await Promise.all([
    stage.subject.selection(),
    stage.subject.commit(),
  ]);
  const opened = await startRegistries({ ...options, faults }, stage);
  try {
    const { admin, instance, pid, cratesIo, pypi, github } = opened.ready;
    const { formats } = await stage.subject.tags();
    const tag = releaseTag(selection.repository, formats, commit.tags).expected;
    await seed(admin, selection, commit, tag, stage.workshop.ports.fetch);
    const { dryRun = false } = options;
    const presence = { address: admin, instance, pid };
    const withdraw = await announceOpen(stage.workshop, presence, { admin, dryRun });
    stage.show(`crates.io  ${cratesIo.api}\nPyPI       ${pypi.simple}\nGitHub     ${github.api}`);
    return async () => {
      withdraw();
      await opened.close();
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** Whether what this run builds and installs is out of reach of an identity, or somebody takes the risk. */
function checkReach(options: StageOptions, stage: Place & Way & Notes): boolean {
  const { destination, artifacts, workshop } = stage;
  // A rehearsal ends with the installation of what it published.
  const installs = destination === 'rehearsal' && !options.dryRun;
  const isAllowed = options.buildBesideIdentity ?? false;
  const findings = checkBesideIdentity(
    { destination, isAllowed },
    artifacts === null || installs,
    workshop.ports,
  );
  stage.found(findings);
  return !hasErrors(findings);
}

/** A dry run needs no tag yet, and only tells that a release would. */
async function openPublic(
  name: 'testpypi' | 'production',
  { dryRun = false, inCi = false }: StageOptions,
  stage: Stage,
): Promise<Close> {
  if (!(await checkUnreleased(stage))) return nothingOpen;
  const commit = await stage.subject.commit();
  const { formats } = await stage.subject.tags();
  const { expected } = releaseTag(
    (await stage.subject.selection()).repository,
    formats,
    commit.tags,
  );
  const remoteCache = await remoteCacheOf(stage);
  const { workshop, emergency } = stage;
  const inTheWay = emergency ? await checkEmergency(inCi, stage) : [];
  const here = { identity: emergency || hasIdentity(stage), expectedTag: expected, remoteCache };
  const astray = checkDirections(commit.repository, workshop);
  const wrong = [...checkPlace(name, commit, here), ...inTheWay, ...astray];
  const findings = dryRun ? wrong.map((one) => ({ ...one, severity: 'warning' as const })) : wrong;
  stage.found(findings);
  if (hasErrors(findings)) return nothingOpen;
  const presence = await bePresent();
  const withdraw = await announceOpen(workshop, presence, { admin: null, dryRun });
  return async () => {
    withdraw();
    presence.close();
  };
}

/** What would let a remote cache into this release; what is taken from other jobs is proved by itself. */
async function remoteCacheOf({ artifacts, root, workshop }: Place & Way): Promise<string | null> {
  if (artifacts !== null) return null;
  const { environment, files } = workshop.ports;
  const text = (file: string): Promise<string | null> => files.readText(join(root, file));
  const [nxJson, packageJson] = [await text('nx.json'), await text('package.json')];
  return findRemoteCache((name) => environment.get(name), nxJson, packageJson);
}

/** Whether these versions can still be published: one that a tag gave to another commit would be refused. */
async function checkUnreleased(stage: Matter & Notes & Screen): Promise<boolean> {
  const [{ commitsSince }, { bumpFirst, stays }] = await Promise.all([
    stage.subject.tags(),
    stage.subject.selection(),
  ]);
  const findings = checkReleased(await stage.subject.repository(), bumpFirst, commitsSince);
  for (const one of stays) {
    const names = one.packages.map(nameOf).join(', ');
    stage.show(`not in this release: ${names} ${one.version} (${whyItStays(one)})`);
  }
  stage.found(findings);
  return findings.length === 0;
}
