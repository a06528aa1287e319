import type { Workshop } from '../command/index.ts';
import type { Pace } from './apply.ts';

/** How a stage's uploads go on, and how it is told that they wait. */
export function paceOf({ maxWait, keepGoing }: Pace, { ports: { clock }, progress }: Workshop) {
  const waiting = (file: string, until: number): void => {
    const seconds = Math.ceil((until - clock.now()) / 1000);
    const left = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
    progress(`${file} waits until ${new Date(until).toISOString()}, ${left} from now`);
  };
  return { maxWait, keepGoing, clock, waiting };
}
