import type { DeploymentRule, Publisher } from '../claims/index.ts';
import type {
  CrateEvidence,
  EnvironmentFacts,
  Evidence,
  ProjectEvidence,
} from '../evidence/index.ts';
import type { SetupRequest, SetupStep, Wanted } from './model.ts';

/** What could not be compared, and why. */
export interface SetupPlan {
  readonly steps: readonly SetupStep[];
  readonly unknown: readonly string[];
}

/**
 * The differences between a set-up and what is wanted: nothing is taken away, and what is there already in the
 * wanted form is left alone, so that a plan which was applied is empty. Pure.
 */
export function planSetup(wanted: Wanted, evidence: Evidence): SetupPlan {
  const { github, crates, projects } = evidence;
  const steps: SetupStep[] = [];
  const unknown: string[] = [];
  if (github.environments.known) steps.push(...environmentSteps(wanted, github.environments.value));
  else unknown.push(`the environment ${wanted.environment}: ${github.environments.because}`);
  if (github.branch.known) steps.push(...branchSteps(wanted, github.branch.value));
  else unknown.push(`the branch ${wanted.branch}: ${github.branch.because}`);
  if (github.tagRulesets.known) steps.push(...tagSteps(wanted, github.tagRulesets.value));
  else unknown.push(`rules for tags: ${github.tagRulesets.because}`);
  for (const crate of crates) {
    if (crate.publishers.known) steps.push(...crateSteps(wanted, crate, crate.publishers.value));
    else unknown.push(`the publisher of ${crate.name} at crates.io: ${crate.publishers.because}`);
  }
  steps.push(...projects.flatMap((project) => projectSteps(wanted, project)));
  return { steps, unknown };
}

const administration = 'Administration: write';

function environmentSteps(wanted: Wanted, all: readonly EnvironmentFacts[]): SetupStep[] {
  const { environment: name, repository } = wanted;
  const path = `/repos/${repository}/environments/${encodeURIComponent(name)}`;
  const known = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const isWanted =
    known !== undefined &&
    known.policy.kind === 'rules' &&
    known.waitTimer === wanted.waitTimer &&
    known.reviewers >= wanted.reviewers.length;
  const put: SetupRequest = {
    to: 'GitHub',
    method: 'PUT',
    path,
    needs: administration,
    body: {
      wait_timer: wanted.waitTimer,
      reviewers: wanted.reviewers.map((id) => ({ type: 'User', id })),
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    },
  };
  const has = (rule: DeploymentRule): boolean =>
    known?.policy.rules.some(({ name: one, type }) => one === rule.name && type === rule.type) ??
    false;
  const title = known ? `set the environment ${name}` : `make the environment ${name}`;
  return [
    ...(isWanted
      ? []
      : [{ title: `${title}: ${described(wanted)}`, requests: [put], byHand: null }]),
    ...wanted.rules
      .filter((rule) => !has(rule))
      .map((rule): SetupStep => ({
        title: `let the ${rule.type} ${rule.name} deploy to ${name}`,
        requests: [
          {
            to: 'GitHub',
            method: 'POST',
            path: `${path}/deployment-branch-policies`,
            body: rule,
            needs: administration,
          },
        ],
        byHand: null,
      })),
  ];
}

function described({ reviewers, waitTimer }: Wanted): string {
  const people = reviewers.length === 0 ? 'no reviewer' : `${reviewers.length} reviewers`;
  return `${reviewers.length === 1 ? '1 reviewer' : people}, ${waitTimer} minutes of waiting, rules for refs`;
}

/** R23, as a ruleset of ours: what else protects the branch stays. */
function branchSteps(
  { repository, branch, checks }: Wanted,
  facts: {
    readonly reviews: boolean;
    readonly dismissesStale: boolean;
    readonly requiredChecks: readonly string[];
    readonly upToDate: boolean;
  },
): SetupStep[] {
  const missing = checks.filter((check) => !facts.requiredChecks.includes(check));
  const isStrict = checks.length === 0 || facts.upToDate;
  if (facts.reviews && facts.dismissesStale && missing.length === 0 && isStrict) return [];
  const required = [...new Set([...facts.requiredChecks, ...checks])];
  const rules = [
    { type: 'deletion' },
    { type: 'non_fast_forward' },
    {
      type: 'pull_request',
      parameters: {
        required_approving_review_count: 1,
        dismiss_stale_reviews_on_push: true,
        require_code_owner_review: false,
        require_last_push_approval: false,
        required_review_thread_resolution: false,
      },
    },
    ...(required.length > 0
      ? [
          {
            type: 'required_status_checks',
            parameters: {
              strict_required_status_checks_policy: true,
              required_status_checks: required.map((context) => ({ context })),
            },
          },
        ]
      : []),
  ];
  return [
    {
      title: `protect ${branch}: review, stale approvals dismissed${required.length > 0 ? `, ${required.join(', ')} required` : ''}`,
      requests: [
        ruleset(repository, `slipway: ${branch}`, 'branch', `refs/heads/${branch}`, rules),
      ],
      byHand: null,
    },
  ];
}

function tagSteps(
  { repository, tags }: Wanted,
  rulesets: readonly { readonly include: readonly string[] }[],
): SetupStep[] {
  if (rulesets.some(({ include }) => include.includes(tags) || include.includes('~ALL'))) return [];
  const rules = [{ type: 'deletion' }, { type: 'update' }, { type: 'creation' }];
  const name = `slipway: ${tags.replace('refs/tags/', '')}`;
  return [
    {
      title: `let nobody but administrators make, move or delete ${tags}`,
      requests: [ruleset(repository, name, 'tag', tags, rules)],
      byHand: null,
    },
  ];
}

/** Number of the repository's administrators among those who may pass a ruleset. */
const administrators = { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' };

function ruleset(
  repository: string,
  name: string,
  target: 'branch' | 'tag',
  ref: string,
  rules: readonly object[],
): SetupRequest {
  return {
    to: 'GitHub',
    method: 'POST',
    path: `/repos/${repository}/rulesets`,
    needs: administration,
    body: {
      name,
      target,
      enforcement: 'active',
      // For branches administrators are included (R23); somebody must be able to tag.
      bypass_actors: target === 'tag' ? [administrators] : [],
      conditions: { ref_name: { include: [ref], exclude: [] } },
      rules,
    },
  };
}

function crateSteps(
  { publisher }: Wanted,
  { name }: CrateEvidence,
  known: readonly Publisher[],
): SetupStep[] {
  if (known.some((one) => isSame(one, publisher))) return [];
  const { owner, repository, workflow, environment } = publisher;
  return [
    {
      title: `register ${workflow} of ${owner}/${repository} as publisher of ${name} at crates.io`,
      requests: [
        {
          to: 'crates.io',
          method: 'POST',
          path: '/api/v1/trusted_publishing/github_configs',
          needs: 'the scope trusted-publishing',
          body: {
            github_config: {
              crate: name,
              repository_owner: owner,
              repository_name: repository,
              workflow_filename: workflow,
              environment,
            },
          },
        },
      ],
      byHand: null,
    },
  ];
}

/** PyPI has no API for publishers: the values, and the page to type them in. */
function projectSteps(
  { publisher }: Wanted,
  { name, exists, publishers }: ProjectEvidence,
): SetupStep[] {
  if (publishers.known && publishers.value.some((one) => isSame(one, publisher))) return [];
  const isNew = exists.known && !exists.value;
  const { owner, repository, workflow, environment } = publisher;
  const values: (readonly [string, string])[] = [
    ...(isNew ? [['PyPI Project Name', name] as const] : []),
    ['Owner', owner],
    ['Repository name', repository],
    ['Workflow name', workflow],
    ['Environment name', environment ?? ''],
  ];
  const page = isNew
    ? 'PyPI → Your account → Publishing → Add a new pending publisher'
    : `PyPI → Your projects → ${name} → Manage → Publishing → Add a new publisher`;
  return [
    {
      title: `register ${workflow} as publisher of ${name} at PyPI`,
      requests: [],
      byHand: { page, values },
    },
  ];
}

function isSame(a: Publisher, b: Publisher): boolean {
  return (
    a.owner.toLowerCase() === b.owner.toLowerCase() &&
    a.repository === b.repository &&
    a.workflow === b.workflow &&
    a.environment?.toLowerCase() === b.environment?.toLowerCase()
  );
}
