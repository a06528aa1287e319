export { evidenceSubject, readEvidence, sourcesHere } from './evidence.ts';
export { publishFirst } from './first.ts';
export { checkNames } from './required-checks.ts';
export { type SetupWishes, wantedSetup } from './wanted.ts';
