import type { Workflow } from '../workflow/index.ts';
import type { ReleaseDescription, ReleaseTrigger, Workflows } from './model.ts';
import { callees, publishesOf } from './on-tag.ts';
import { uploadsOf } from './publishes.ts';
import { runsOf, type JobRun } from './run.ts';
import { builtBy, type Built } from './wheels.ts';

/**
 * Takes the workflows of a repository. Returns what they do to release it: the workflows that publish, that
 * a tag or a release starts, those they call, and what these build and upload. Wheels that never leave
 * their job (no artifact, no upload) are left out. When none of these builds wheels, the workflows that do
 * take part, too.
 */
export function describeRelease(workflows: Workflows): ReleaseDescription {
  const started = releasing(workflows);
  const built = started.map(keptOf);
  // Where none of these builds a wheel, people fetch what another workflow leaves, and upload it by hand.
  const others = built.some(({ wheels }) => wheels.length > 0)
    ? []
    : workflows.filter((one) => !started.includes(one) && keptOf(one).wheels.length > 0);
  built.push(...others.map(keptOf));
  const taking = workflows.filter((one) => started.includes(one) || others.includes(one));
  return {
    files: taking.map(({ file }) => file),
    wheels: built.flatMap(({ wheels }) => wheels),
    sdist: built.flatMap(({ sdists }) => sdists)[0] ?? null,
    publishes: taking.flatMap((workflow) => publishesOf(workflow)),
    environments: taking.flatMap(environmentsOf),
    triggers: taking.flatMap(triggersOf),
  };
}

/** What a workflow builds and keeps. */
function keptOf(workflow: Workflow): Built {
  const built = workflow.jobs
    .flatMap((job) => runsOf(workflow, job))
    .filter(leavesJob)
    .map(builtBy);
  return {
    wheels: built.flatMap(({ wheels }) => wheels),
    sdists: built.flatMap(({ sdists }) => sdists),
  };
}

function leavesJob(run: JobRun): boolean {
  return run.steps.some(
    (step) =>
      step.step.uses?.action === 'actions/upload-artifact' || uploadsOf(run, step).length > 0,
  );
}

function releasing(workflows: Workflows): Workflow[] {
  const publishing = new Set(workflows.filter((one) => publishesOf(one).length > 0));
  const taking = new Set(
    workflows.filter(
      (one) =>
        publishing.has(one) || callees(one, workflows).some((callee) => publishing.has(callee)),
    ),
  );
  for (const one of workflows) {
    const released = one.triggers.some(({ event }) => event === 'release');
    if (released || isForTags(one)) taking.add(one);
  }
  for (const one of [...taking]) for (const callee of callees(one, workflows)) taking.add(callee);
  return workflows.filter((one) => taking.has(one));
}

/** Started by a tag on purpose: a push that filters nothing is every test workflow's. */
function isForTags({ triggers }: Workflow): boolean {
  return triggers.some(({ event, tags }) => event === 'push' && tags !== null);
}

function environmentsOf({ file, jobs }: Workflow) {
  return jobs.flatMap(({ id, environment }) =>
    environment ? [{ ...environment, file, job: id }] : [],
  );
}

function triggersOf({ file, triggers }: Workflow): ReleaseTrigger[] {
  return triggers.map(({ line, event, tags }) => ({ file, line, event, tags }));
}
