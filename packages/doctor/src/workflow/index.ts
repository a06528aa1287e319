export type * from './model.ts';
export {
  evaluate,
  holdsTrue,
  substitute,
  type Contexts,
  type ContextValue,
  type GithubContext,
  type Inputs,
} from './expression.ts';
export { everyStepOf } from './every-step.ts';
export { firedByTag, neededBy, permissionFor } from './fire.ts';
export { exampleOf, passesGlobs } from './glob.ts';
export { isActionFile, isWorkflowFile, readWorkflows, type WorkflowSet } from './read.ts';
export { Unknown, type MatrixRow, type MatrixValue } from './value.ts';
