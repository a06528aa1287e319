export { faultsOf } from './faults.ts';
export { startRegistries } from './registries.ts';
export { seed } from './seed.ts';
