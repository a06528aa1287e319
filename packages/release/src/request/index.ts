export { again, Passing, passing, passingStatus, retryAfter, troubleOf } from './again.ts';
export { ask, jsonOf, objectOf, type Answer } from './ask.ts';
export { askEach } from './each.ts';
export { open } from './open.ts';
export { readObject } from './read.ts';
export { reason } from './reason.ts';
export { staying } from './staying.ts';
export {
  askSource,
  limitIn,
  permissionsIn,
  readable,
  saidIn,
  troubleIn,
  type Sent,
  type Source,
} from './source.ts';
export { streamed } from './streamed.ts';
export { ProxyTrouble, unanswered } from './unanswered.ts';
export { until } from './until.ts';
export { limitsFor, boundedFetch, type Limits } from './bounded.ts';
