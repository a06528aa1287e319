import { expect, it } from 'vitest';
import { uploadsAtOnce, slowestSending } from './limits.ts';

const megabyte = 1_000_000;

it.each([
  [1, 20],
  [26, 10],
  [100, 2],
  [1000, 1],
])('sends of files of %d MB %d at once', (size, count) => {
  expect(uploadsAtOnce([{ bytes: 1 }, { bytes: size * megabyte }])).toBe(count);
  expect(uploadsAtOnce([])).toBe(20);
});

it('reckons that a file is on the wire with all others that may be', () => {
  expect(slowestSending(1000 * megabyte, 4)).toBe(240_000);
});
