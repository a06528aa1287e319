import type { Source } from '@slipway/release/request';
import { ask, askJson, askList, at, hidden, listAt, textAt, type Asking } from './ask.ts';
import { known, type BranchFacts, type Known } from './model.ts';

const unprotected: BranchFacts = {
  requiredChecks: [],
  anySource: [],
  reviews: false,
  dismissesStale: false,
  upToDate: false,
  includesAdministrators: false,
};

/** Branch protection and rulesets, which hold both. The rules of rulesets are public, protection is not. */
export async function readBranch(
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
