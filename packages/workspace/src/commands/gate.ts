import { checked, hasErrors, notChecked, type Check } from '@slipway/release/finding';
import { precedingCrates, type Action, type Artifact } from '@slipway/release/plan';
import { attestUploads, forgetAttestations, passGate } from '@slipway/release/publish';
import { contentRows, artifactsByPackage } from '../builds/index.ts';
import type { Destination } from '@slipway/release/registry';
import { checkWait, describeEstimate, type Estimate } from '@slipway/release/schedule';
import { isDryRun, openDestination } from '../destination/index.ts';
import { lossesOf } from '../credential/index.ts';
import {
  checkRow,
  checkTable,
  type StageOptions,
  type Host,
  type Place,
  type Way,
} from '../stage/index.ts';
import { isPublished } from '../subject/index.ts';
import { writeText } from '../release-page/index.ts';
import { runStage } from '../report/index.ts';

export interface GateOptions extends StageOptions {
  readonly targets: readonly string[];
}

/** The last look before anything irreversible: a table of what must hold, and what will be done. */
export function gate(options: GateOptions, host: Host) {
  return runStage('gate', options, host, async (stage) => {
    const { repository } = await stage.subject.selection();
    const commit = await stage.subject.commit();
    const destination = await openDestination(stage, commit);
    const inferred = repository.crates.filter((one) => one.inferred).map(({ name }) => name);
    const artifacts = await artifactsByPackage(repository, options.targets, stage);
    const { tag, notes } = await writeText(stage);
    const preceding = precedingCrates(repository.crates.filter(isPublished));
    const dryRun = await isDryRun(options, stage);
    const input = { ...artifacts, preceding, inferred, tag, commit: commit.id, dryRun };
    const { actions, checks, estimate } = await passGate(input, destination, stage.workshop);
    stage.estimated(estimate);
    const python = artifacts.python.flatMap((one) => one.artifacts);
    await forgetAttestations(python, stage.workshop);
    actions.forEach(stage.action);
    const takenOver = await host.takenOver();
    const rows = [
      ...checks,
      checked('this workspace', 'every target of the release is Slipway’s', takenOver),
      ...(await contentRows(repository, artifacts, destination, stage)),
      environmentCheck(stage),
      notesCheck(notes),
      ...waitChecks(estimate, stage),
    ];
    const findings = rows.flatMap((row) => row.findings);
    stage.checked(rows.map(checkRow));
    stage.found(findings, 'shown');
    stage.show(checkTable(rows, stage.paint));
    stage.show(['', ...actions.map(line), '', ...estimateLines(estimate, stage)].join('\n'));
    if (stage.emergency) stage.found([await lossesOf(destination, stage)]);
    if (hasErrors(findings) || dryRun) return;
    await attest(python, actions, destination, stage);
  });
}

const line = ({ registry, file, decision, why }: Action): string =>
  `${decision.padEnd(13)} ${registry.padEnd(15)} ${file}  (${why})`;

/** GitHub asks the rules of an environment before it starts a job, and tells nobody else. */
function environmentCheck({ destination, workshop }: Place & Way): Check {
  const title = 'the rules of the environment let this ref deploy';
  if (destination === 'rehearsal') return notChecked('GitHub', title, 'a rehearsal needs none');
  const isJob = workshop.ports.environment.get('GITHUB_ACTIONS') === 'true';
  if (isJob) return checked('GitHub', title, []);
  return notChecked(
    'GitHub',
    title,
    'this is no job of GitHub Actions; `release:doctor` looks there',
  );
}

const notesCheck = (notes: string): Check =>
  checked('this machine', `the notes are written, ${notes.split('\n').length} lines`, []);

/** Whether what a registry counts lets the release end in one run; nothing where it counts nothing. */
function waitChecks(estimate: Estimate, { maxWait }: Way): Check[] {
  if (estimate.budgets.length === 0) return [];
  const title = 'it lets in all of them before this run has waited for too long';
  return [checked('crates.io', title, checkWait(estimate, maxWait))];
}

/** Loopback registries take no time: what is told there is how long it takes for real. */
function estimateLines(estimate: Estimate, { destination }: Way): string[] {
  const [total, ...others] = describeEstimate(estimate);
  if (total === undefined) return [];
  return [destination === 'rehearsal' ? `for real, ${total}` : total, ...others];
}

/** Before anything is live anywhere: a release that cannot be attested is none. Not in a dry run, for the log is public. */
async function attest(
  python: readonly Artifact[],
  actions: readonly Action[],
  destination: Destination,
  { workshop }: Place,
): Promise<void> {
  const toPublish = new Set(
    actions
      .filter(({ registry }) => registry === destination.pypi.title)
      .filter(({ decision }) => decision === 'publish')
      .map(({ file }) => file),
  );
  await attestUploads(python, ({ file }) => toPublish.has(file), destination, workshop);
}
