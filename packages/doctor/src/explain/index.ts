export { entries, type Entry } from './entries.ts';
export { explain, type Explanation } from './explain.ts';
