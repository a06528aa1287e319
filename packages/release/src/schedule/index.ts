export { spellDuration } from './duration.ts';
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
