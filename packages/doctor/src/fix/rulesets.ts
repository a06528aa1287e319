import { matchesRule } from '../claims/index.ts';
import type { BranchFacts, TagRuleset } from '../evidence/index.ts';
import { administration, type SetupRequest, type SetupStep, type Wanted } from './model.ts';

/** R23, as a ruleset of ours: what else protects the branch stays. `taken` are the names of rulesets. */
export function branchSteps(
  { repository, branch, checks }: Wanted,
  facts: BranchFacts,
  taken: readonly string[],
): SetupStep[] {
  const missing = checks.filter((check) => !facts.requiredChecks.includes(check));
  const isStrict = checks.length === 0 || facts.upToDate;
  const isReviewed = facts.reviews && facts.dismissesStale && facts.includesAdministrators;
  if (isReviewed && missing.length === 0 && isStrict) return [];
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
  const name = freeName(`slipway: ${branch}`, taken);
  return [
    {
      title: `protect ${branch}: review, stale approvals dismissed${required.length > 0 ? `, ${required.join(', ')} required` : ''}`,
      requests: [ruleset(repository, name, 'branch', [`refs/heads/${branch}`], rules)],
      byHand: null,
    },
  ];
}

/** A ruleset for the tags that none names yet. */
export function tagSteps(
  { repository, tags }: Wanted,
  rulesets: readonly TagRuleset[],
  taken: readonly string[],
): SetupStep[] {
  const missing = tags.filter((tag) => !rulesets.some((one) => isFor(tag, one)));
  if (missing.length === 0) return [];
  const rules = [{ type: 'deletion' }, { type: 'update' }, { type: 'creation' }];
  const names = missing.join(', ').replaceAll('refs/tags/', '');
  const name = freeName(`slipway: ${names}`, taken);
  return [
    {
      title: `let nobody but administrators make, move or delete ${missing.join(', ')}`,
      requests: [ruleset(repository, name, 'tag', missing, rules)],
      byHand: null,
    },
  ];
}

/** Whether a ruleset holds for all tags of a pattern, by a version that nobody names alone. */
function isFor(tag: string, { include, exclude }: TagRuleset): boolean {
  const names = (patterns: readonly string[]): boolean =>
    patterns.some(
      (one) => one === tag || one === '~ALL' || matchesRule(one, tag.replace('*', '98.76.54')),
    );
  return names(include) && !names(exclude);
}

/** GitHub takes every name once, and a ruleset that is there may be somebody's. */
function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  const numbers = taken.map((one) => Number(one.slice(name.length)));
  const highest = Math.max(
    1,
    ...numbers.filter((one, at) => one > 0 && taken[at]!.startsWith(name)),
  );
  return `${name} ${highest + 1}`;
}

/** Number of the repository's administrators among those who may pass a ruleset. */
const administrators = { actor_id: 5, actor_type: 'RepositoryRole', bypass_mode: 'always' };

function ruleset(
  repository: string,
  name: string,
  target: 'branch' | 'tag',
  refs: readonly string[],
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
      conditions: { ref_name: { include: refs, exclude: [] } },
      rules,
    },
  };
}
