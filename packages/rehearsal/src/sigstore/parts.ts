import type { Authority } from './authority.ts';
import type { Log } from './log.ts';

/** The parts of a trusted root in Sigstore's own form (`trusted_root.json`), each a list. */
export interface Instances {
  readonly tlogs: readonly object[];
  readonly certificateAuthorities: readonly object[];
  readonly ctlogs: readonly object[];
}

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
