export { describeRelease } from './describe.ts';
export { exampleTag, holdsOnTag, publishesOf, publishesThrough } from './on-tag.ts';
export type * from './model.ts';
export { proposeMatrix } from './propose.ts';
export { runsOf, type JobRun, type ProgramRun, type StepRun } from './run.ts';
export { githubAuthOf } from './auth.ts';
export { builtBy, type Built } from './wheels.ts';
export { uploadsOf, type Upload } from './publishes.ts';
export { and, calleeOf, githubOf, jobHolds, publishesOn } from './on-tag.ts';
