import type { Evidence } from '../evidence/index.ts';
import { environmentSteps } from './environment.ts';
import type { SetupStep, Superfluous, Wanted } from './model.ts';
import { crateSteps, projectSteps, superfluousAt } from './publishers.ts';
import { branchSteps, tagSteps } from './rulesets.ts';

/** What could not be compared, and why. */
export interface SetupPlan {
  readonly steps: readonly SetupStep[];
  readonly unknown: readonly string[];
  /** What people had better take away: nothing is removed for them. */
  readonly superfluous: readonly Superfluous[];
}

/**
 * The differences between a set-up and what is wanted: nothing is taken away, and what is there already in the
 * wanted form is left alone, so that a plan which was applied is empty. Pure.
 */
export function planSetup(wanted: Wanted, { github, crates, projects }: Evidence): SetupPlan {
  const steps: SetupStep[] = [];
  const unknown: string[] = [];
  const superfluous: Superfluous[] = [];
  const taken = github.rulesets.known ? github.rulesets.value : [];
  if (wanted.environments.length === 0) {
    unknown.push('the environment: the jobs that publish name none (SLW613)');
  }
  for (const name of wanted.environments) {
    const { environments } = github;
    if (environments.known) steps.push(...environmentSteps(name, wanted, environments.value));
    else unknown.push(`the environment ${name}: ${environments.because}`);
  }
  if (github.branch.known) steps.push(...branchSteps(wanted, github.branch.value, taken));
  else unknown.push(`the branch ${wanted.branch}: ${github.branch.because}`);
  if (github.tagRulesets.known) steps.push(...tagSteps(wanted, github.tagRulesets.value, taken));
  else unknown.push(`rules for tags: ${github.tagRulesets.because}`);
  for (const { name, publishers } of crates) {
    if (publishers.known) {
      steps.push(...crateSteps(wanted, name, publishers.value));
      superfluous.push(...superfluousAt(wanted, name, publishers.value));
    } else unknown.push(`the publisher of ${name} at crates.io: ${publishers.because}`);
  }
  steps.push(...projects.flatMap((project) => projectSteps(wanted, project)));
  return { steps, unknown, superfluous };
}
