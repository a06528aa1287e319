import { describe, expect, it } from 'vitest';
import { untilTold } from './countdown.ts';
import { describePause } from './pace.ts';

const now = Date.UTC(2026, 10, 25, 14);

describe('the countdown', () => {
  it('says who is waited for, how long still, until when, and for how many files', () => {
    const pause = { registry: 'crates.io', file: 'tide-1.0.0.crate', files: 49 } as const;
    expect(describePause({ ...pause, until: now + 500_000 }, now)).toBe(
      'waiting for crates.io: 8 min 20 s left, until 2026-11-25 14:08:20 UTC; it is to get 49 files, tide-1.0.0.crate first',
    );
    expect(describePause({ ...pause, until: now + 500_000, files: 1 }, now + 490_000)).toBe(
      'waiting for crates.io: 10 s left, until 2026-11-25 14:08:20 UTC; it is to get tide-1.0.0.crate',
    );
  });

  it('is told on whole minutes, more often towards the end', () => {
    const told: number[] = [];
    for (let left = 1_220; left > 0; left -= untilTold(left * 1000) / 1000) told.push(left);
    expect(told).toEqual([1220, 900, 600, 540, 480, 420, 360, 300, 240, 180, 120, 90, 60, 30]);
  });
});
