import { expect, test } from 'vitest';
import { matchesPattern } from './pattern.ts';

test.each([
  ['v*', 'v1.2.3', true],
  ['v*', 'v1/2', false],
  ['*', 'main', true],
  ['*', 'feature/x', false],
  ['**/*', 'feature/x', true],
  ['**/x', 'x', true],
  ['releases/**/*', 'releases/1/2/3', true],
  ['v?', 'v1', true],
  ['v[0-9].[0-9].[0-9]', 'v1.2.3', true],
  ['v[0-9].[0-9].[0-9]', 'v0.71.0', false],
  ['v[!a]', 'v1', true],
  ['v[^a]', 'va', false],
  ['a.b', 'axb', false],
  ['a+(b)', 'a+(b)', true],
  ['[z-a]', 'b', false],
  ['\\*', '*', true],
  ['\\*', 'x', false],
])('%s and %s: %s', (pattern, name, matches) => {
  expect(matchesPattern(pattern, name)).toBe(matches);
});
