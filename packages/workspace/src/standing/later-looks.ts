import type { Stage } from '../stage/index.ts';
import type { Standing } from './standing.ts';

/** Milliseconds that an index may be behind what was just published, and between two looks at it. */
const patience = 4 * 60_000;
const lookEvery = 20_000;

/**
 * Looks how a release stands, and again for some minutes while something is missing: right after publishing caches of
 * an index are behind. What can never come any more is not waited for, nor is anything in a rehearsal, which has no caches.
 */
export async function lookUntilThere<T extends Pick<Standing, 'actions'>>(
  look: () => Promise<T>,
  { destination, workshop }: Pick<Stage, 'destination' | 'workshop'>,
): Promise<T> {
  const { clock } = workshop.ports;
  const until = clock.now() + patience;
  for (;;) {
    const standing = await look();
    const missing = standing.actions.filter(({ decision }) => decision === 'publish').length;
    const isLast = clock.now() + lookEvery > until;
    if (missing === 0 || isLast || destination === 'rehearsal') return standing;
    const files = missing === 1 ? '1 file is' : `${missing} files are`;
    workshop.progress(`${files} not there yet: looking again in ${lookEvery / 1000} s`);
    await clock.sleep(lookEvery);
  }
}
