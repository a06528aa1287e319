export { type Released, newestTag, releasedAs, releasedHere, versionsOf } from './released.ts';
export { stayingVersion, tellStaying } from './staying.ts';
