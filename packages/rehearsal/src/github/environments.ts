import { Refusal, json, type Handler, type HttpRequest } from '../message/message.ts';
import type { DeploymentPolicy, GithubEnvironment } from '../state/rows.ts';
import { nextId, type State } from '../state/state.ts';
import type { Places } from '../ready.ts';
import {
  changeSettings,
  invalid,
  readJson,
  repositoryOf,
  repositorySettings,
} from './repository.ts';

type Given = Readonly<Record<string, unknown>>;

/** `GET …/environments` */
export function listEnvironments(places: Places): Handler {
  return (request, state) => {
    const { environments } = repositorySettings(repositoryOf(request), state);
    const rows = environments.map((one) => toEnvironment(one, repositoryOf(request), places));
    return json(200, { total_count: rows.length, environments: rows });
  };
}

/** `GET …/environments/{environment}` */
export function showEnvironment(places: Places): Handler {
  return (request, state) =>
    json(200, toEnvironment(knownEnvironment(request, state), repositoryOf(request), places));
}

/** `PUT …/environments/{environment}`: what is not said is as if it was never set. */
export function putEnvironment(places: Places): Handler {
  return (request, state, now) => {
    const repository = repositoryOf(request);
    const name = request.parameters['environment'] ?? '';
    const given = readJson(request);
    verifyGiven(given, repository, state);
    const known = findEnvironment(repository, name, state);
    const refs = refsOf(given['deployment_branch_policy']);
    const environment: GithubEnvironment = {
      ...(known ?? newEnvironment(name, state, now)),
      updatedAt: now,
      waitTimer: Number(given['wait_timer'] ?? 0),
      preventSelfReview: given['prevent_self_review'] === true,
      reviewers: (given['reviewers'] ?? []) as GithubEnvironment['reviewers'],
      canAdminsBypass: given['can_admins_bypass'] !== false,
      refs,
      policies: refs === 'custom' ? (known?.policies ?? []) : [],
    };
    keepEnvironment(repository, environment, state);
    return json(200, toEnvironment(environment, repository, places));
  };
}

export const removeEnvironment: Handler = (request, state) => {
  const gone = knownEnvironment(request, state);
  const { environments } = repositorySettings(repositoryOf(request), state);
  const others = environments.filter((one) => one.id !== gone.id);
  changeSettings(repositoryOf(request), { environments: others }, state);
  return { status: 204 };
};

/** `GET …/environments/{environment}/deployment-branch-policies` */
export const listPolicies: Handler = (request, state) => {
  const { policies } = knownEnvironment(request, state);
  return json(200, { total_count: policies.length, branch_policies: policies.map(toPolicy) });
};

export const showPolicy: Handler = (request, state) => {
  const policy = knownEnvironment(request, state).policies.find(isAsked(request));
  if (!policy) throw new Refusal(404, 'Not Found');
  return json(200, toPolicy(policy));
};

/** `POST …/deployment-branch-policies`; the same pattern again is sent to where it is. */
export const addPolicy: Handler = (request, state) => {
  const environment = knownEnvironment(request, state);
  const { name, type = 'branch' } = readJson(request);
  if (environment.refs !== 'custom') throw new Refusal(404, 'Not Found');
  if (typeof name !== 'string' || name === '' || (type !== 'branch' && type !== 'tag')) {
    throw invalid(['Name is invalid']);
  }
  const same = environment.policies.find((one) => one.name === name && one.type === type);
  if (same) return { status: 303, headers: { location: `${request.path}/${same.id}` } };
  const policy: DeploymentPolicy = { id: nextId(state), name, type };
  const policies = [...environment.policies, policy];
  keepEnvironment(repositoryOf(request), { ...environment, policies }, state);
  return json(200, toPolicy(policy));
};

export const removePolicy: Handler = (request, state) => {
  const environment = knownEnvironment(request, state);
  const policies = environment.policies.filter((one) => !isAsked(request)(one));
  if (policies.length === environment.policies.length) throw new Refusal(404, 'Not Found');
  keepEnvironment(repositoryOf(request), { ...environment, policies }, state);
  return { status: 204 };
};

/** Names of environments are compared without their letter case. */
export function findEnvironment(
  repository: string,
  name: string,
  state: State,
): GithubEnvironment | undefined {
  const { environments } = repositorySettings(repository, state);
  return environments.find((one) => one.name.toLowerCase() === name.toLowerCase());
}

/** An environment that nothing protects: what a job gets that names one which is not there. */
export function newEnvironment(name: string, state: State, now: number): GithubEnvironment {
  return {
    id: nextId(state),
    name,
    createdAt: now,
    updatedAt: now,
    waitTimer: 0,
    preventSelfReview: false,
    reviewers: [],
    canAdminsBypass: true,
    refs: 'all',
    policies: [],
  };
}

export function keepEnvironment(
  repository: string,
  environment: GithubEnvironment,
  state: State,
): void {
  const { environments } = repositorySettings(repository, state);
  const others = environments.filter((one) => one.id !== environment.id);
  changeSettings(repository, { environments: [...others, environment] }, state);
}

function knownEnvironment(request: HttpRequest, state: State): GithubEnvironment {
  const name = request.parameters['environment'] ?? '';
  const found = findEnvironment(repositoryOf(request), name, state);
  if (!found) throw new Refusal(404, 'Not Found');
  return found;
}

function isAsked(request: HttpRequest): (policy: DeploymentPolicy) => boolean {
  return ({ id }) => String(id) === request.parameters['policy'];
}

interface RefPolicy {
  readonly protected_branches?: boolean;
  readonly custom_branch_policies?: boolean;
}

function refsOf(policy: unknown): GithubEnvironment['refs'] {
  if (!policy) return 'all';
  return (policy as RefPolicy).protected_branches ? 'protected' : 'custom';
}

function verifyGiven(given: Given, repository: string, state: State): void {
  const timer = given['wait_timer'] ?? 0;
  const reviewers = given['reviewers'] ?? [];
  const policy = given['deployment_branch_policy'] as RefPolicy | null | undefined;
  if (!Number.isInteger(timer) || Number(timer) < 0 || Number(timer) > 43_200) {
    throw invalid(['Wait timer must be between 0 and 43200 minutes']);
  }
  if (!Array.isArray(reviewers) || !reviewers.every(isReviewer)) {
    throw invalid(['Reviewers are invalid']);
  }
  if (reviewers.length > 6) throw invalid(['There can be at most 6 reviewers']);
  if (policy && Boolean(policy.protected_branches) === Boolean(policy.custom_branch_policies)) {
    throw invalid(['protected_branches and custom_branch_policies cannot have the same value']);
  }
  const { visibility, plan } = repositorySettings(repository, state);
  if (visibility === 'public' || plan === 'paid') return;
  const rules = [
    [reviewers.length > 0, 'required reviewers'],
    [Number(timer) > 0, 'wait timer'],
    [Boolean(policy), 'branch policy'],
  ] as const;
  const unpaid = rules.find(([wanted]) => wanted)?.[1];
  if (unpaid === undefined) return;
  throw new Refusal(
    422,
    `Failed to create the environment protection rule. Please ensure the billing plan supports the ${unpaid} protection rule.`,
  );
}

function isReviewer(value: unknown): boolean {
  const { type, id } = (value ?? {}) as { type?: unknown; id?: unknown };
  return (type === 'User' || type === 'Team') && Number.isInteger(id);
}

function toPolicy({ id, name, type }: DeploymentPolicy): object {
  return { id, node_id: `DBP_${id}`, name, type };
}

function toEnvironment(one: GithubEnvironment, repository: string, places: Places): object {
  return {
    ...toEnvironmentName(one, repository, places),
    created_at: new Date(one.createdAt).toISOString(),
    updated_at: new Date(one.updatedAt).toISOString(),
    can_admins_bypass: one.canAdminsBypass,
    protection_rules: toRules(one),
    deployment_branch_policy:
      one.refs === 'all'
        ? null
        : {
            protected_branches: one.refs === 'protected',
            custom_branch_policies: one.refs === 'custom',
          },
  };
}

export function toEnvironmentName(
  { id, name }: GithubEnvironment,
  repository: string,
  places: Places,
): object {
  const url = `${places.github}/repos/${repository}/environments/${encodeURIComponent(name)}`;
  const page = `deployments/activity_log?environments_filter=${encodeURIComponent(name)}`;
  const html_url = `${places.github}/${repository}/${page}`;
  return { id, node_id: `EN_${id}`, name, url, html_url };
}

export function toReviewers({ reviewers }: GithubEnvironment): object[] {
  return reviewers.map(({ type, id }) => ({
    type,
    reviewer: type === 'User' ? { login: `user-${id}`, id, type } : { slug: `team-${id}`, id },
  }));
}

function toRules(one: GithubEnvironment): object[] {
  const rule = (type: string, offset: number, more: object = {}): object => ({
    id: one.id * 10 + offset,
    node_id: `GA_${one.id * 10 + offset}`,
    type,
    ...more,
  });
  const review = { prevent_self_review: one.preventSelfReview, reviewers: toReviewers(one) };
  return [
    ...(one.waitTimer > 0 ? [rule('wait_timer', 1, { wait_timer: one.waitTimer })] : []),
    ...(one.reviewers.length > 0 ? [rule('required_reviewers', 2, review)] : []),
    ...(one.refs === 'all' ? [] : [rule('branch_policy', 3)]),
  ];
}
