import {
  programOf,
  readCommands,
  joinPath,
  type Command,
  type Program,
  type Start,
} from '../script/index.ts';
import {
  holdsTrue,
  permissionFor,
  substitute,
  type Contexts,
  type Job,
  type MatrixRow,
  type Script,
  type Step,
  type Texts,
  type Workflow,
} from '../workflow/index.ts';
import { machineOf, type Machine } from './platform.ts';

/** One run of a job: one row of its matrix, with the steps that it may take. */
export interface JobRun {
  readonly workflow: Workflow;
  readonly job: Job;
  readonly row: MatrixRow;
  readonly runner: string | null;
  readonly machine: Machine | null;
  readonly container: string | null;
  readonly idToken: boolean;
  readonly steps: readonly StepRun[];
}

/** A step of a run, with its expressions computed as far as the files tell. */
export interface StepRun {
  readonly step: Step;
  /** Whether it runs: true or null, when that depends; steps that certainly do not are left out. */
  readonly runs: true | null;
  /** Variables of workflow, job and step. */
  readonly env: ReadonlyMap<string, string>;
  /** The line of the step's file on which a variable is written; the step's own when it is set elsewhere. */
  readonly lineOf: (variable: string) => number;
  readonly directory: string | null;
  readonly input: (name: string) => string;
  readonly commands: readonly ProgramRun[];
}

export interface ProgramRun extends Program {
  readonly command: Command;
}

/** Takes a job, and what is known of what starts it. Returns its runs. */
export function runsOf(
  workflow: Workflow,
  job: Job,
  known: Pick<Contexts, 'github' | 'inputs'> = {},
): JobRun[] {
  return job.rows.map((row) => {
    const contexts: Contexts = { ...known, matrix: row };
    const labels = job.runsOn.map((label) => substitute(label, contexts));
    const machine = machineOf(labels);
    const runner = machine ? { os: machine.os, arch: machine.arch } : null;
    const env = layer(
      new Map(),
      layer(new Map(), new Map(), workflow.env, contexts),
      job.env,
      contexts,
    );
    const scope: Scope = {
      contexts: { ...contexts, env, runner },
      above: [job.env, workflow.env],
      env,
      directory: job.workingDirectory,
    };
    return {
      workflow,
      job,
      row,
      runner: labels.some((label) => label.includes('${{')) ? null : labels.join(', ') || null,
      machine,
      container: job.container === null ? null : substitute(job.container, contexts),
      idToken: permissionFor(workflow, job, 'id-token') === 'write',
      steps: job.steps.flatMap((step) => stepRuns(step, scope)),
    };
  });
}

interface Scope {
  readonly contexts: Contexts;
  /** What is written above the step in its file, nearest first. */
  readonly above: readonly Texts[];
  readonly env: ReadonlyMap<string, string>;
  readonly directory: string | null;
}

function layer(
  into: Map<string, string>,
  below: ReadonlyMap<string, string>,
  texts: Texts,
  contexts: Contexts,
): Map<string, string> {
  for (const [name, value] of below) into.set(name, value);
  for (const [name, { value }] of texts)
    into.set(name, substitute(value, { ...contexts, env: below }));
  return into;
}

function stepRuns(step: Step, scope: Scope): StepRun[] {
  const env = layer(new Map(), scope.env, step.env, scope.contexts);
  const contexts = { ...scope.contexts, env };
  const runs = holdsTrue(step.if, contexts);
  if (runs === false) return [];
  if (step.composite) return compositeRuns(step, env, contexts);
  const written = step.workingDirectory ?? (step.run ? scope.directory : null);
  const folder = written === null ? '' : substitute(written, contexts);
  const directory = /[$~]/.test(folder) ? null : joinPath('', folder);
  const input = (name: string): string => substitute(step.with.get(name)?.value ?? '', contexts);
  const texts = [step.env, ...scope.above];
  const lineOf = (variable: string): number =>
    texts.find((one) => one.has(variable))?.get(variable)?.line ?? step.line;
  const commands = commandsOf(step, directory, contexts);
  return [{ step, runs, env, lineOf, directory, input, commands }];
}

function compositeRuns(
  step: Step,
  env: ReadonlyMap<string, string>,
  contexts: Contexts,
): StepRun[] {
  const { inputs: declared, steps } = step.composite!;
  const inputs = new Map<string, string>();
  for (const [name, { fallback }] of declared) {
    inputs.set(name, substitute(step.with.get(name)?.value ?? fallback ?? '', contexts));
  }
  const scope: Scope = { contexts: { ...contexts, inputs }, above: [], env, directory: null };
  return steps.flatMap((one) => stepRuns(one, scope));
}

function commandsOf(step: Step, directory: string | null, contexts: Contexts): ProgramRun[] {
  const script = step.run ?? retriedBy(step);
  if (!script || /python|node|ruby/.test(step.shell ?? '')) return [];
  const { value, line, folded } = script;
  return programsOf(substitute(value, contexts), { line, folded, directory });
}

/** What an action runs that tries a command again. */
function retriedBy({ uses, with: inputs }: Step): Script | null {
  if (!/^nick-(fields|invision)\/retry$/i.test(uses?.action ?? '')) return null;
  const command = inputs.get('command');
  return command ? { ...command, folded: true } : null;
}

/** The programs of a script, and those of a script that a shell is given as a word. */
function programsOf(script: string, start: Start): ProgramRun[] {
  return readCommands(script, start).flatMap((command) => {
    const program = programOf(command);
    if (!program) return [];
    const { name, arguments: words } = program;
    const at = /^(ba|da|z)?sh$/.test(name)
      ? words.findIndex(({ text }) => /^-\w*c$/.test(text))
      : -1;
    const inner = at < 0 ? undefined : words[at + 1];
    const { line, directory } = command;
    const below = inner ? programsOf(inner.text, { line, directory, folded: true }) : [];
    return [{ ...program, command }, ...below];
  });
}
