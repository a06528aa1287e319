import { expect, test } from 'vitest';
import { matchesPattern } from './pattern.ts';

test.each([
  ['v*', 'v1.2.3', true],
  ['v*', 'v1/2', false],
  ['*', 'main', true],
  ['*', 'feature/x', false],
  ['*/*', 'feature/x', true],
  ['**/*', 'feature/x', true],
  ['**/*', 'x', true],
  ['**/x', 'x', true],
  ['**/x', 'a/b/x', true],
  ['**/x', 'ax', false],
  ['releases/**/*', 'releases/1/2/3', true],
  ['releases/**/*', 'releases/1', true],
  ['releases/**/3', 'releases/1/2/4', false],
  ['**', 'a/b', false],
  ['a**/b', 'ax/y/b', false],
  ['v?', 'v1', true],
  ['v?', 'v/', false],
  ['?', '😀', true],
  ['v[0-9].[0-9].[0-9]', 'v1.2.3', true],
  ['v[0-9].[0-9].[0-9]', 'v0.71.0', false],
  ['v[0-9]*.[0-9]*', 'v10.71', true],
  ['v[!a]', 'v1', true],
  ['v[!a]', 'v/', false],
  ['v[^a]', 'va', false],
  ['v[a-]', 'v-', true],
  ['v[\\]]', 'v]', true],
  ['v[]', 'v[]', false],
  ['v[1', 'v[1', false],
  ['[z-a]', 'm', false],
  ['a.b', 'axb', false],
  ['a+(b)|$', 'a+(b)|$', true],
  ['{a,b}', 'a', false],
  ['\\*', '*', true],
  ['\\*', 'x', false],
  ['\\d', 'd', true],
  ['', '', true],
  ['', 'x', false],
])('%s and %s: %s', (pattern, name, matches) => {
  expect(matchesPattern(pattern, name)).toBe(matches);
});

test('an answer comes at once, whatever the pattern', () => {
  const started = performance.now();
  expect(matchesPattern('*a'.repeat(200), `${'a'.repeat(250)}b`)).toBe(false);
  expect(matchesPattern('**/'.repeat(2000), 'a/'.repeat(100))).toBe(true);
  expect(performance.now() - started).toBeLessThan(2000);
});
