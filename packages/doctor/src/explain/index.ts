export { entries } from './entries.ts';
export type { Entry } from './entry.ts';
export { explain, type Explanation } from './explain.ts';
