export { attestUploads, forgetAttestations } from './attestations.ts';
export type { Attempt, Pace, Receipt } from './apply.ts';
export { publishCrate, type Told } from './crates.ts';
export { passGate, type GateInput } from './gate.ts';
export { publishRelease } from './github.ts';
export { installCrate, installPython } from './install.ts';
export { checkPlace } from './place.ts';
export { publishPython } from './python.ts';
export { observeReleased, retreat, type ReleasedVersions, type RetreatPlaces } from './retreat.ts';
