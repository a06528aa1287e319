import { newAuthority } from './authority.ts';
import { newLog } from './log.ts';
import type { Sigstore, SigstorePlaces } from './parts.ts';
import { ownInstances } from './trusted-root.ts';

export function newSigstore(places: SigstorePlaces, now = Date.now()): Sigstore {
  const authority = newAuthority(now);
  const log = newLog(new URL(places.rekor).host);
  return { authority, log, instances: ownInstances(places, authority, log) };
}
