import { claimsBase } from '../oidc/claims.ts';
import type { Places } from '../ready.ts';
import { json, type Handler } from '../message/message.ts';
import type { Deployment, GithubEnvironment } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import { readRef, refProblem } from './deployment-rule.ts';
import {
  findEnvironment,
  keepEnvironment,
  newEnvironment,
  toEnvironmentName,
  toReviewers,
} from './environments.ts';
import { invalid, readJson, repositoryOf, repositorySettings } from './repository.ts';

const minute = 60_000;

/** The run of which the next identity tokens would speak. */
function currentRun(state: State) {
  const claims = claimsBase(state);
  const environment = claims['environment'];
  return {
    repository: String(claims['repository']),
    runId: String(claims['run_id']),
    checkRun: String(claims['check_run_id']),
    ref: String(claims['ref']),
    environment: typeof environment === 'string' ? environment : null,
  };
}

/**
 * Why the run's job does not start, or null. GitHub starts no job that its environment refuses or
 * holds back, so it has no identity either. An environment that is not there is made, unprotected.
 */
export function jobProblem(state: State, now: number): string | null {
  const { repository, runId, ref, environment: name } = currentRun(state);
  if (name === null) return null;
  const environment = findEnvironment(repository, name, state);
  if (!environment) {
    keepEnvironment(repository, newEnvironment(name, state, now), state);
    return null;
  }
  const { protections } = repositorySettings(repository, state);
  const refused = refProblem(environment, readRef(ref), (branch) => branch in protections);
  if (refused !== null) return refused;
  return waitProblem(environment, deploymentOf(repository, runId, environment, state, now), now);
}

const rejected = "The deployment was rejected or didn't satisfy other protection rules.";

function waitProblem(
  { name, waitTimer, reviewers }: GithubEnvironment,
  { createdAt, review }: Deployment,
  now: number,
): string | null {
  if (review === 'rejected') return rejected;
  if (reviewers.length > 0 && review === 'waiting') {
    return `Waiting for review: ${name} needs approval to start deploying changes.`;
  }
  const until = createdAt + waitTimer * minute;
  if (now >= until) return null;
  return `Waiting: the wait timer of ${name} ends at ${new Date(until).toISOString()}.`;
}

/** The first time that a run wants into an environment begins its timer. */
function deploymentOf(
  repository: string,
  runId: string,
  environment: GithubEnvironment,
  state: State,
  now: number,
): Deployment {
  const name = environment.name.toLowerCase();
  const key = `${repository.toLowerCase()} ${runId} ${name}`;
  const known = state.deployments.get(key);
  if (known) return known;
  const fresh: Deployment = {
    repository: repository.toLowerCase(),
    runId,
    environment: name,
    createdAt: now,
    review: 'waiting',
  };
  state.deployments.set(key, fresh);
  return fresh;
}

/** `GET …/actions/runs/{run}/pending_deployments`: what waits for a review or a timer. */
export function listPending(places: Places): Handler {
  return (request, state, now) => {
    const repository = repositoryOf(request);
    const rows = waitingFor(repository, request.parameters['run'] ?? '', state, now).map(
      ({ environment, deployment }) => ({
        environment: toEnvironmentName(environment, repository, places),
        wait_timer: environment.waitTimer,
        wait_timer_started_at: new Date(deployment.createdAt).toISOString(),
        current_user_can_approve: true,
        reviewers: toReviewers(environment),
      }),
    );
    return json(200, rows);
  };
}

/** `POST …/pending_deployments` with `{environment_ids, state, comment}` */
export const reviewPending: Handler = (request, state, now) => {
  const { environment_ids: ids, state: review } = readJson(request);
  if (review !== 'approved' && review !== 'rejected') throw invalid(['State is invalid']);
  const waiting = waitingFor(
    repositoryOf(request),
    request.parameters['run'] ?? '',
    state,
    now,
  ).filter(({ environment }) => Array.isArray(ids) && ids.includes(environment.id));
  if (waiting.length === 0) throw invalid(['There are no pending deployments to review']);
  for (const { deployment } of waiting) {
    const { repository, runId, environment } = deployment;
    state.deployments.set(`${repository} ${runId} ${environment}`, { ...deployment, review });
  }
  return json(
    200,
    waiting.map(({ environment, deployment }) => ({
      id: environment.id,
      environment: environment.name,
      task: 'deploy',
      created_at: new Date(deployment.createdAt).toISOString(),
    })),
  );
};

function waitingFor(repository: string, run: string, state: State, now: number) {
  return state.deployments.values().flatMap((deployment) => {
    if (deployment.repository !== repository.toLowerCase() || deployment.runId !== run) return [];
    const environment = findEnvironment(repository, deployment.environment, state);
    if (!environment || deployment.review === 'rejected') return [];
    return waitProblem(environment, deployment, now) === null ? [] : [{ environment, deployment }];
  });
}

/** `GET …/check-runs/{id}/annotations`: the only place where a refused job's reason is told. */
export const listAnnotations: Handler = (request, state, now) => {
  const run = currentRun(state);
  const isRun =
    run.repository.toLowerCase() === repositoryOf(request).toLowerCase() &&
    run.checkRun === request.parameters['id'];
  const problem = isRun ? jobProblem(state, now) : null;
  if (problem === null || problem.startsWith('Waiting')) return json(200, []);
  return json(
    200,
    [...new Set([problem, rejected])].map((message) => ({
      path: '.github',
      blob_href: null,
      start_line: 1,
      end_line: 1,
      start_column: null,
      end_column: null,
      annotation_level: 'failure',
      title: '',
      message,
      raw_details: '',
    })),
  );
};
