export { type Released, newestTag, releasedAs, releasedHere, versionsOf } from './released.ts';
export { stayingVersion, tellStaying } from './staying.ts';
export { verifyOwnTag } from './tag.ts';
