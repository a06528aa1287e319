import {
  and,
  calleeOf,
  githubOf,
  jobHolds,
  publishesOn,
  type Publish,
} from '../release-workflow/index.ts';
import {
  evaluate,
  exampleOf,
  firedByTag,
  passesGlobs,
  permissionFor,
  substitute,
  Unknown,
  type Contexts,
  type GithubContext,
  type Inputs,
  type Job,
  type MatrixValue,
  type Trigger,
  type Workflow,
} from '../workflow/index.ts';
import type { RunClaims } from './publisher.ts';

/** One way on which an event comes to a step that publishes. */
export interface PublishRoute {
  readonly publish: Publish;
  readonly trigger: Trigger;
  /** Such as refs/tags/v1.2.3. */
  readonly ref: string;
  /** The workflow that the event starts, and the one in which the job is written. */
  readonly started: Workflow;
  readonly written: Workflow;
  readonly job: Job;
  /** The name of its environment, as far as the event and what the caller hands over tell; expressions stay. */
  readonly environment: string | null;
  /** The job that calls the other workflow; null where none is called. */
  readonly caller: Job | null;
  /** The ref at which the workflow is called, where it is called by the name of the repository; else null. */
  readonly calledAt: string | null;
  /** Whether it runs then: null when that depends on something that is not known. */
  readonly runs: true | null;
  /** What the caller's permissions leave of `id-token`; null where nothing is called. */
  readonly ceiling: 'write' | 'read' | 'none' | null;
}

/** The tag that a release will push, the branch that everything else starts from, and "owner/name". */
export interface Refs {
  readonly tag: string;
  readonly branch: string;
  readonly repository?: string | null;
}

/** Every way to a step that publishes, of all workflows and events. Pure. */
export function publishRoutesOf(workflows: readonly Workflow[], refs: Refs): PublishRoute[] {
  return workflows.flatMap((started) =>
    started.triggers.flatMap((trigger) => {
      return refsOf(trigger, started, refs).flatMap((ref) => {
        const github = githubOf(trigger.event, ref);
        const repository = refs.repository ?? null;
        const start = { trigger, ref, started, github, workflows, repository };
        // Who starts it by hand gives inputs that nobody knows before.
        const inputs = trigger.event === 'workflow_dispatch' ? null : new Map();
        const way: Way = { runs: true, caller: null, calledAt: null, ceiling: null, inputs };
        return walk(started, start, way, 4);
      });
    }),
  );
}

interface Start extends Pick<PublishRoute, 'trigger' | 'ref' | 'started'> {
  readonly github: GithubContext;
  readonly repository: string | null;
  readonly workflows: readonly Workflow[];
}

interface Way extends Pick<PublishRoute, 'caller' | 'calledAt' | 'ceiling'> {
  readonly runs: boolean | null;
  /** Of the workflow; null where they are not known. */
  readonly inputs: Inputs | null;
}

function walk(workflow: Workflow, start: Start, way: Way, depth: number): PublishRoute[] {
  const { github, workflows, trigger, ref, started, repository } = start;
  const contexts: Contexts = way.inputs ? { github, inputs: way.inputs } : { github };
  const own = publishesOn(workflow, github, way.inputs).flatMap((publish): PublishRoute[] => {
    const runs = and(way.runs, publish.onTag);
    const job = workflow.jobs.find(({ id }) => id === publish.job);
    if (runs === false || !job) return [];
    const { caller, calledAt, ceiling } = way;
    const environment = environmentOf(job, contexts);
    const place = { started, written: workflow, job, environment };
    return [{ publish, trigger, ref, ...place, caller, calledAt, ceiling, runs }];
  });
  const called = workflow.jobs.flatMap((job) => {
    const callee = depth > 0 ? calleeOf(job, workflows, repository) : undefined;
    if (!callee) return [];
    const runs = and(way.runs, jobHolds({ workflow, github, inputs: way.inputs }, job));
    // Without permissions of its own a called workflow has what its caller has.
    const isWritten = job.permissions ?? workflow.permissions;
    const given = isWritten ? permissionFor(workflow, job, 'id-token') : (way.ceiling ?? 'none');
    const ceiling = way.ceiling === null || way.ceiling === 'write' ? given : way.ceiling;
    if (runs === false) return [];
    const inputs = handedOver(job, callee, contexts);
    const calledAt = /@(.+)$/.exec(job.call!.uses)?.[1] ?? way.calledAt;
    return walk(callee, start, { runs, caller: job, calledAt, ceiling, inputs }, depth - 1);
  });
  return [...own, ...called];
}

/** The inputs of a called workflow: what its caller writes, or else what they are by themselves. */
function handedOver(job: Job, callee: Workflow, contexts: Contexts): Inputs {
  const called = callee.triggers.find(({ event }) => event === 'workflow_call');
  const inputs = new Map<string, MatrixValue>();
  for (const [name, { type, fallback }] of called?.inputs ?? []) {
    const written = job.call?.with.get(name)?.value ?? fallback ?? '';
    inputs.set(name, typed(evaluate(written, contexts) ?? new Unknown(written), type));
  }
  return inputs;
}

/** The value that an input of such a type has: `false` is a text that holds, and a boolean that does not. */
function typed(value: MatrixValue, type: string): MatrixValue {
  if (typeof value !== 'string') return value;
  if (type === 'boolean') return value === 'true';
  return type === 'number' ? Number(value) : value;
}

/** One for all runs of the job: where a matrix makes several, the expression stays. */
function environmentOf({ environment, rows, rowsKnown }: Job, contexts: Contexts): string | null {
  if (environment === null) return null;
  const { value } = environment;
  const names = rowsKnown
    ? rows.map((matrix) => substitute(value, { ...contexts, matrix }))
    : [substitute(value, contexts)];
  const name = new Set(names).size === 1 ? names[0]! : value;
  return name || null;
}

/** The refs on which an event starts a workflow: of a push, the tag and a branch that its filters let through. */
function refsOf(trigger: Trigger, workflow: Workflow, { tag, branch }: Refs): string[] {
  const { event } = trigger;
  if (event === 'workflow_call') return [];
  if (event === 'release' || event === 'create') return [`refs/tags/${tag}`];
  if (event === 'pull_request') return ['refs/pull/1/merge'];
  if (event !== 'push') return [`refs/heads/${branch}`];
  const pushed = pushedBranch(trigger, branch);
  return [
    ...(firedByTag(workflow, tag) === trigger ? [`refs/tags/${tag}`] : []),
    ...(pushed === null ? [] : [`refs/heads/${pushed}`]),
  ];
}

/** The branch itself, or one that is like what the filter names; null where only tags start the workflow. */
function pushedBranch(trigger: Trigger, branch: string): string | null {
  const { branches, branchesIgnore, tags, tagsIgnore } = trigger;
  if (branchesIgnore) return passesGlobs(branchesIgnore, branch) ? null : branch;
  if (!branches) return tags || tagsIgnore ? null : branch;
  const examples = branches.filter((glob) => !glob.startsWith('!')).map(exampleOf);
  return [branch, ...examples].find((name) => passesGlobs(branches, name)) ?? null;
}

/** The claims that GitHub would put into the token of a route's job. `repository` is "owner/name". */
export function claimsOf(
  { trigger, ref, started, written, calledAt, environment }: PublishRoute,
  repository: string,
  ownerId: string | null,
): RunClaims {
  return {
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    repository_owner_id: ownerId,
    event_name: trigger.event,
    ref,
    workflow_ref: `${repository}/${started.file}@${ref}`,
    job_workflow_ref: `${repository}/${written.file}@${calledAt ?? ref}`,
    environment,
  };
}
