import type { Places } from '../ready.ts';
import { Refusal, json, type Handler, type HttpRequest } from '../message/message.ts';
import type { Ruleset } from '../state/rows.ts';
import { nextId, type State } from '../state/state.ts';
import { matchesPattern } from './pattern.ts';
import { verifyPlan } from './protection.ts';
import {
  changeSettings,
  invalid,
  readJson,
  repositoryOf,
  repositorySettings,
  unsupplied,
} from './repository.ts';

interface NamedRefs {
  readonly include?: unknown;
  readonly exclude?: unknown;
}

interface Rule {
  readonly type: string;
  readonly parameters?: object;
}

/** `GET …/rulesets`: without rules and conditions, which each one's own page shows. */
export function listRulesets(places: Places): Handler {
  return (request, state) => {
    const { rulesets } = repositorySettings(repositoryOf(request), state);
    return json(
      200,
      rulesets.map((one) => toShort(one, request, places)),
    );
  };
}

export function showRuleset(places: Places): Handler {
  return (request, state) => json(200, toRuleset(knownRuleset(request, state), request, places));
}

export function addRuleset(places: Places): Handler {
  return (request, state, now) => {
    verifyPlan(request, state);
    const given = readJson(request);
    const missing = ['name', 'enforcement'].filter((field) => given[field] === undefined);
    if (missing.length > 0) throw unsupplied(missing);
    const ruleset = { id: nextId(state), createdAt: now, updatedAt: now, given };
    keep(ruleset, request, state);
    return json(201, toRuleset(ruleset, request, places));
  };
}

export function changeRuleset(places: Places): Handler {
  return (request, state, now) => {
    const known = knownRuleset(request, state);
    const given = { ...known.given, ...readJson(request) };
    const ruleset = { ...known, updatedAt: now, given };
    keep(ruleset, request, state);
    return json(200, toRuleset(ruleset, request, places));
  };
}

export const removeRuleset: Handler = (request, state) => {
  const gone = knownRuleset(request, state);
  const { rulesets } = repositorySettings(repositoryOf(request), state);
  const others = rulesets.filter(({ id }) => id !== gone.id);
  changeSettings(repositoryOf(request), { rulesets: others }, state);
  return { status: 204 };
};

/** `GET …/rules/branches/{branch}`: the rules in force for a branch. */
export const listRules: Handler = (request, state) => {
  const repository = repositoryOf(request);
  const ref = `refs/heads/${request.parameters['branch']}`;
  const rows = inForce(repository, ref, state).flatMap(({ id, given }) =>
    rulesOf(given).map((rule) => ({
      ...rule,
      ruleset_source_type: 'Repository',
      ruleset_source: repository,
      ruleset_id: id,
    })),
  );
  return json(200, rows);
};

/** Whether a ref may not be made, but by those whom the ruleset lets pass. */
export function isCreationRestricted(
  repository: string,
  ref: string,
  caller: 'run' | 'person' | 'nobody',
  state: State,
): boolean {
  return inForce(repository, ref, state).some(
    ({ given }) =>
      rulesOf(given).some(({ type }) => type === 'creation') && !isBypassed(given, caller),
  );
}

/** GitHub Actions' own app, and the role of an administrator. */
const actionsApp = 15_368;
const adminRole = 5;

function isBypassed(given: Ruleset['given'], caller: 'run' | 'person' | 'nobody'): boolean {
  const actors = listOf<{ actor_id?: number; actor_type?: string }>(given['bypass_actors']);
  return actors.some(({ actor_id: id, actor_type: type }) =>
    caller === 'run'
      ? type === 'Integration' && id === actionsApp
      : type === 'RepositoryRole' && id === adminRole,
  );
}

function inForce(repository: string, ref: string, state: State): Ruleset[] {
  const { rulesets, defaultBranch } = repositorySettings(repository, state);
  const target = ref.startsWith('refs/tags/') ? 'tag' : 'branch';
  return rulesets.filter(({ given }) => {
    const conditions = given['conditions'] as { ref_name?: NamedRefs | null } | null | undefined;
    const include = listOf<string>(conditions?.ref_name?.include);
    const exclude = listOf<string>(conditions?.ref_name?.exclude);
    const fits = (pattern: string): boolean =>
      pattern === '~ALL' ||
      (pattern === '~DEFAULT_BRANCH' && ref === `refs/heads/${defaultBranch}`) ||
      matchesPattern(pattern, ref);
    const isMeant = (given['target'] ?? 'branch') === target && given['enforcement'] === 'active';
    return isMeant && include.some(fits) && !exclude.some(fits);
  });
}

function rulesOf(given: Ruleset['given']): readonly Rule[] {
  return listOf<Rule>(given['rules']);
}

/** What a body holds where a list belongs; anything else counts as none. */
function listOf<T>(value: unknown): readonly T[] {
  return Array.isArray(value) ? (value as T[]) : [];
}

function keep(ruleset: Ruleset, request: HttpRequest, state: State): void {
  const { rulesets } = repositorySettings(repositoryOf(request), state);
  const others = rulesets.filter(({ id }) => id !== ruleset.id);
  const { name, enforcement } = ruleset.given;
  if (others.some(({ given }) => given['name'] === name)) throw invalid(['Name must be unique']);
  if (!['active', 'evaluate', 'disabled'].includes(String(enforcement))) {
    throw invalid(['Enforcement is not included in the list']);
  }
  changeSettings(repositoryOf(request), { rulesets: [...others, ruleset] }, state);
}

function knownRuleset(request: HttpRequest, state: State): Ruleset {
  const { rulesets } = repositorySettings(repositoryOf(request), state);
  const found = rulesets.find(({ id }) => String(id) === request.parameters['ruleset']);
  if (!found) throw new Refusal(404, 'Not Found');
  return found;
}

function toRuleset(ruleset: Ruleset, request: HttpRequest, places: Places): object {
  const { given } = ruleset;
  return {
    ...toShort(ruleset, request, places),
    bypass_actors: given['bypass_actors'] ?? [],
    conditions: given['conditions'] ?? {},
    rules: rulesOf(given),
  };
}

function toShort(
  { id, given, createdAt, updatedAt }: Ruleset,
  request: HttpRequest,
  places: Places,
): object {
  const repository = repositoryOf(request);
  const self = `${places.github}/repos/${repository}/rulesets/${id}`;
  return {
    id,
    node_id: `RRS_${id}`,
    name: given['name'],
    target: given['target'] ?? 'branch',
    source_type: 'Repository',
    source: repository,
    enforcement: given['enforcement'],
    created_at: new Date(createdAt).toISOString(),
    updated_at: new Date(updatedAt).toISOString(),
    _links: { self: { href: self } },
  };
}
