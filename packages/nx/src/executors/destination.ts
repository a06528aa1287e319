import type { ExecutorContext } from '@nx/devkit';
import { join } from 'node:path';
import { makeOwnFolder } from '@slipway/release/build';
import { nodePorts } from '@slipway/release/node';
import { portInUse, rehearsalBusy, SlipwayError } from '@slipway/release/finding';
import { checkPlace } from '@slipway/release/publish';
import { startRehearsal, type Rehearsal } from '@slipway/rehearsal';
import { hasIdentity } from '../run/destination.ts';
import { runStarted } from '../run/environment.ts';
import {
  announce,
  cargoHome,
  readAnnouncement,
  rehearsalFolder,
  stateFolder,
} from '../run/rehearsal.ts';

import { seed } from '../run/seed.ts';
import { runStage, type Stage, type StageOptions } from '../run/stage.ts';
import { releaseTag } from '../run/tag.ts';

/**
 * Opens the destination and stays until Nx stops it: the loopback registries live in this process.
 * For a public destination it only checks that this is the place to publish from.
 */
export default async function destination(options: StageOptions, context: ExecutorContext) {
  let opened: Rehearsal | null = null;
  const outcome = await runStage('destination', options, context, async (stage) => {
    const repository = await stage.subject.repository();
    const commit = await stage.subject.commit();
    const tag = releaseTag(repository, commit.tags);
    if (stage.destination !== 'rehearsal') {
      const here = { identity: hasIdentity(stage), expectedTag: tag.expected };
      stage.found(checkPlace(stage.destination, commit, here));
      return;
    }
    try {
      opened = await openRehearsal(options, stage);
      await seed(opened.ready.admin, repository, commit, tag.expected, stage.workshop.ports.fetch);
      await tell(stage, opened.ready.admin, false);
      console.log(`crates.io  ${opened.ready.cratesIo.api}`);
      console.log(`PyPI       ${opened.ready.pypi.simple}`);
      console.log(`GitHub     ${opened.ready.github.api}`);
    } catch (error) {
      if (!isBusy(error)) await tell(stage, '', true);
      throw error;
    }
  });
  if (!outcome.success) return outcome;
  await untilStopped();
  await (opened as Rehearsal | null)?.close();
  await announceEnd(context.root, opened);
  return { success: true };
}

async function openRehearsal(options: StageOptions, stage: Stage): Promise<Rehearsal> {
  const { workshop, root, continues } = stage;
  const { files, environment } = workshop.ports;
  const running = await readAnnouncement(workshop);
  if (running && !running.failed && environment.isAlive(running.pid)) {
    throw rehearsalBusy.error({ pid: running.pid, state: stateFolder });
  }
  await announce(workshop, null);
  await makeOwnFolder(workshop);
  if (!continues) {
    await files.remove(join(root, stateFolder));
    await files.remove(join(root, cargoHome));
  }
  await files.makeDirectory(join(root, rehearsalFolder));
  try {
    return await startRehearsal({ state: join(root, stateFolder), port: options.port ?? 0 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw portInUse.error({ port: options.port ?? 0 }, { cause: error });
  }
}

async function tell(stage: Stage, admin: string, failed: boolean): Promise<void> {
  const { environment } = stage.workshop.ports;
  const run = environment.get(runStarted);
  await announce(stage.workshop, { pid: environment.pid, run, admin, failed });
}

function isBusy(error: unknown): boolean {
  return error instanceof SlipwayError && error.finding.code === rehearsalBusy.code;
}

/** Nx stops a continuous task with SIGTERM when nothing needs it any more; a person with SIGINT. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.once(signal, () => {
        clearInterval(alive);
        resolve();
      });
    }
    process.once('disconnect', () => {
      clearInterval(alive);
      resolve();
    });
  });
}

async function announceEnd(root: string, opened: unknown): Promise<void> {
  if (!opened) return;
  await announce({ root, ports: nodePorts() }, null);
}
