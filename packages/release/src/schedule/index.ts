export { spellDuration } from './duration.ts';
export {
  budgetFor,
  budgetsOf,
  estimate,
  type BudgetEstimate,
  type CrateWork,
  type Estimate,
  type FileWork,
  type PackageWork,
  type StageEstimate,
  type Work,
} from './estimate.ts';
export { plannedWork } from './planned.ts';
export {
  atOnce,
  cratesIoBudgets,
  slowestSending,
  uploadsAtOnce,
  usual,
  type RegistryBudget,
} from './limits.ts';
export {
  isDone,
  nextWaiting,
  settle,
  start,
  take,
  type Schedule,
  type Settled,
  type Waiting,
} from './schedule.ts';
export type { Budget, Task } from './tasks.ts';
export { checkWait, describeBudget, describeEstimate } from './words.ts';
