import { expect, it } from 'vitest';
import { spellDuration } from './duration.ts';

it.each([
  [0, '0 s'],
  [0.2, '1 s'],
  [45, '45 s'],
  [59.5, '1 min'],
  [60, '1 min'],
  [61, '1 min 1 s'],
  [599.2, '10 min'],
  [3599.5, '1 h'],
  [31_200, '8 h 40 min'],
  [31_201, '8 h 41 min'],
  [86_399, '1 d'],
  [597_000, '6 d 22 h'],
])('says %d seconds as %s', (seconds, words) => {
  expect(spellDuration(seconds)).toBe(words);
});
