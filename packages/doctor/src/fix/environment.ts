import type { DeploymentRule } from '../claims/index.ts';
import type { EnvironmentFacts, Reviewer } from '../evidence/index.ts';
import { administration, type SetupRequest, type SetupStep, type Wanted } from './model.ts';

/** What an environment is to be; GitHub takes everything anew, so what people have set stands in it as well. */
interface Target {
  readonly waitTimer: number;
  readonly reviewers: readonly Reviewer[];
}

/** What an environment lacks: its settings, and the refs that it is to let in. */
export function environmentSteps(
  name: string,
  wanted: Wanted,
  all: readonly EnvironmentFacts[],
): SetupStep[] {
  const known = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const path = `/repos/${wanted.repository}/environments/${encodeURIComponent(known?.name ?? name)}`;
  const target = targetOf(wanted, known);
  const isWanted =
    known?.policy.kind === 'rules' &&
    known.waitTimer === target.waitTimer &&
    known.reviewers.length === target.reviewers.length;
  const has = (rule: DeploymentRule): boolean =>
    known?.policy.rules.some(({ name: one, type }) => one === rule.name && type === rule.type) ??
    false;
  return [
    ...(isWanted ? [] : [settingsStep(name, path, target, known)]),
    ...wanted.rules.filter((rule) => !has(rule)).map((rule) => ruleStep(name, path, rule)),
  ];
}

function targetOf(wanted: Wanted, known: EnvironmentFacts | undefined): Target {
  const own = known?.reviewers ?? [];
  const more = wanted.reviewers.filter(
    ({ type, id }) => !own.some((one) => one.type === type && one.id === id),
  );
  return { waitTimer: wanted.waitTimer ?? known?.waitTimer ?? 0, reviewers: [...own, ...more] };
}

function settingsStep(
  name: string,
  path: string,
  target: Target,
  known: EnvironmentFacts | undefined,
): SetupStep {
  const put: SetupRequest = {
    to: 'GitHub',
    method: 'PUT',
    path,
    needs: administration,
    body: {
      wait_timer: target.waitTimer,
      reviewers: target.reviewers,
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      ...(known
        ? {
            prevent_self_review: known.preventsSelfReview,
            can_admins_bypass: known.adminsBypass,
          }
        : {}),
    },
  };
  const verb = known ? 'set' : 'make';
  const instead = known?.policy.kind === 'protected' ? ' instead of protected branches' : '';
  const title = `${verb} the environment ${name}: ${described(target)}${instead}`;
  return { title, requests: [put], byHand: null };
}

function described({ reviewers, waitTimer }: Target): string {
  const count = reviewers.length === 0 ? 'no' : String(reviewers.length);
  const people = `${count} reviewer${reviewers.length > 1 ? 's' : ''}`;
  return `${people}, ${waitTimer} minutes of waiting, rules for refs`;
}

function ruleStep(name: string, path: string, rule: DeploymentRule): SetupStep {
  const post: SetupRequest = {
    to: 'GitHub',
    method: 'POST',
    path: `${path}/deployment-branch-policies`,
    body: rule,
    needs: administration,
  };
  const title = `let the ${rule.type} ${rule.name} deploy to ${name}`;
  return { title, requests: [post], byHand: null };
}
