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
export {
  checkDirections,
  checkLent,
  githubElsewhere,
  lentTo,
  publicPlaces,
  rehearsalLent,
} from './public.ts';
export {
  askReady,
  cargoHome,
  cratesIoOf,
  pypiOf,
  rehearsalDestination,
  stateFolder,
} from './rehearsal.ts';
