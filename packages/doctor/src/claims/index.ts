export { cratesIoForbids, refusedByCratesIo } from './crates-io.ts';
export { deploymentRefused, type DeploymentPolicy, type DeploymentRule } from './deployment.ts';
export { workflowFile, type Publisher, type Refusal, type RunClaims } from './publisher.ts';
export { attestationsRefused, refusedByPypi } from './pypi.ts';
export { claimsOf, roadsOf, type Road } from './road.ts';
export { matchesRule } from './rule.ts';
