import { expect, test } from 'vitest';
import { aState, noon } from '../state/state.fixture.ts';
import { takeFrom, verifyRate } from './rate-limit.ts';

const limit = { burst: 3, every: 1000 };
const attempts = (...instants: number[]) => {
  let bucket: ReturnType<typeof takeFrom> | undefined;
  return instants.map((at) => (bucket = takeFrom(bucket, limit, at)).tokens > 0);
};

test('a bucket gives so many at once, and then one at a time', () => {
  expect(attempts(0, 0, 0, 0, 0)).toEqual([true, true, true, false, false]);
  expect(attempts(0, 0, 0, 999, 1000, 1000, 2000)).toEqual([
    true,
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
});

test('it is never fuller than in the beginning', () => {
  expect(takeFrom({ tokens: 1, filledAt: 0 }, limit, 100_500)).toEqual({
    tokens: 3,
    filledAt: 100_000,
  });
});

test('the instant to try again is told in the text and in the header, by the rehearsal’s clock', () => {
  const state = aState();
  const attempt = (): void => verifyRate('publish-new', state, noon);
  for (let turn = 0; turn < 5; turn += 1) attempt();
  expect(attempt).toThrow(
    expect.objectContaining({
      status: 429,
      headers: { 'retry-after': 'Mon, 23 Nov 2026 12:10:00 GMT' },
      message:
        'You have published too many new crates in a short period of time. Please try again after Mon, 23 Nov 2026 12:10:00 GMT and see https://crates.io/docs/rate-limits for more details.',
    }),
  );
  expect(() => verifyRate('publish-new', state, noon + 600_000)).not.toThrow();
});
