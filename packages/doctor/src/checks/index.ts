export { checks, checkWorkflows } from './workflow-checks.ts';
export { trustContext, type Check, type Context, type TrustContext } from './context.ts';
export { diagnose, type Diagnosis, type Place } from './trust.ts';
export { diagnoseManifests } from './manifests.ts';
