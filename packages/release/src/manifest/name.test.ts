import { expect, it } from 'vitest';
import { normalizedName } from './name.ts';

it('compares names as PEP 503 does', () => {
  expect(normalizedName('Tide_Water..Candles')).toBe('tide-water-candles');
});
