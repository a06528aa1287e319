import type { Ports } from '../ports.ts';

/** The same fetch, for as long as the signal lets it. */
export function until(fetch: Ports['fetch'], signal: AbortSignal): Ports['fetch'] {
  return (input, init) => fetch(input, { ...init, signal });
}
