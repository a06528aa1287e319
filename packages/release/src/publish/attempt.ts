import type { Ports } from '../ports.ts';
import { passing } from '../request/index.ts';
import type { Attempt } from './apply.ts';

/** How long a file that may have been accepted is looked for before it is sent again, and how often. */
const shownWithin = 30_000;
const lookEvery = 2000;

/**
 * One attempt to upload a file. Where the answer was lost, or was none, the registry is asked and not guessed:
 * what is there was accepted.
 * @throws what `send` throws that does not pass, and what `isThere` throws.
 */
export async function attempt(
  send: () => Promise<void>,
  isThere: () => Promise<boolean>,
  ports: Pick<Ports, 'clock'>,
): Promise<Attempt> {
  try {
    await send();
    return { live: true, result: 'published' };
  } catch (error) {
    const trouble = passing(error);
    if (!trouble) throw error;
    if (trouble.isOpen && (await isSoonThere(isThere, ports))) {
      return { live: true, result: 'published' };
    }
    return { live: false, retryAt: trouble.retryAt, error };
  }
}

async function isSoonThere(
  isThere: () => Promise<boolean>,
  { clock }: Pick<Ports, 'clock'>,
): Promise<boolean> {
  const until = clock.now() + shownWithin;
  while (!(await isThere())) {
    if (clock.now() >= until) return false;
    await clock.sleep(lookEvery);
  }
  return true;
}
