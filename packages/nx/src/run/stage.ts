import type { ExecutorContext } from '@nx/devkit';
import { styleText } from 'node:util';
import type { Workshop } from '@slipway/release/command';
import {
  hasErrors,
  internal,
  nowhere,
  rehearsalBusy,
  rehearsalLent,
  SlipwayError,
  type Finding,
} from '@slipway/release/finding';
import type { Repository } from '@slipway/release/manifest';
import { nodePorts } from '@slipway/release/node';
import { hostTriple } from '@slipway/release/platform';
import type { Action } from '@slipway/release/plan';
import type { Estimate } from '@slipway/release/schedule';
import type { Pace, Receipt, Told } from '@slipway/release/publish';
import type { Ports } from '@slipway/release';
import type { DestinationName } from '@slipway/release/registry';
import {
  isStage,
  lentBeginning,
  lentEnd,
  showFinding,
  showStop,
  type Paint,
  type Part,
  type Report,
  type VersionRow,
  type CheckRow,
} from '@slipway/release/report';
import { partFile } from '@slipway/release/layout';
import type { PluginOptions } from '../graph/options.ts';
import { chosenPlatforms, type PlatformChoice } from '../graph/platforms.ts';
import { DestinationFailed } from './announcement.ts';
import { explainErrors } from './explanations.ts';
import { annotate, summarize } from './github-job.ts';
import { runStarted } from './environment.ts';
import { artifactsFolder } from './intake.ts';
import { checkLent, lentTo } from './public.ts';
import { writeJson, writeReport } from './report.ts';
import { settingsOf } from './settings.ts';
import { subjectOf, type Subject } from './subject.ts';

/** Options that every stage's executor takes. */
export interface StageOptions {
  readonly manifest?: string;
  readonly destination?: DestinationName;
  readonly report?: string;
  readonly continue?: boolean;
  /** Minutes that a registry is waited for that names an instant; 30 when left out. */
  readonly maxWait?: number;
  /** Whether the other files of a version are uploaded when one was refused. */
  readonly keepGoing?: boolean;
  readonly port?: number;
  /** What goes wrong at the loopback registries, each in a line. */
  readonly fault?: readonly string[];
  /** Everything up to the gate, and nothing that is published. */
  readonly dryRun?: boolean;
  /** With an owner's own tokens instead of an identity. */
  readonly emergency?: boolean;
  /** Whether an emergency may be released in CI. */
  readonly inCi?: boolean;
  /** Whether code of others may run in reach of an identity or a credential. */
  readonly buildBesideIdentity?: boolean;
  /** Platforms of the wheels, as Rust target triples. */
  readonly targets?: readonly string[];
}

/** Prints for people. Nx drops empty lines of what it streams; a space keeps them. */
export function show(text: string): void {
  console.log(text.replaceAll(/^$/gm, ' '));
}

/** What a stage works with. */
export interface Stage extends Told {
  readonly workshop: Workshop;
  readonly root: string;
  readonly destination: DestinationName;
  /** With an owner's own tokens instead of an identity. */
  readonly emergency: boolean;
  readonly continues: boolean;
  readonly subject: Subject;
  readonly settings: PluginOptions;
  /** Where the artifacts of other jobs are, absolute; null where everything is built here. */
  readonly artifacts: string | null;
  /** The platforms of every Python package. */
  readonly platforms: readonly PlatformChoice[];
  found(findings: readonly Finding[], shown?: 'shown'): void;
  version(row: VersionRow): void;
  checked(rows: readonly CheckRow[]): void;
  estimated(estimate: Estimate): void;
  /** So long its own work took, in milliseconds, where it waited for that of others as well. */
  took(milliseconds: number): void;
  /** Leaves what there is of this stage's part of the report, for whoever reads it before this stage ends. */
  keep(): Promise<unknown>;
  /** Writes the report as it stands, this stage included; of the repository as the stage knows it. */
  report(repository?: Repository): ReturnType<typeof writeReport>;
}

/** Nx reads our output through a pipe and says by FORCE_COLOR what it wants; NO_COLOR is the user's. */
const coloured = !process.env['NO_COLOR'] && process.env['FORCE_COLOR'] !== '0';

export const paint: Paint = (style, text) =>
  coloured ? styleText(style, text, { validateStream: false }) : text;

/** What is released is read once a process, however many stages run in it. */
const subjects: Record<string, Subject> = {};

/**
 * Runs one stage: gathers what it finds, does and leaves, writes its part of the report, and shows
 * findings. A `release:*` target, and any stage that fails, writes the whole report as well.
 */
export async function runStage(
  name: string,
  options: StageOptions,
  context: ExecutorContext,
  body: (stage: Stage) => Promise<void>,
): Promise<{ success: boolean }> {
  const ports = nodePorts();
  const { root } = context;
  const settings = settingsOf(context.nxJsonConfiguration);
  const platforms = chosenPlatforms(settings, hostTriple(ports.environment));
  const subject = (subjects[root] ??= subjectOf({ root, ports }, settings));
  const destination = options.destination ?? 'rehearsal';
  // A rehearsal has identities of its own.
  const emergency = options.emergency === true && destination !== 'rehearsal';
  const lent = beginLent(name, destination, ports);
  const started = ports.clock.now();
  const gathered = nothingYet();
  // Findings that a stage has shown itself, in a table of its own.
  const shown = new Set<Finding>();
  let spent: number | null = null;
  const project = context.projectName ?? 'release';
  const target = context.targetName ?? name;
  const writePart = async (): Promise<null> => {
    const time = { started, spent: spent ?? ports.clock.now() - started };
    const part = partOf({ project, target, stage: name }, time, gathered, ports);
    await writeJson(partFile(project, target), part, { root, ports });
    return null;
  };
  let known: Repository | undefined;
  const report = async (repository?: Repository): ReturnType<typeof writeReport> => {
    known = repository ?? known;
    await writePart();
    return writeReport(
      { root, ports, subject, settings },
      {
        command: commandOf(name, project),
        destination,
        rehearsal: lent.address,
        platforms: platforms.filter(({ target }) => options.targets?.includes(target)),
        file: options.report,
        repository: known,
      },
    );
  };
  const stage: Stage = {
    workshop: workshopOf(root, settings, ports),
    root,
    destination,
    emergency,
    continues: options.continue ?? false,
    ...paceOf(options),
    subject,
    settings,
    artifacts: artifactsFolder(root, ports),
    platforms,
    ...gatherers(gathered, shown),
    took: (milliseconds) => void (spent = milliseconds),
    keep: writePart,
    report,
  };
  try {
    gathered.findings.push(...lent.findings);
    if (!hasErrors(lent.findings)) await body(stage);
  } catch (error) {
    if (error instanceof DestinationFailed) {
      console.log('The destination did not open; release:destination says why.');
      return { success: false };
    }
    gathered.findings.push(toFinding(error));
  }
  const failed = hasErrors(gathered.findings);
  await tell(gathered.findings, shown, ports);
  const told = new Set(gathered.findings.map(({ code }) => code));
  const reportAll = async () => summarize(name, failed, await report(), ports);
  const leave = failed || project === 'release' ? reportAll : writePart;
  const isLeft = await conclude(name, failed, told, emergency, leave);
  lent.end();
  return { success: isLeft && !failed };
}

function workshopOf(root: string, { packUntracked = [] }: PluginOptions, ports: Ports): Workshop {
  return { root, ports, progress: (line) => console.log(paint('dim', line)), packUntracked };
}

/** What a stage leaves for the report; times are in milliseconds. */
function partOf(
  who: Pick<Part, 'project' | 'target' | 'stage'>,
  { started, spent }: { readonly started: number; readonly spent: number },
  gathered: ReturnType<typeof nothingYet>,
  { environment }: Ports,
): Part {
  return {
    schema: 'slipway.part/1',
    ...who,
    run: environment.get(runStarted),
    startedAt: new Date(started).toISOString(),
    seconds: Math.round(spent) / 1000,
    failed: hasErrors(gathered.findings),
    ...gathered,
  };
}

/** Says first that a rehearsal is lent, or finds why it may not be; and says it last, where no summary and no stop does. */
function beginLent(
  name: string,
  destination: DestinationName,
  ports: Ports,
): { readonly address: string | null; readonly findings: readonly Finding[]; end(): void } {
  const address = lentTo(name, destination, { ports });
  const refusals = checkLent(address, { ports });
  if (address === null || hasErrors(refusals)) {
    return { address, findings: refusals, end: () => undefined };
  }
  show(lentBeginning(address, paint));
  const isLook = !isStage(name);
  // The first stage of a release finds it for all of them.
  const finds = isLook || name === 'destination';
  return {
    address,
    findings: finds ? [rehearsalLent.at(nowhere, { address })] : [],
    end: () => void (isLook && show(`\n${lentEnd(address, paint)}`)),
  };
}

/** How uploads go on where something does not go well; the option is in minutes. */
function paceOf({ maxWait = 30, keepGoing = false }: StageOptions): Pace {
  return { maxWait: maxWait * 60_000, keepGoing };
}

/** Everything found that the stage has not shown itself. */
async function tell(
  findings: readonly Finding[],
  shown: ReadonlySet<Finding>,
  ports: Ports,
): Promise<void> {
  const news = findings.filter((finding) => !shown.has(finding));
  for (const finding of news) show(`\n${showFinding(finding, paint)}`);
  for (const text of await explainErrors(findings, paint)) show(`\n${text}`);
  annotate(findings, ports);
}

/** What a stage finds, does and leaves. */
const nothingYet = () => ({
  findings: [] as Finding[],
  actions: [] as Action[],
  receipts: [] as Receipt[],
  versions: [] as VersionRow[],
  checks: [] as CheckRow[],
  estimate: null as Estimate | null,
});

function gatherers(
  into: ReturnType<typeof nothingYet>,
  seen: Set<Finding>,
): Pick<Stage, 'found' | 'action' | 'receipt' | 'version' | 'checked' | 'estimated'> {
  return {
    found: (findings, shown) => {
      into.findings.push(...findings);
      if (shown === 'shown') for (const finding of findings) seen.add(finding);
    },
    action: (action) => void into.actions.push(action),
    receipt: (receipt) => void into.receipts.push(receipt),
    version: (row) => void into.versions.push(row),
    checked: (rows) => void into.checks.push(...rows),
    estimated: (estimate) => void (into.estimate = estimate),
  };
}

/** Leaves the report, or a part of it, and says what is live after a stop; false where it could not be written. */
async function conclude(
  name: string,
  failed: boolean,
  told: ReadonlySet<string>,
  emergency: boolean,
  leave: () => Promise<Report | null>,
): Promise<boolean> {
  // What another run is at work on is its own, and so is the report.
  if (told.has(rehearsalBusy.code)) return true;
  try {
    const complete = await leave();
    // What only looks, `plan`, leaves nothing to go on from.
    if (failed && complete && isStage(name)) show(`\n${showStop(complete, emergency, paint)}`);
    return true;
  } catch (error) {
    const finding = toFinding(error);
    if (!told.has(finding.code)) show(`\n${showFinding(finding, paint)}`);
    return false;
  }
}

/** Every failure is a finding; one that nobody foresaw is a defect of ours and says so. */
export function toFinding(error: unknown): Finding {
  if (error instanceof SlipwayError) return error.finding;
  if (process.env['NX_VERBOSE_LOGGING'] === 'true') console.error(error);
  const detail = error instanceof Error ? error.message : String(error);
  return internal.error({ detail }, { cause: error }).finding;
}

function commandOf(stage: string, project: string): string {
  return project === 'release' ? stage : 'publish';
}
