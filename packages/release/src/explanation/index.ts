export { entries } from './entries.ts';
export type { Entry } from './entry.ts';
export { decodeLog, explain, recognized, type Explanation } from './explain.ts';
