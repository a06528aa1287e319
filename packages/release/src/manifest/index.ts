export type * from './model.ts';
export { readRepository } from './repository.ts';
