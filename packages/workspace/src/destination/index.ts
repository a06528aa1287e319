export {
  DestinationFailed,
  announceFailure,
  announceOpen,
  awaitAlone,
  openNow,
} from './announcement.ts';
export {
  hasIdentity,
  identityHere,
  isDryRun,
  openDestination,
  repositoryName,
} from './destination.ts';
export { faultsOf } from './faults.ts';
export {
  checkDirections,
  checkLent,
  githubElsewhere,
  lentTo,
  publicPlaces,
  rehearsalLent,
} from './public.ts';
export { startRegistries } from './registries.ts';
export { askReady, cratesIoOf, pypiOf, rehearsalDestination, stateFolder } from './rehearsal.ts';
export { seed } from './seed.ts';
export { verifyOwnTag } from './tag.ts';
