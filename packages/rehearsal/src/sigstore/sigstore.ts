import { newAuthority, type Authority } from './authority.ts';
import { newLog, type Log } from './log.ts';
import { ownInstances, type Instances } from './trusted-root.ts';

/** Where the rehearsal's Sigstore answers. */
export interface SigstorePlaces {
  readonly fulcio: string;
  readonly rekor: string;
}

/** A Sigstore of one start: its keys are in memory alone, and worth nothing elsewhere. */
export interface Sigstore {
  readonly authority: Authority;
  readonly log: Log;
  /** What verifiers have to trust to trust it. */
  readonly instances: Instances;
}

export function newSigstore(places: SigstorePlaces, now = Date.now()): Sigstore {
  const authority = newAuthority(now);
  const log = newLog(new URL(places.rekor).host);
  return { authority, log, instances: ownInstances(places, authority, log) };
}
