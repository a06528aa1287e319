import { join } from 'node:path';
import type { Repository } from '@slipway/release/manifest';
import type { Destination } from '@slipway/release/registry';
import { showSummary, type Report } from '@slipway/release/report';
import { defaultReportFile } from '@slipway/release/layout';
import { isDryRun, openDestination, stateFolder } from '../destination/index.ts';
import { installsOf, sideBySide } from '../installing/index.ts';
import { releasePageFile } from '../release-page/index.ts';
import { isPublished } from '../subject/index.ts';

import { type StageOptions, type Host, type Place } from '../stage/index.ts';
import { runStage } from '../report/index.ts';

/**
 * The end of a release: its report. What was rehearsed is installed into clean folders as well; what is live is not: to
 * install is to run code of others, and beside an identity nothing of theirs runs. `release:verify` does it elsewhere.
 */
export async function publish(options: StageOptions, host: Host) {
  let summary = '';
  const outcome = await runStage('publish', options, host, async (stage) => {
    const { repository, stays } = await stage.subject.selection();
    const destination = await openDestination(stage, await stage.subject.commit());
    const { files } = stage.workshop.ports;
    const dryRun = await isDryRun(options, stage);
    const report = await stage.report();
    const installs = destination.name === 'rehearsal' && !dryRun;
    const installed = installs ? await installAll(repository, destination, report, stage) : [];
    const page = (await files.readText(join(stage.root, releasePageFile)))?.trim() || null;
    const file = options.report ?? defaultReportFile;
    const staying = stays.flatMap(({ packages }) => packages);
    const extra = { installed, page: dryRun ? null : page, file, staying, dryRun };
    summary = showSummary(await stage.report(), extra, stage.paint);
  });
  if (outcome.success) host.show(summary);
  return outcome;
}

/** The digests that a rehearsal has installed; it lies with the registries' state and goes with it. */
const proof = `${stateFolder}/installed.json`;

/**
 * Installs everything that this run rehearsed. When a rehearsal goes on and every file was there
 * already, with the bytes that were installed from these same registries before, nothing can have
 * changed, and it is only told.
 */
async function installAll(
  repository: Repository,
  destination: Destination,
  report: Report,
  stage: Place,
): Promise<string[]> {
  const { files } = stage.workshop.ports;
  const live = report.receipts.map(({ registry, sha256 }) => `${registry} ${sha256}`).sort();
  const known = JSON.parse((await files.readText(join(stage.root, proof))) ?? '[]') as string[];
  const proved = live.length > 0 && live.every((one) => known.includes(one));
  const installs = installsOf(published(repository), destination, stage);
  if (!proved) await sideBySide(installs.map(({ install }) => install));
  await files.write(join(stage.root, proof), JSON.stringify(live));
  return installs.map(({ line }) => (proved ? `${line}${note}` : line));
}

/** What goes to registries at all. */
function published({ crates, pythons }: Repository): Pick<Repository, 'crates' | 'pythons'> {
  return { crates: crates.filter(isPublished), pythons: pythons.filter(isPublished) };
}

const note = ' (proved before: same bytes, same registries)';
