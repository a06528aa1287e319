import type { Job, Step } from './model.ts';

/**
 * Every step that a job takes: those of composite actions of the repository too, which run in it with all that it
 * holds, each after the step that uses it.
 */
export function everyStepOf({ steps }: Pick<Job, 'steps'>): Step[] {
  return steps.flatMap((step) => [step, ...(step.composite ? everyStepOf(step.composite) : [])]);
}
