import { hasErrors, nowhere, rehearsalLent, type Finding } from '@slipway/release/finding';
import type { DestinationName } from '@slipway/release/registry';
import { isStage, lentBeginning, lentEnd } from '@slipway/release/report';
import { checkLent, lentTo } from '../destination/index.ts';
import type { Host } from '../stage/index.ts';

/** A rehearsal that somebody else serves, for the time of one stage. */
interface Lent {
  /** Null where none is lent. */
  readonly address: string | null;
  readonly findings: readonly Finding[];
  /** Says it last, where no summary and no stop does. */
  end(): void;
}

/** Says first that a rehearsal is lent, or finds why it may not be. */
export function beginLent(
  name: string,
  destination: DestinationName,
  { ports, show, paint }: Pick<Host, 'ports' | 'show' | 'paint'>,
): Lent {
  const address = lentTo(name, destination, { ports });
  const refusals = checkLent(address, { ports });
  if (address === null || hasErrors(refusals)) {
    return { address, findings: refusals, end: () => undefined };
  }
  show(lentBeginning(address, paint));
  const isLook = !isStage(name);
  // The first stage of a release finds it for all of them.
  const finds = isLook || name === 'destination';
  return {
    address,
    findings: finds ? [rehearsalLent.at(nowhere, { address })] : [],
    end: () => void (isLook && show(`\n${lentEnd(address, paint)}`)),
  };
}
