import type { Ports } from '@slipway/release';
import type { DeploymentPolicy, DeploymentRule } from '../claims/index.ts';
import { ask, askJson, askList, at, hidden, listAt, textAt, type Source } from './ask.ts';
import {
  known,
  unknown,
  type BranchFacts,
  type EnvironmentFacts,
  type GithubEvidence,
  type Known,
  type RepositoryFacts,
  type Reviewer,
  type TagRuleset,
} from './model.ts';

type Asking = Pick<Ports, 'fetch'>;

/** What GitHub says of a repository ("owner/name"), as far as the token lets it. Reads only; REST 2022-11-28. */
export async function readGithub(
  source: Source,
  repository: string,
  ports: Asking,
): Promise<GithubEvidence> {
  const path = `/repos/${repository.split('/').map(encodeURIComponent).join('/')}`;
  const facts = await readRepository(source, path, ports);
  // Of a repository that is not shown GitHub says of everything that it is not there.
  if (!facts.known) return nothingSeen(facts);
  // A renamed repository answers under its new name.
  const own = `/repos/${facts.value.name}`;
  const branch = facts.value.defaultBranch;
  const rulesets = askRulesets(source, own, ports);
  const [environments, rules, all, tagRulesets, immutableReleases, secrets] = await Promise.all([
    readEnvironments(source, own, ports),
    readBranch(source, own, branch, ports),
    rulesets,
    rulesets.then((listed) => readTagRulesets(source, own, listed, ports)),
    readImmutable(source, own, ports),
    readSecrets(source, own, ports),
  ]);
  return {
    repository: facts,
    environments,
    branch: rules,
    rulesets: all.known ? known(all.value.flatMap((one) => textAt(one, 'name') ?? [])) : all,
    tagRulesets,
    immutableReleases,
    secrets,
  };
}

const nothingSeen = (no: Known<never>): GithubEvidence => ({
  repository: no,
  environments: no,
  branch: no,
  rulesets: no,
  tagRulesets: no,
  immutableReleases: no,
  secrets: no,
});

async function readRepository(
  source: Source,
  path: string,
  ports: Asking,
): Promise<Known<RepositoryFacts>> {
  const answer = await askJson(source, path, 'Metadata: read', ports);
  if (!answer.known) return answer;
  const name = textAt(answer.value, 'full_name');
  const ownerId = textAt(answer.value, 'owner', 'id');
  if (name === null || ownerId === null) {
    return unknown('GitHub shows no such repository to this token: it is not there, or private');
  }
  const defaultBranch = textAt(answer.value, 'default_branch') ?? 'main';
  return known({ name, ownerId, defaultBranch });
}

async function readEnvironments(
  source: Source,
  path: string,
  ports: Asking,
): Promise<Known<readonly EnvironmentFacts[]>> {
  const url = `${path}/environments`;
  const answer = await askList(source, url, ['environments'], 'Actions: read', ports);
  if (!answer.known) return answer;
  const all = await Promise.all(
    answer.value.map((one) => readEnvironment(source, path, one, ports)),
  );
  const lost = all.find((one) => !one.known);
  return lost && !lost.known ? lost : known(all.flatMap((one) => (one.known ? [one.value] : [])));
}

async function readEnvironment(
  source: Source,
  path: string,
  data: unknown,
  ports: Asking,
): Promise<Known<EnvironmentFacts>> {
  const name = textAt(data, 'name') ?? '';
  const rules = listAt(data, 'protection_rules');
  const ofType = (type: string): unknown => rules.find((rule) => textAt(rule, 'type') === type);
  const policy = await readPolicy(source, path, name, at(data, 'deployment_branch_policy'), ports);
  if (!policy.known) return policy;
  return known({
    name,
    reviewers: listAt(ofType('required_reviewers'), 'reviewers').map(toReviewer),
    preventsSelfReview: at(ofType('required_reviewers'), 'prevent_self_review') === true,
    adminsBypass: at(data, 'can_admins_bypass') !== false,
    waitTimer: Number(at(ofType('wait_timer'), 'wait_timer') ?? 0),
    policy: policy.value,
  });
}

function toReviewer(data: unknown): Reviewer {
  const type = textAt(data, 'type') === 'Team' ? 'Team' : 'User';
  return { type, id: Number(at(data, 'reviewer', 'id') ?? 0) };
}

async function readPolicy(
  source: Source,
  path: string,
  environment: string,
  written: unknown,
  ports: Asking,
): Promise<Known<DeploymentPolicy>> {
  if (written === null || written === undefined) return known({ kind: 'all', rules: [] });
  if (at(written, 'protected_branches') === true) return known({ kind: 'protected', rules: [] });
  const url = `${path}/environments/${encodeURIComponent(environment)}/deployment-branch-policies`;
  const answer = await askList(source, url, ['branch_policies'], 'Actions: read', ports);
  if (!answer.known) return answer;
  const rules = answer.value.map((rule): DeploymentRule => ({
    name: textAt(rule, 'name') ?? '',
    type: textAt(rule, 'type') === 'tag' ? 'tag' : 'branch',
  }));
  return known({ kind: 'rules', rules });
}

const unprotected: BranchFacts = {
  requiredChecks: [],
  anySource: [],
  reviews: false,
  dismissesStale: false,
  upToDate: false,
  includesAdministrators: false,
};

/** Branch protection and rulesets, which hold both. The rules of rulesets are public, protection is not. */
async function readBranch(
  source: Source,
  path: string,
  branch: string,
  ports: Asking,
): Promise<Known<BranchFacts>> {
  const name = encodeURIComponent(branch);
  const [protection, rules] = await Promise.all([
    readProtection(source, `${path}/branches/${name}/protection`, ports),
    askList(source, `${path}/rules/branches/${name}`, [], 'Metadata: read', ports),
  ]);
  if (!protection.known) return protection;
  if (!rules.known) return rules;
  const passed = await passedByAdministrators(source, path, rules.value, ports);
  return known(joined(ofProtection(protection.value), ofRules(rules.value, passed)));
}

/**
 * The numbers of the rulesets that administrators may pass. Who may not administer is not told who they are; a
 * ruleset of which nothing is told is taken at its word.
 */
async function passedByAdministrators(
  source: Source,
  path: string,
  rules: readonly unknown[],
  ports: Asking,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(rules.flatMap((rule) => textAt(rule, 'ruleset_id') ?? []))];
  const passed = await Promise.all(
    ids.map(async (id) => {
      const answer = await askJson(source, `${path}/rulesets/${id}`, 'Metadata: read', ports);
      const actors = answer.known ? listAt(answer.value, 'bypass_actors') : [];
      return actors.some(isAdministrator) ? [id] : [];
    }),
  );
  return new Set(passed.flat());
}

/** At any time: who may pass in a pull request alone needs one. */
function isAdministrator(actor: unknown): boolean {
  const type = textAt(actor, 'actor_type');
  const isAdmin =
    type === 'OrganizationAdmin' ||
    (type === 'RepositoryRole' && at(actor, 'actor_id') === administratorRole);
  return isAdmin && textAt(actor, 'bypass_mode') !== 'pull_request';
}

/** The number of the role among those of a repository. */
const administratorRole = 5;

/**
 * Branch protection; null where there is none. That is said in words: who may not administer the repository is told
 * of a protected branch as well that there is no such thing.
 */
async function readProtection(source: Source, url: string, ports: Asking): Promise<Known<unknown>> {
  const needs = 'Administration: read';
  const answer = await ask(source, url, needs, ports);
  if (!answer.known) return answer;
  const { isThere, body } = answer.value;
  if (isThere) return known(body);
  return String(body).startsWith('Branch not ') ? known(null) : hidden(source, needs);
}

/** The number of GitHub Actions among the apps of GitHub. */
const actions = 15368;

type App = 'app_id' | 'integration_id';

/** The names of checks that Actions may produce: those of another app come from no workflow. */
function checksOf(checks: readonly unknown[], app: App) {
  const own = checks.filter((check) => isAny(check, app) || at(check, app) === actions);
  return {
    requiredChecks: contextsOf(own),
    anySource: contextsOf(own.filter((one) => isAny(one, app))),
  };
}

const isAny = (check: unknown, app: App): boolean =>
  [undefined, null, -1].some((id) => at(check, app) === id);

const contextsOf = (checks: readonly unknown[]): string[] =>
  checks.flatMap((check) => textAt(check, 'context') ?? []);

function ofProtection(data: unknown): BranchFacts {
  if (data === null) return unprotected;
  const checks = at(data, 'required_status_checks');
  const reviews = at(data, 'required_pull_request_reviews');
  const isListed = Array.isArray(at(checks, 'checks'));
  const contexts = listAt(checks, 'contexts').map((context) => ({ context }));
  return {
    ...checksOf(isListed ? listAt(checks, 'checks') : contexts, 'app_id'),
    upToDate: at(checks, 'strict') === true,
    reviews: reviews !== undefined && reviews !== null && isReviewed(reviews),
    dismissesStale: at(reviews, 'dismiss_stale_reviews') === true,
    includesAdministrators: at(data, 'enforce_admins', 'enabled') === true,
  };
}

/** Of all rulesets together, those of the organisation among them: of what several demand, the most holds. */
function ofRules(rules: readonly unknown[], passed: ReadonlySet<string>): BranchFacts {
  const ofType = (type: string): unknown[] =>
    rules.filter((rule) => textAt(rule, 'type') === type).map((rule) => at(rule, 'parameters'));
  const reviews = ofType('pull_request');
  const checks = ofType('required_status_checks');
  return {
    ...checksOf(
      checks.flatMap((one) => listAt(one, 'required_status_checks')),
      'integration_id',
    ),
    upToDate: checks.some((one) => at(one, 'strict_required_status_checks_policy') === true),
    reviews: reviews.some(isReviewed),
    dismissesStale: reviews.some((one) => at(one, 'dismiss_stale_reviews_on_push') === true),
    includesAdministrators: rules.some(
      (rule) =>
        /^(pull_request|required_status_checks)$/.test(textAt(rule, 'type') ?? '') &&
        !passed.has(textAt(rule, 'ruleset_id') ?? ''),
    ),
  };
}

/** Pull requests may be demanded, and nobody to approve of them. */
function isReviewed(parameters: unknown): boolean {
  return at(parameters, 'required_approving_review_count') !== 0;
}

function joined(a: BranchFacts, b: BranchFacts): BranchFacts {
  return {
    requiredChecks: [...new Set([...a.requiredChecks, ...b.requiredChecks])],
    anySource: [...new Set([...a.anySource, ...b.anySource])],
    reviews: a.reviews || b.reviews,
    dismissesStale: a.dismissesStale || b.dismissesStale,
    upToDate: a.upToDate || b.upToDate,
    includesAdministrators: a.includesAdministrators || b.includesAdministrators,
  };
}

/** Those of the organisation as well. */
function askRulesets(source: Source, path: string, ports: Asking) {
  return askList(source, `${path}/rulesets?includes_parents=true`, [], 'Metadata: read', ports);
}

async function readTagRulesets(
  source: Source,
  path: string,
  answer: Known<readonly unknown[]>,
  ports: Asking,
): Promise<Known<readonly TagRuleset[]>> {
  if (!answer.known) return answer;
  const ids = answer.value
    .filter((one) => textAt(one, 'target') === 'tag' && textAt(one, 'enforcement') === 'active')
    .flatMap((one) => textAt(one, 'id') ?? []);
  const all = await Promise.all(
    ids.map((id) => askJson(source, `${path}/rulesets/${id}`, 'Metadata: read', ports)),
  );
  const lost = all.find((one) => !one.known);
  if (lost && !lost.known) return lost;
  return known(
    all
      .map((one) => (one.known ? one.value : null))
      .filter((one) => listAt(one, 'rules').some((rule) => textAt(rule, 'type') === 'creation'))
      .map((one) => ({
        name: textAt(one, 'name') ?? '',
        include: listAt(one, 'conditions', 'ref_name', 'include').map(String),
        exclude: listAt(one, 'conditions', 'ref_name', 'exclude').map(String),
        // Who may not administer is not told the actors, and whether they may themselves instead.
        hasBypass:
          listAt(one, 'bypass_actors').length > 0 ||
          !['never', null].includes(textAt(one, 'current_user_can_bypass')),
      })),
  );
}

/** The path is as GitHub's documentation of immutable releases has it; 404 means that they are off. */
async function readImmutable(source: Source, path: string, ports: Asking): Promise<Known<boolean>> {
  const answer = await askJson(source, `${path}/immutable-releases`, 'Administration: read', ports);
  if (!answer.known) return answer;
  return known(at(answer.value, 'enabled') === true);
}

async function readSecrets(
  source: Source,
  path: string,
  ports: Asking,
): Promise<GithubEvidence['secrets']> {
  const url = `${path}/actions/secrets`;
  const answer = await askList(source, url, ['secrets'], 'Secrets: read', ports);
  if (!answer.known) return answer;
  return known(
    answer.value.flatMap((one) => {
      const name = textAt(one, 'name');
      return name === null ? [] : [{ name, place: 'the repository' }];
    }),
  );
}
