import { describe, expect, it } from 'vitest';
import type { Clock } from '../ports.ts';
import { apply, type Attempt, type Pace, type Pause, type Receipt, type Upload } from './apply.ts';

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
  change: Partial<Pace & { limit: number; waiting: (pause: Pause) => void }> = {},
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
    expect(started.toSorted()).toEqual(['a', 'b']);
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
    const waiting = (pause: Pause): void => void told.push(pause);
    await receipts([upload('a'), upload('b', ['a'])], perform, clock, { waiting });
    const pause = { registry: 'PyPI', file: 'a', until, files: 2 };
    expect(told).toEqual([pause, pause]);
  });

  it('asks a registry that names an instant no more until then, for any file', async () => {
    const clock = jumpingClock();
    const begun = clock.now();
    const asked: [string, number][] = [];
    const perform = async ({ file }: Upload): Promise<Attempt> => {
      const at = clock.now() - begun;
      asked.push([file, at / 1000]);
      return at < 90_000 ? { live: false, retryAt: begun + 90_000, error: null } : live;
    };
    await receipts(
      ['a', 'b', 'c', 'd'].map((file) => upload(file)),
      perform,
      clock,
      { limit: 1 },
    );
    expect(asked).toEqual([
      ['a', 0],
      ['a', 90],
      ['b', 90],
      ['c', 90],
      ['d', 90],
    ]);
  });

  it('sends one at a time as the budget fills up again, and meets one refusal only', async () => {
    const clock = jumpingClock();
    const begun = clock.now();
    const budget = { name: 'new crates', every: 600_000 };
    let allowed = 2;
    let refusals = 0;
    const perform = async (): Promise<Attempt> => {
      const passed = clock.now() - begun;
      if (allowed-- > 0 || (passed > 0 && passed % budget.every === 0)) return live;
      refusals += 1;
      return { live: false, retryAt: begun + budget.every, error: null };
    };
    const crates = ['a', 'b', 'c', 'd', 'e'].map((file) => ({ ...upload(file), budget }));
    const outcome = await receipts(crates, perform, clock, { limit: 1, maxWait: 1_800_000 });
    expect(outcome.error).toBeNull();
    expect(outcome.receipts.map(({ file }) => file)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect([refusals, clock.now() - begun]).toEqual([1, 1_800_000]);
  });

  it('SLW411: not even the one that is next may be waited for as long', async () => {
    const clock = jumpingClock();
    const begun = clock.now();
    const budget = { name: 'new crates', every: 600_000 };
    const perform = async (): Promise<Attempt> =>
      clock.now() === begun ? { live: false, retryAt: begun + 600_000, error: null } : live;
    const crates = ['a', 'b'].map((file) => ({ ...upload(file), budget }));
    const { error, receipts: gathered } = await receipts(crates, perform, clock);
    expect(gathered.map(({ file }) => file)).toEqual(['a']);
    expect(String(error)).toContain('takes b again from 2026-01-01T00:20:00.000Z on');
  });

  it('goes on with what another budget is for, where it is told to, before it says that one waits too long', async () => {
    const clock = jumpingClock();
    const far = clock.now() + 700_000;
    const asked: string[] = [];
    const perform = async ({ file, registry }: Upload): Promise<Attempt> => {
      asked.push(file);
      return registry === 'PyPI' ? { live: false, retryAt: far, error: null } : live;
    };
    const uploads = [upload('a'), upload('b'), { ...upload('c'), registry: 'crates.io' as const }];
    const change = { keepGoing: true, limit: 1 };
    const outcome = await receipts(uploads, perform, clock, change);
    expect(asked).toEqual(['a', 'c']);
    expect(outcome.error).toMatchObject({ finding: { code: 'SLW411' } });
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

  it('does not count what a registry named an instant for among the five tries', async () => {
    const clock = jumpingClock();
    const attempts: number[] = [];
    const perform = async (_: Upload, attempt: number): Promise<Attempt> => {
      attempts.push(attempt);
      if (attempt <= 6) return { live: false, retryAt: clock.now() + 1000, error: null };
      return attempt === 7 ? { live: false, retryAt: null, error: new Error('502') } : live;
    };
    const outcome = await receipts([upload('a')], perform, clock);
    expect(outcome.error).toBeNull();
    expect(attempts).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
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
