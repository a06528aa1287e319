export { applySetup, type Sources } from './apply.ts';
export type { SetupRequest, SetupStep, Superfluous, Wanted } from './model.ts';
export { planSetup, type SetupPlan } from './plan.ts';
