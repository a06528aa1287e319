export { cratesIoForbids, notForCrate, refusedByCratesIo } from './crates-io.ts';
export { deploymentRefused, type DeploymentPolicy, type DeploymentRule } from './deployment.ts';
export {
  workflowFile,
  type Difference,
  type Publisher,
  type Refusal,
  type RunClaims,
} from './publisher.ts';
export { attestationsRefused, notForProject, passedOver, refusedByPypi } from './pypi.ts';
export { claimsOf, publishRoutesOf, type PublishRoute } from './publish-route.ts';
export { matchesRule } from './rule.ts';
