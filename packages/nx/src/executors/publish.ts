import type { ExecutorContext } from '@nx/devkit';
import { join } from 'node:path';
import type { Repository } from '@slipway/release/manifest';
import { installCrate, installPython } from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import { showSummary, type Report } from '@slipway/release/report';
import { defaultReportFile } from '@slipway/release/layout';
import { isDryRun, openDestination } from '../run/destination.ts';
import { releasePageFile } from '../run/page.ts';
import { pythonVersionOf } from '../run/python-version.ts';
import { stateFolder } from '../run/rehearsal.ts';
import { isPublished } from '../run/repository.ts';

import { paint, runStage, show, type Stage, type StageOptions } from '../run/stage.ts';

/** The end of a release: what was published is installed into clean folders, and reported. */
export default async function publish(options: StageOptions, context: ExecutorContext) {
  let summary = '';
  const outcome = await runStage('publish', options, context, async (stage) => {
    const { repository, stays } = await stage.subject.cut();
    const destination = await openDestination(stage, await stage.subject.commit());
    const { files } = stage.workshop.ports;
    const dryRun = await isDryRun(options, stage);
    const report = await stage.report();
    const installed = dryRun ? [] : await installAll(repository, destination, report, stage);
    const page = (await files.readText(join(stage.root, releasePageFile)))?.trim() || null;
    const file = options.report ?? defaultReportFile;
    const staying = stays.flatMap(({ packages }) => packages);
    const extra = { installed, page: dryRun ? null : page, file, staying, dryRun };
    summary = showSummary(await stage.report(), extra, paint);
  });
  if (outcome.success) show(summary);
  return outcome;
}

/** The digests that a rehearsal has installed; it lies with the registries' state and goes with it. */
const proof = `${stateFolder}/installed.json`;

/**
 * Installs everything that this run published. When a rehearsal goes on and every file was there
 * already, with the bytes that were installed from these same registries before, nothing can have
 * changed, and it is only told.
 */
async function installAll(
  repository: Repository,
  destination: Destination,
  report: Report,
  stage: Stage,
): Promise<string[]> {
  const { files } = stage.workshop.ports;
  const live = report.receipts.map(({ registry, sha256 }) => `${registry} ${sha256}`).sort();
  const known = JSON.parse((await files.readText(join(stage.root, proof))) ?? '[]') as string[];
  const proved =
    destination.name === 'rehearsal' && live.length > 0 && live.every((one) => known.includes(one));
  const installs = installsOf(repository, destination, stage);
  for (let next = 0; !proved && next < installs.length; next += atOnce) {
    await Promise.all(installs.slice(next, next + atOnce).map(({ install }) => install()));
  }
  if (destination.name === 'rehearsal') {
    await files.write(join(stage.root, proof), JSON.stringify(live));
  }
  return installs.map(({ line }) => (proved ? `${line}${note}` : line));
}

/** What users will do with each package, and how it is told. */
function installsOf(
  repository: Repository,
  destination: Destination,
  { workshop }: Stage,
): { line: string; install: () => Promise<void> }[] {
  const { cratesIo, pypi } = destination;
  const crates = cratesIo === null ? [] : repository.crates.filter(isPublished);
  return [
    ...crates.map(({ name, version: { value: version } }) => ({
      line: `cargo add ${name}@${version} builds`,
      install: () => installCrate({ name, version }, cratesIo!, workshop),
    })),
    ...repository.pythons.filter(isPublished).map((python) => {
      const version = pythonVersionOf(python);
      return {
        line: `pip install ${python.name}==${version} imports ${python.module}`,
        install: () => installPython({ ...python, version }, pypi, workshop),
      };
    }),
  ];
}

/** Installations side by side: each of them builds. */
const atOnce = 3;

const note = ' (proved before: same bytes, same registries)';
