import { describe, expect, it } from 'vitest';
import type { Clock } from '../ports.ts';
import { apply, type Attempt, type Receipt, type Upload } from './apply.ts';

/** A clock that jumps to where somebody sleeps to. */
function jumpingClock(): Clock & { slept: number[] } {
  let now = Date.UTC(2026, 0, 1);
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}

const upload = (file: string, after: string[] = []): Upload => ({
  registry: 'PyPI',
  file,
  sha256: 'a'.repeat(64),
  bytes: 1,
  after,
});

async function receipts(
  uploads: Upload[],
  perform: (upload: Upload, attempt: number) => Promise<Attempt>,
  clock: Clock = jumpingClock(),
): Promise<{ receipts: Receipt[]; error: unknown }> {
  const gathered: Receipt[] = [];
  try {
    for await (const receipt of apply(uploads, perform, { clock, limit: 3 }))
      gathered.push(receipt);
    return { receipts: gathered, error: null };
  } catch (error) {
    return { receipts: gathered, error };
  }
}

const live: Attempt = { live: true, result: 'published' };

describe('apply', () => {
  it('gives a receipt for each file that is live', async () => {
    const outcome = await receipts([upload('a'), upload('b', ['a'])], async () => live);
    expect(outcome.receipts.map(({ file, attempts }) => [file, attempts])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    expect(outcome.receipts[0]?.startedAt).toBe('2026-01-01T00:00:00.000Z');
  });

  it('waits until the instant that the registry names and tries again', async () => {
    const clock = jumpingClock();
    const again = clock.now() + 90_000;
    const outcome = await receipts(
      [upload('a')],
      async (_, attempt) => (attempt === 1 ? { live: false, retryAt: again } : live),
      clock,
    );
    expect(outcome.receipts[0]).toMatchObject({ attempts: 2, result: 'published' });
    expect(clock.slept).toEqual([90_000]);
  });

  it('lets uploads in flight end after a refusal, starts no other, and throws the refusal', async () => {
    const refusal = new Error('refused');
    const started: string[] = [];
    const outcome = await receipts(
      [upload('a'), upload('b'), upload('c', ['b'])],
      async ({ file }) => {
        started.push(file);
        if (file === 'a') throw refusal;
        await new Promise((resolve) => setTimeout(resolve, 5));
        return live;
      },
    );
    expect(started).toEqual(['a', 'b']);
    expect(outcome.receipts.map(({ file }) => file)).toEqual(['b']);
    expect(outcome.error).toBe(refusal);
  });
});
