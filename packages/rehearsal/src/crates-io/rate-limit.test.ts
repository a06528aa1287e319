import { expect, test } from 'vitest';
import { takeFrom } from './rate-limit.ts';

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
