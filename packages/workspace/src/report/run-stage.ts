import { hasErrors, rehearsalBusy, type Finding } from '@slipway/release/finding';
import { partFile } from '@slipway/release/layout';
import type { Repository } from '@slipway/release/manifest';
import { hostTriple } from '@slipway/release/platform';
import type { Pace } from '@slipway/release/publish';
import { isStage, showFinding, showStop, type Report } from '@slipway/release/report';
import { DestinationFailed } from '../destination/index.ts';
import { artifactsFolder, chosenPlatforms } from '../settings/index.ts';
import { toFinding, writeJson, type Host, type Stage, type StageOptions } from '../stage/index.ts';
import { gatherers, nothingYet, partOf, type Gathered } from './gathered.ts';
import { annotate, summarize } from './github-job.ts';
import { beginLent } from './lent.ts';
import { writeReport } from './report.ts';

/** What a stage is given, before it has found anything. */
type Given = Omit<Stage, keyof ReturnType<typeof gatherers> | keyof ReturnType<typeof reportingOf>>;

/**
 * Runs one stage: gathers what it finds, does and leaves, writes its part of the report, and shows
 * findings. A `release:*` target, and any stage that fails, writes the whole report as well.
 * @param name the stage, as the report has it: build-wheels
 */
export async function runStage(
  name: string,
  options: StageOptions,
  host: Host,
  body: (stage: Stage) => Promise<void>,
): Promise<{ success: boolean }> {
  const given = givenOf(options, host);
  const lent = beginLent(name, given.destination, host);
  const gathered = nothingYet();
  // Findings that a stage has shown itself, in a table of its own.
  const shown = new Set<Finding>();
  const reporting = reportingOf(name, options, lent.address, given, host, gathered);
  gathered.findings.push(...lent.findings);
  try {
    const stage = { ...given, ...gatherers(gathered, shown), ...reporting };
    if (!hasErrors(lent.findings)) await body(stage);
  } catch (error) {
    if (error instanceof DestinationFailed) {
      host.show('The destination did not open; release:destination says why.');
      return { success: false };
    }
    gathered.findings.push(toFinding(error, host.ports));
  }
  tell(gathered.findings, shown, host);
  const isLeft = await conclude(name, gathered.findings, reporting, given, host);
  lent.end();
  return { success: isLeft && !hasErrors(gathered.findings) };
}

function givenOf(options: StageOptions, host: Host): Given {
  const { root, ports, settings, subject, show, paint, isAgreed, askSecret, readInput } = host;
  const destination = options.destination ?? 'rehearsal';
  const { packUntracked = [] } = settings;
  return {
    workshop: { root, ports, progress: (line) => show(paint('dim', line)), packUntracked },
    root,
    destination,
    // A rehearsal has identities of its own.
    emergency: options.emergency === true && destination !== 'rehearsal',
    continues: options.continue ?? false,
    ...paceOf(options),
    subject,
    settings,
    artifacts: artifactsFolder(root, ports),
    platforms: chosenPlatforms(settings, hostTriple(ports.environment)),
    show,
    paint,
    isAgreed,
    askSecret,
    readInput,
  };
}

/** How uploads go on where something does not go well; the option is in minutes. */
function paceOf({ maxWait = 30, keepGoing = false }: StageOptions): Pace {
  return { maxWait: maxWait * 60_000, keepGoing };
}

/** How a stage leaves its part of the report, and the report. */
function reportingOf(
  name: string,
  { report: file, targets }: StageOptions,
  rehearsal: string | null,
  { destination, platforms }: Pick<Stage, 'destination' | 'platforms'>,
  host: Host,
  gathered: Gathered,
): Pick<Stage, 'took' | 'keep' | 'report'> {
  const { clock } = host.ports;
  const started = clock.now();
  let spent: number | null = null;
  let known: Repository | undefined;
  const keep = async (): Promise<void> => {
    const time = { started, spent: spent ?? clock.now() - started };
    const part = partOf(name, host, time, gathered);
    await writeJson(partFile(host.project, host.target ?? name), part, host);
  };
  return {
    took: (milliseconds) => void (spent = milliseconds),
    keep,
    async report(repository) {
      known = repository ?? known;
      await keep();
      return writeReport(host, {
        command: host.project === 'release' ? name : 'publish',
        destination,
        rehearsal,
        platforms: platforms.filter(({ target }) => targets?.includes(target)),
        file,
        repository: known,
      });
    },
  };
}

/** Everything found that the stage has not shown itself. */
function tell(
  findings: readonly Finding[],
  shown: ReadonlySet<Finding>,
  { show, paint, ports }: Host,
): void {
  const news = findings.filter((finding) => !shown.has(finding));
  for (const finding of news) show(`\n${showFinding(finding, paint)}`);
  annotate(findings, { ports, show });
}

/** Leaves the report, or a part of it, and says what is live after a stop; false where it could not be written. */
async function conclude(
  name: string,
  findings: readonly Finding[],
  { keep, report }: Pick<Stage, 'keep' | 'report'>,
  { emergency }: Pick<Stage, 'emergency'>,
  { project, show, paint, ports }: Host,
): Promise<boolean> {
  const failed = hasErrors(findings);
  const told = new Set(findings.map(({ code }) => code));
  // What another run is at work on is its own, and so is the report.
  if (told.has(rehearsalBusy.code)) return true;
  try {
    if (!failed && project !== 'release') {
      await keep();
      return true;
    }
    const complete: Report = await report();
    await summarize(name, failed, complete, ports);
    // What only looks, `plan`, leaves nothing to go on from.
    if (failed && isStage(name)) show(`\n${showStop(complete, emergency, paint)}`);
    return true;
  } catch (error) {
    const finding = toFinding(error, ports);
    if (!told.has(finding.code)) show(`\n${showFinding(finding, paint)}`);
    return false;
  }
}
