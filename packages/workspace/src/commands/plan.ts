import { checkPlaces } from '@slipway/release/edit';
import {
  checkAgreement,
  checkTags,
  checkLive,
  checkPackage,
  checkReleased,
  checkToolFiles,
  checkRepository,
  selectRelease,
  describePackages,
  intendedActions,
  namesToAsk,
  orderCrates,
  withLive,
  type Action,
  type Live,
} from '@slipway/release/plan';
import { historyCutOff, nothingToRelease, nowhere, type Finding } from '@slipway/release/finding';
import type { Repository } from '@slipway/release/manifest';
import { observeLive } from '@slipway/release/registry';
import { showPlan } from '@slipway/release/report';
import { describeEstimate, estimate, plannedWork } from '@slipway/release/schedule';
import { readSelection, describeExisting, readExistingRelease } from '../subject/index.ts';
import { publicPlaces } from '../destination/index.ts';
import { checkSettings } from '../settings-check/index.ts';
import {
  type StageOptions,
  type Host,
  type Place,
  type Matter,
  type Notes,
} from '../stage/index.ts';
import { runStage } from '../report/index.ts';

export interface PlanOptions extends StageOptions {
  /** Whether to ask the public registries; by default where they need not be asked for long. */
  readonly live?: boolean;
}

/** How many names are asked for without being told to. */
const fewNames = 100;

/** Milliseconds after which the plan goes on without the registries. */
const patience = 4000;

/** Shows what a release would publish: from the manifests and git, and what registries say of it. */
export function plan(options: PlanOptions, host: Host) {
  return runStage('plan', options, host, async (stage) => {
    // Everything that git is asked comes with the tags.
    await stage.subject.tags();
    const written = await stage.subject.repository();
    const asked = namesToAsk(written);
    const asks = options.live ?? (asked.length <= fewNames && !isOffline(stage));
    const live: Live = asks
      ? await observeLive(asked, await publicPlaces(stage.workshop), stage.workshop.ports, patience)
      : new Map();
    const repository = withLive(written, live);
    const { released, commitsSince } = await stage.subject.tags();
    const { shallow } = await stage.subject.commit();
    if (shallow) stage.found([toWarning(historyCutOff.at(nowhere, { since: null, shallow }))]);
    // What a shallow clone does not hold may be anything.
    const selection = shallow
      ? selectRelease(repository, released, () => 1)
      : await readSelection(repository, released, stage.workshop);
    const actions = intendedActions(repository, selection, live);
    actions.forEach(stage.action);
    // Between two releases this is how every repository stands: told, and no failure of the plan.
    const waiting = [...selection.bumpFirst, ...selection.stays.filter((one) => one.waiting > 0)];
    stage.found(checkReleased(repository, waiting, commitsSince).map(toWarning));
    await checkAll(repository, live, stage);
    stage.found((await host.takenOver()).map(toWarning));
    const existing = await readExistingRelease(await stage.subject.texts());
    stage.found(existing?.findings ?? []);
    const workflows = existing ? describeExisting(existing) : [];
    const unknown = unknownOf(asked.length, live.size, asks);
    const time = timeOf(repository, actions, live, stage);
    stage.show(showPlan(await stage.report(repository), { time, workflows, unknown }, stage.paint));
  });
}

async function checkAll(
  repository: Repository,
  live: Live,
  stage: Place & Matter & Notes,
): Promise<void> {
  const commit = await stage.subject.commit();
  const packages = [...repository.crates, ...repository.pythons];
  stage.found(repository.findings);
  stage.found(packages.flatMap(({ manifest }) => checkPackage(repository, manifest)));
  stage.found(orderCrates(repository.crates).findings);
  stage.found(checkAgreement(repository, stage.settings.independent).findings);
  const { others } = await stage.subject.tags();
  stage.found(checkTags(repository, commit.tags, others));
  const { released } = await stage.subject.tags();
  stage.found(checkLive(repository, live, commit.repository, released));
  const { texts, listing } = await stage.subject.texts();
  stage.found(checkToolFiles(repository, texts, listing));
  stage.found(checkPlaces(texts, repository, stage.settings.places ?? []));
  stage.found(await checkSettings(repository, stage));
  stage.found(checkRepository(repository));
  if (!packages.some(({ publishable }) => publishable))
    stage.found([toWarning(nothingToRelease.at(nowhere, {}))]);
}

/** How long publishing takes, by what is known before anything is built. */
function timeOf(
  repository: Repository,
  actions: readonly Action[],
  live: Live,
  { platforms, estimated }: Matter & Notes,
): string[] {
  const rows = describePackages(repository, platforms);
  const found = estimate(plannedWork(repository, rows, actions, live));
  estimated(found);
  const byHand =
    '  an identity can make no crate: new ones are made by `release:setup --first NAME`';
  return [...describeEstimate(found), ...(found.budgets.length > 0 ? [byHand] : [])];
}

function toWarning(finding: Finding): Finding {
  return { ...finding, severity: 'warning' };
}

/** cargo and pip are told so in the same way. */
function isOffline({ workshop }: Place): boolean {
  return workshop.ports.environment.get('CARGO_NET_OFFLINE') === 'true';
}

function unknownOf(asked: number, answered: number, asks: boolean): string[] {
  const missing = asked - answered;
  if (missing === 0) return [];
  const what = `what crates.io and PyPI have of ${missing === asked ? 'these packages' : `${missing} of these packages`}`;
  return [asks ? `${what}: they did not answer` : `${what}: ask them with --live`];
}
