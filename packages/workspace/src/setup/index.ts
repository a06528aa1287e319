export { evidenceSubject, readEvidence, sourcesHere } from './evidence.ts';
export { publishFirstVersion } from './first-version.ts';
export { checkNames } from './required-checks.ts';
export { type SetupWishes, wantedSetup } from './wanted.ts';
