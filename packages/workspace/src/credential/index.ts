export { checkEmergency, lossesOf } from './emergency.ts';
export { proveIdentity } from './identity.ts';
export { type TokenRegistry, sound, tokenHere } from './owner-token.ts';
export {
  checkBesideIdentity,
  refuseBesideCredentials,
  refuseToInstall,
  refuseToPackage,
} from './reach.ts';
export { findRemoteCache } from './remote-cache.ts';
