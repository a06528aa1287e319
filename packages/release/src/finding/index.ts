export * from './finding.ts';
export * from './codes/machine.ts';
export * from './codes/manifest.ts';
export * from './codes/build.ts';
export * from './codes/artifact.ts';
export * from './codes/identity.ts';
export * from './codes/registry.ts';
export * from './codes/destination.ts';
