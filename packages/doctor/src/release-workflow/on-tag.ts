import {
  exampleOf,
  firedByTag,
  holdsTrue,
  neededBy,
  type ContextValue,
  type GithubContext,
  type Inputs,
  type Job,
  type MatrixValue,
  type Workflow,
} from '../workflow/index.ts';
import type { Publish, Workflows } from './model.ts';
import { uploadsOf } from './publishes.ts';
import { runsOf, type JobRun, type StepRun } from './run.ts';

/**
 * Takes a workflow, and the tag whose push it is asked about (one that starts it, when none is named).
 * Returns what its jobs upload, each step once, whatever the matrix.
 */
export function publishesOf(workflow: Workflow, tag = exampleTag(workflow)): Publish[] {
  return publishesWhen(onTagPush(workflow, tag), (job) => runsOf(workflow, job));
}

/**
 * The same for any event, by what `github.…` and `inputs.…` are when it starts the workflow. What it certainly does
 * not run is left out.
 */
export function publishesOn(
  workflow: Workflow,
  github: GithubContext,
  inputs: Inputs | null,
): Publish[] {
  const started: Started = { workflow, github, inputs };
  const known = inputs ? { github, inputs } : { github };
  return publishesWhen(started, (job) => runsOf(workflow, job, known)).filter(
    ({ onTag }) => onTag !== false,
  );
}

/** What is known when a workflow starts. */
export interface Started {
  readonly workflow: Workflow;
  readonly github: GithubContext;
  /** Null where they are not known. */
  readonly inputs: Inputs | null;
}

function publishesWhen(started: Started, runs: (job: Job) => JobRun[]): Publish[] {
  const found = new Map<string, Publish>();
  for (const job of started.workflow.jobs) {
    for (const run of runs(job)) {
      for (const step of run.steps) {
        for (const one of publishesIn(run, step)) {
          const both = and(jobHolds(started, job), holdsOn(started, step.step.if, run));
          found.set(`${one.file}:${one.line}:${job.id}:${one.registry}`, { ...one, onTag: both });
        }
      }
    }
  }
  return [...found.values()];
}

/** As {@link publishesOf}, with what the workflows upload that it calls. */
export function publishesThrough(workflow: Workflow, workflows: Workflows, tag: string): Publish[] {
  const visit = (one: Workflow, depth: number): Publish[] => [
    ...publishesOf(one, tag),
    ...one.jobs.flatMap((job) => {
      const callee = depth > 0 ? calleeOf(job, workflows) : undefined;
      if (!callee) return [];
      const called = holdsOnTag(one, job, tag);
      return visit(callee, depth - 1).map((publish) => ({
        ...publish,
        onTag: and(called, publish.onTag),
      }));
    }),
  ];
  return visit(workflow, 4);
}

/** The workflows of the repository that a workflow calls, directly or through others. */
export function callees(workflow: Workflow, workflows: Workflows): Workflow[] {
  const found = new Set<Workflow>();
  const visit = (one: Workflow): void => {
    for (const job of one.jobs) {
      const callee = calleeOf(job, workflows);
      if (!callee || found.has(callee)) continue;
      found.add(callee);
      visit(callee);
    }
  };
  visit(workflow);
  return [...found];
}

/** A tag that starts a workflow: an example of its pattern, or a plain version. */
export function exampleTag(workflow: Workflow): string {
  for (const { event, tags } of workflow.triggers) {
    if (event !== 'push') continue;
    for (const glob of tags ?? []) {
      const tag = exampleOf(glob);
      if (!glob.startsWith('!') && firedByTag(workflow, tag)) return tag;
    }
  }
  return 'v1.2.3';
}

/** Whether a job runs when a tag is pushed: null when that depends on something else. */
export function holdsOnTag(workflow: Workflow, job: Job, tag: string): boolean | null {
  return jobHolds(onTagPush(workflow, tag), job);
}

/**
 * Whether a job runs: null when that depends on something that is not known. It is passed over when one of those
 * that it waits for is, however far back, unless its condition asks how they ended.
 */
export function jobHolds(started: Started, job: Job): boolean | null {
  const own = holdsOn(started, job.if);
  if (own === false || /\b(always|failure|cancelled)\s*\(/i.test(job.if ?? '')) return own;
  const { jobs } = started.workflow;
  const needed = neededBy(started.workflow, job.id);
  return jobs
    .filter(({ id }) => needed.has(id) && id !== job.id)
    .reduce<boolean | null>((holds, one) => and(holds, holdsOn(started, one.if)), own);
}

/** Whether a condition holds. */
function holdsOn(
  { github, inputs }: Started,
  condition: string | null,
  run?: Pick<JobRun, 'row'>,
): boolean | null {
  // A condition on the repository keeps forks out; it is read where it holds.
  const here = condition?.replace(/github\.repository(_owner)?\s*==\s*'[^']*'/g, 'true') ?? null;
  return holdsTrue(here, {
    github,
    ...(run ? { matrix: run.row } : {}),
    ...(inputs ? { inputs } : {}),
  });
}

function publishesIn(run: JobRun, step: StepRun): Omit<Publish, 'onTag'>[] {
  return uploadsOf(run, step).map((upload) => ({
    ...upload,
    workflow: run.workflow.file,
    file: step.step.file,
    job: run.job.id,
    idToken: run.idToken,
    environment: run.job.environment?.value ?? null,
  }));
}

/** The workflow of this repository ("owner/name", where it is known) that a job calls, by path or by name. */
export function calleeOf(
  { call }: Job,
  workflows: Workflows,
  repository: string | null = null,
): Workflow | undefined {
  if (!call) return undefined;
  const path = call.path ?? pathIn(repository, call.uses);
  return workflows.find(({ file }) => file === path);
}

/** `octo/tide/.github/workflows/upload.yml@main` in octo/tide; null in any other repository. */
function pathIn(repository: string | null, uses: string): string | null {
  const folder = `${repository?.toLowerCase()}/`;
  if (repository === null || !uses.toLowerCase().startsWith(folder)) return null;
  return uses.slice(folder.length).replace(/@.*$/, '');
}

/** Whether both hold; null where that depends. */
export function and(a: boolean | null, b: boolean | null): boolean | null {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : null;
}

/** Inputs are known, as none, where nobody can give any. */
function onTagPush(workflow: Workflow, tag: string): Started {
  const isCalled = workflow.triggers.some(({ event }) => event === 'workflow_call');
  const github = githubOf('push', `refs/tags/${tag}`);
  return { workflow, github, inputs: isCalled ? null : new Map() };
}

/** What `github.…` is when an event starts a workflow on a ref, such as refs/tags/v1.2.3. */
export function githubOf(event: string, ref: string): GithubContext {
  const isChange = event.startsWith('pull_request');
  const payload = new Map<string, MatrixValue>();
  if (event === 'push') payload.set('ref', ref);
  if (event !== 'workflow_dispatch') payload.set('inputs', {});
  return new Map<string, ContextValue>([
    ['event_name', event],
    ['ref', ref],
    ['ref_name', ref.replace(/^refs\/(tags|heads|pull)\//, '')],
    ['ref_type', ref.startsWith('refs/tags/') ? 'tag' : 'branch'],
    ...(isChange
      ? []
      : ([
          ['base_ref', ''],
          ['head_ref', ''],
        ] as const)),
    ['event', payload],
  ]);
}
