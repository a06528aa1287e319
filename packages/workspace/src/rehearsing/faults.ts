import { faultElsewhere, faultUnknown } from '@slipway/release/finding';
import type { DestinationName } from '@slipway/release/registry';
import { FaultTextError, readFault, type Fault } from '@slipway/rehearsal';

/**
 * What is to go wrong at the loopback registries, from the lines of `--fault`.
 * @throws SlipwayError SLW508 for a line that is none, with all kinds; SLW509 where the registries are not ours.
 */
export function faultsOf(lines: readonly string[], destination: DestinationName): Fault[] {
  if (lines.length > 0 && destination !== 'rehearsal') throw faultElsewhere.error({ destination });
  return lines.map((line) => {
    try {
      return readFault(line);
    } catch (error) {
      if (!(error instanceof FaultTextError)) throw error;
      throw faultUnknown.error({ detail: error.message }, { cause: error });
    }
  });
}
