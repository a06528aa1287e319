import { describe, expect, it } from 'vitest';
import { boundOf } from './bound.ts';
import { simulateRelease, type Simulated, type Variant } from './run.ts';
import { makeScale } from './subject.ts';

/** A small release: large wheels, so that its few packages fill the wire as many do. */
const subject = makeScale(30, 5, 40, 25);

async function ratios(variant: Variant): Promise<Simulated & { toBound: number; off: number }> {
  const simulated = await simulateRelease(subject, variant);
  const { announced, seconds } = simulated;
  const toBound = seconds / boundOf(subject, variant).seconds;
  return { ...simulated, toBound, off: Math.abs(announced.seconds / seconds - 1) };
}

describe('a release on the simulated clock', { timeout: 60_000 }, () => {
  it.each([
    ['trusted', 0, 0],
    // Those that were on their way when the first was refused are refused with it, and none after them.
    ['new crates', 11, 25 * 600],
    ['updates', 0, 0],
  ] as const)(
    'of %s ends within 1.05 of the least time, as announced',
    async (variant, most, waits) => {
      const { toBound, off, seconds, ...simulated } = await ratios(variant);
      expect(toBound).toBeGreaterThan(1);
      expect(toBound).toBeLessThan(1.05);
      expect(off).toBeLessThan(0.05);
      expect(seconds).toBeGreaterThan(waits);
      expect(simulated.published).toBe(30 + 5 * 40);
      expect(simulated.refused).toBeLessThanOrEqual(most);
      expect(simulated.refused > 0).toBe(waits > 0);
      expect(simulated.oldestCredentialSeconds).toBeLessThan(300);
    },
  );

  it('uses no token that is older than five minutes, however large the files are', async () => {
    const huge = makeScale(0, 3, 16, 1000);
    const { seconds, published, oldestCredentialSeconds } = await simulateRelease(huge, 'trusted');
    expect(published).toBe(48);
    expect(seconds).toBeGreaterThan(900);
    expect(oldestCredentialSeconds).toBeLessThan(300);
  });
});
