import { applySetup, planSetup, type SetupPlan, type SetupStep } from '@slipway/doctor/fix';
import { nowhere, setupIncomplete, SlipwayError } from '@slipway/release/finding';
import { releaseTag } from '@slipway/release/plan';
import {
  evidenceSubject,
  readEvidence,
  sourcesHere,
  publishFirstVersion,
  wantedSetup,
  type SetupWishes,
} from '../setup/index.ts';
import {
  type Stage,
  type StageOptions,
  type Host,
  type Place,
  type Matter,
  type Screen,
} from '../stage/index.ts';
import { checkDirections, publicPlaces } from '../destination/index.ts';
import { refuseToPackage } from '../credential/index.ts';
import { runStage } from '../report/index.ts';

export interface SetupOptions extends StageOptions, SetupWishes {
  readonly yes?: boolean;
  readonly check?: boolean;
  readonly first?: string;
  readonly registries?: boolean;
}

/** Shows what a release lacks at GitHub and the registries, and closes the gap when told. */
export function setup(options: SetupOptions, host: Host) {
  return runStage('setup', options, host, async (stage) => {
    if (options.first !== undefined) return first(options.first, stage);
    const plan = await look(options, stage);
    showPlan(plan, stage);
    const open = plan.steps.filter(({ requests }) => requests.length > 0);
    if (options.check) {
      const steps = plan.steps.map(({ title }) => title);
      if (steps.length > 0) stage.found([setupIncomplete.at(nowhere, { steps })]);
      return;
    }
    if (open.length === 0 || !(options.yes || (await stage.isAgreed(open.length)))) return;
    const { ports } = stage.workshop;
    const refused = await applySetup(open, await sourcesHere(stage.workshop), ports, ({ title }) =>
      stage.show(`${stage.paint('green', '✔')} ${title}`),
    );
    stage.found(refused);
    if (refused.length > 0) return;
    const left = (await look(options, stage)).steps.filter(({ requests }) => requests.length > 0);
    if (left.length > 0) {
      stage.found([setupIncomplete.at(nowhere, { steps: left.map(({ title }) => title) })]);
    } else stage.show('Looked again: nothing is left to do here.');
  });
}

async function first(name: string, stage: Stage): Promise<void> {
  refuseToPackage(name, stage.workshop.ports);
  const commit = await stage.subject.commit();
  const [wrong] = checkDirections(commit.repository, stage.workshop);
  if (wrong) throw new SlipwayError(wrong);
  const { cratesIo, pypi } = await publicPlaces(stage.workshop);
  const destination = {
    name: 'production' as const,
    repository: null,
    cratesIo,
    pypi,
    github: null,
    identity: null,
    sigstore: null,
  };
  return publishFirstVersion(
    name,
    destination,
    () => stage.askSecret(`Token of crates.io for ${name}: `),
    stage,
  );
}

async function look(options: SetupOptions, stage: Place & Matter & Screen): Promise<SetupPlan> {
  const repository = await stage.subject.repository();
  const commit = await stage.subject.commit();
  const { formats } = await stage.subject.tags();
  const { expected } = releaseTag(repository, formats, commit.tags);
  const subject = evidenceSubject(repository, commit.repository, expected);
  const evidence = await readEvidence(subject, repository, options.registries ?? true, stage);
  return planSetup(await wantedSetup(options, evidence, stage), evidence);
}

function showPlan(
  { steps, unknown, superfluous }: SetupPlan,
  { show, paint }: Pick<Stage, 'show' | 'paint'>,
): void {
  const lines = steps.flatMap((step) => [
    `  ${paint(step.byHand ? 'yellow' : 'cyan', step.byHand ? '☐' : '+')} ${step.title}`,
    ...byHandLines(step),
  ]);
  const missing = unknown.map((one) => `  ${paint('dim', `· not compared: ${one}`)}`);
  const others = superfluous.flatMap(({ title, page, command }) => [
    `  ${paint('yellow', '!')} ${title}`,
    `      ${page}`,
    ...(command === null ? [] : [`      ${command}`]),
  ]);
  show(['', ...lines, ...missing, ...others, ''].join('\n'));
  if (steps.length > 0) return;
  show(
    unknown.length === 0
      ? 'Nothing is to be set up.'
      : `Nothing is known to be missing; ${unknown.length} things could not be compared.`,
  );
}

function byHandLines({ byHand }: SetupStep): string[] {
  if (!byHand) return [];
  const width = Math.max(...byHand.values.map(([name]) => name.length));
  return [
    `      ${byHand.page}`,
    ...byHand.values.map(([name, value]) => `        ${name.padEnd(width)}  ${value}`),
  ];
}
