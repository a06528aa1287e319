export * from './destination.ts';
export type { SigstoreEndpoint } from '../ports.ts';
export * from './public.ts';
export {
  crateAddress,
  crateRefused,
  listCrate,
  observeCrate,
  takesIdentitiesOnly,
  type CrateRow,
} from './crates-io.ts';
export {
  listProject,
  observeProject,
  readProvenance,
  toObservation,
  uploadFile,
  type ProjectFile,
  type ProjectListing,
} from './pypi.ts';
export { digestAt, download } from './download.ts';
export * from './github.ts';
export { githubIssues, type GithubIssues, type OpenIssue } from './github-issues.ts';
export * from './yank.ts';
export { observeLive } from './live.ts';
