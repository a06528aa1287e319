import { needsOmitsWheels, type Finding } from '@slipway/release/finding';
import { builtBy, holdsOnTag, exampleTag, runsOf, uploadsOf } from '../release-workflow/index.ts';
import { neededBy, type Job, type Workflow } from '../workflow/index.ts';
import { artifactsMeet, isComparable } from './artifact-name.ts';
import type { WorkflowCheck } from './context.ts';

/** A job that uploads what another leaves as an artifact, without waiting for it. */
export const checkNeeds: WorkflowCheck = ({ workflows }) => {
  const found = workflows.flatMap(omitting);
  if (found.length > 0) return found;
  const unread = workflows.flatMap(unreadPatterns);
  const [first] = unread;
  return first === undefined
    ? []
    : { because: `the pattern ${first} of an artifact is not read here` };
};

/** Patterns that are of another kind than those that {@link artifactsMeet} compares. */
function unreadPatterns(workflow: Workflow): string[] {
  return workflow.jobs
    .flatMap((job) => downloadsToPublish(workflow, job))
    .filter((pattern) => !isComparable(pattern));
}

function omitting(workflow: Workflow): Finding[] {
  const makers = workflow.jobs
    .map((job) => ({ job, artifacts: packageArtifacts(workflow, job) }))
    .filter(({ artifacts }) => artifacts.length > 0);
  return workflow.jobs.flatMap((job) => {
    const wanted = downloadsToPublish(workflow, job);
    if (wanted.length === 0) return [];
    const needed = neededBy(workflow, job.id);
    const missing = makers.filter(
      ({ job: maker, artifacts }) =>
        maker.id !== job.id &&
        !needed.has(maker.id) &&
        !needed.has('') &&
        artifacts.some((name) => wanted.some((pattern) => artifactsMeet(name, pattern))),
    );
    if (missing.length === 0) return [];
    const line = job.needs[0]?.line ?? job.line;
    const names = missing.map((one) => one.job.id);
    return [needsOmitsWheels.at({ file: workflow.file, line }, { job: job.id, missing: names })];
  });
}

/** The names of the artifacts in which a job leaves its wheels or an sdist; none when a release does not run it. */
function packageArtifacts(workflow: Workflow, job: Job): string[] {
  const names = runsOf(workflow, job).flatMap((run) => {
    const { wheels, sdists } = builtBy(run);
    const isOther = wheels.every(({ target }) => target?.startsWith('wasm'));
    if (isOther && sdists.length === 0) return [];
    return run.steps
      .filter(({ step }) => step.uses?.action === 'actions/upload-artifact')
      .map((step) => step.input('name') || 'artifact');
  });
  const isPassedOver =
    names.length > 0 && holdsOnTag(workflow, job, exampleTag(workflow)) === false;
  return isPassedOver ? [] : [...new Set(names)];
}

/** The names and patterns of the artifacts that a job takes, when it uploads to PyPI. */
function downloadsToPublish(workflow: Workflow, job: Job): string[] {
  return runsOf(workflow, job).flatMap((run) => {
    const uploads = run.steps.flatMap((step) => uploadsOf(run, step));
    if (!uploads.some(({ registry }) => registry === 'PyPI')) return [];
    return run.steps
      .filter(({ step }) => step.uses?.action === 'actions/download-artifact')
      .filter(({ step }) => !step.with.has('run-id') && !step.with.has('artifact-ids'))
      .map((step) => step.input('name') || step.input('pattern') || '*');
  });
}
