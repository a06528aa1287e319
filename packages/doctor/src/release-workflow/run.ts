import { programOf, readCommands, joinPath, type Command, type Program } from '../script/index.ts';
import {
  holdsTrue,
  permissionFor,
  substitute,
  type Contexts,
  type Job,
  type MatrixRow,
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
  if (!step.run || /python|node|ruby/.test(step.shell ?? '')) return [];
  const { value, line, folded } = step.run;
  const commands = readCommands(substitute(value, contexts), { line, folded, directory });
  return commands.flatMap((command) => {
    const program = programOf(command);
    return program ? [{ ...program, command }] : [];
  });
}
