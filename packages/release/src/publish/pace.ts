import type { Workshop } from '../command/index.ts';
import { spellDuration } from '../schedule/index.ts';
import type { Pace, Pause } from './apply.ts';

/** How a stage's uploads go on, and how it is told that they wait. */
export function paceOf({ maxWait, keepGoing }: Pace, { ports: { clock }, progress }: Workshop) {
  const waiting = (pause: Pause): void => progress(describePause(pause, clock.now()));
  return { maxWait, keepGoing, clock, waiting };
}

/** A line of the countdown: it is told anew, so that it is read in a log as well as on a terminal. */
export function describePause({ registry, file, until, files }: Pause, now: number): string {
  const instant = new Date(until)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z/, ' UTC');
  const what = files === 1 ? file : `${files} files, ${file} first`;
  const left = spellDuration((until - now) / 1000);
  return `waiting for ${registry}: ${left} left, until ${instant}; it is to get ${what}`;
}
