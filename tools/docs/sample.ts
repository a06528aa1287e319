import type { Finding, FindingKind, Location } from '../../packages/release/src/finding/index.ts';

/** A finding as its page shows it. */
export function sample<C>(kind: FindingKind<C>, at: Location, context: C): Finding {
  return kind.at(at, context);
}
