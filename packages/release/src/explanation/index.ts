export { entries } from './entries.ts';
export type { Entry } from './entry.ts';
export { decodeLog, explain, remedyOf, type Explanation } from './explain.ts';
