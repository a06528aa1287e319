export { openDirect, type DirectRehearsal } from './direct.ts';
export { startRehearsal, type Rehearsal, type RehearsalOptions } from './rehearsal.ts';
export { StateInUse } from './state/hold.ts';
export type { PypiPlaces, ReadyLine } from './ready.ts';
export type { Fault, FaultEffect, FaultMatch } from './faults/fault.ts';
export { describeFaults, FaultTextError, readFault } from './faults/text.ts';
export type { RehearsalState } from './admin/state-report.ts';
export type { Upstream } from './upstream.ts';
