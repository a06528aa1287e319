import type { Ports } from '@slipway/release';
import { internal, SlipwayError, type Finding } from '@slipway/release/finding';

/** Every failure is a finding; one that nobody foresaw is a defect of ours and says so. */
export function toFinding(error: unknown, { environment }: Pick<Ports, 'environment'>): Finding {
  if (error instanceof SlipwayError) return error.finding;
  // For who reports it: the trace, where Nx shows its own.
  if (environment.get('NX_VERBOSE_LOGGING') === 'true') console.error(error);
  const detail = error instanceof Error ? error.message : String(error);
  return internal.error({ detail }, { cause: error }).finding;
}
