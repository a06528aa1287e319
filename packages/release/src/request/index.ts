export { again, Passing, passing, retryAfter, troubleOf } from './again.ts';
export { userAgent } from './agent.ts';
export { ask, jsonOf, objectOf, type Answer } from './ask.ts';
export { askEach } from './each.ts';
export { readObject } from './read.ts';
export { reason } from './reason.ts';
export { streamed } from './streamed.ts';
