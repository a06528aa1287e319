export { buildSdist, testPython } from './python.ts';
export { buildWheels, type WheelOrder } from './wheels.ts';
export { findInterpreters } from './interpreters.ts';
export { readRecord, writeRecord } from './record.ts';
export { packageCrate, testCrate } from './rust.ts';
export { ensureTools, findPython, type Tools } from './tools.ts';
export { excludeOwnFiles } from './untracked.ts';
export { withEnvironment } from './environment.ts';
export { placesIn, takeBuild, type Taken, type TakenBuild } from './take.ts';
