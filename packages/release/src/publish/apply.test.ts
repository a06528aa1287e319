import { describe, expect, it } from 'vitest';
import type { Clock } from '../ports.ts';
import { apply, type Attempt, type Pace, type Receipt, type Upload } from './apply.ts';

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
  change: Partial<Pace & { waiting: (file: string, until: number) => void }> = {},
): Promise<{ receipts: Receipt[]; error: unknown }> {
  const gathered: Receipt[] = [];
  try {
    const options = {
      clock,
      limit: 3,
      maxWait: 600_000,
      keepGoing: false,
      waiting: () => undefined,
      ...change,
    };
    for await (const receipt of apply(uploads, perform, options)) gathered.push(receipt);
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
      async (_, attempt) => (attempt === 1 ? { live: false, retryAt: again, error: null } : live),
      clock,
    );
    expect(outcome.receipts[0]).toMatchObject({ attempts: 2, result: 'published' });
    expect(clock.slept).toEqual([30_000, 30_000, 30_000]);
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

  it('SLW411: a registry names an instant that is later than this run may wait', async () => {
    const clock = jumpingClock();
    const later: Attempt = { live: false, retryAt: clock.now() + 700_000, error: null };
    const { error } = await receipts([upload('a')], async () => later, clock);
    expect(error).toMatchObject({ finding: { code: 'SLW411' } });
    expect(String(error)).toContain('2026-01-01T00:11:40.000Z');
    expect(clock.slept).toEqual([]);
  });

  it('tells while it waits, for what and until when', async () => {
    const clock = jumpingClock();
    const until = clock.now() + 40_000;
    const told: unknown[] = [];
    const perform = async (_: Upload, attempt: number): Promise<Attempt> =>
      attempt === 1 ? { live: false, retryAt: until, error: null } : live;
    const waiting = (file: string, instant: number): void => void told.push([file, instant]);
    await receipts([upload('a')], perform, clock, { waiting });
    expect(told).toEqual([
      ['a', until],
      ['a', until],
    ]);
  });

  it.each([
    ['names no instant', null],
    ['names one that is over', Date.UTC(2025, 0, 1)],
  ])('tries five times where the registry %s', async (_, retryAt) => {
    const error = new Error('503');
    const attempts: number[] = [];
    const perform = async (_: Upload, attempt: number): Promise<Attempt> => {
      attempts.push(attempt);
      return { live: false, retryAt, error };
    };
    const outcome = await receipts([upload('a')], perform);
    expect(outcome.error).toBe(error);
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
  });

  it('goes on with the others where it is told to, but not with what waits for the refused one', async () => {
    const refusal = new Error('refused');
    const uploads = [
      upload('a'),
      upload('b'),
      upload('c', ['a']),
      upload('d', ['c']),
      upload('e', ['b']),
    ];
    const perform = async ({ file }: Upload): Promise<Attempt> => {
      if (file === 'a') throw refusal;
      return live;
    };
    const outcome = await receipts(uploads, perform, jumpingClock(), { keepGoing: true });
    expect(outcome.receipts.map(({ file }) => file)).toEqual(['b', 'e']);
    expect(outcome.error).toBe(refusal);
  });
});
