export * from './destination.ts';
export type { SigstoreEndpoint } from '../ports.ts';
export * from './public.ts';
export { observeCrate, readRefusal, takesIdentitiesOnly, type CargoRefusal } from './crates-io.ts';
export { observeProject, readProvenance, uploadFile } from './pypi.ts';
export * from './github.ts';
export * from './yank.ts';
export { observeLive } from './live.ts';
