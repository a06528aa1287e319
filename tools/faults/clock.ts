import type { Clock } from '../../packages/release/src/ports.ts';

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands while anything works, and jumps to the next sleeper when nothing does. */
export interface VirtualClock extends Clock {
  /** Time passes at once; sleepers wake when their turn comes. */
  advance(milliseconds: number): void;
  /** While so much works, nobody's sleep ends. */
  busy<T>(work: () => Promise<T>): Promise<T>;
}

/** So many turns of the event loop without work are taken for idleness. */
const idleTurns = 3;

/** A virtual clock that begins at an instant, in milliseconds since 1970. */
export function virtualClock(start: number): VirtualClock {
  let now = start;
  let working = 0;
  let timers: Timer[] = [];
  let pumping = false;
  const pump = (idle: number): void => {
    if (timers.length === 0) {
      pumping = false;
      return;
    }
    if (idle < idleTurns) {
      setImmediate(() => pump(working > 0 ? 0 : idle + 1));
      return;
    }
    const next = timers.reduce((first, one) => (one.at < first.at ? one : first));
    timers = timers.filter((one) => one !== next);
    now = Math.max(now, next.at);
    next.wake();
    setImmediate(() => pump(0));
  };
  return {
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        timers.push({ at: now + milliseconds, wake });
        if (pumping) return;
        pumping = true;
        setImmediate(() => pump(0));
      }),
    advance: (milliseconds) => {
      now += milliseconds;
    },
    async busy(work) {
      working += 1;
      try {
        return await work();
      } finally {
        working -= 1;
      }
    },
  };
}
