import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deploymentRefused, matchesRule } from './index.ts';

describe('the pattern of a rule', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'Main', false],
    ['v*', 'v1.2.3', true],
    ['v*', 'py/v1.2.3', false],
    ['*', 'release/1', false],
    ['release/*', 'release/1', true],
    ['release/*', 'release/1/2', false],
    ['release/*/*', 'release/1/2', true],
    ['**/*', 'v1', true],
    ['**/*', 'py/rust/v1', true],
    ['release/**/*', 'release/1', true],
    ['release/**/*', 'release/1/2/3', true],
    ['refs/pull/*/merge', 'refs/pull/7/merge', true],
  ])('%s and %s: %s', (pattern, name, expected) => {
    expect(matchesRule(pattern, name)).toBe(expected);
  });

  it.each([
    ['v[0-9].[0-9].[0-9]', 'v0.7.1', true],
    ['v[0-9].[0-9].[0-9]', 'v0.71.0', false],
    ['v[0-9]*.[0-9]*.[0-9]*', 'v0.71.0', true],
    ['v[!0]*', 'v1', true],
    ['v[^0]*', 'v0.1', false],
    ['v[a-]', 'v-', true],
    ['v[\\]]', 'v]', true],
    ['v[\\d]', 'v5', false],
    ['v[z-a]', 'vm', false],
    ['v[]', 'v[]', false],
    ['v[1', 'v[1', false],
    ['v[/]x', 'v/x', false],
    ['v?', 'v/', false],
    ['?', '😀', true],
  ])('takes one character for ? and brackets: %s and %s: %s', (pattern, name, expected) => {
    expect(matchesRule(pattern, name)).toBe(expected);
  });

  it.each([
    ['**', 'a/b', false],
    ['**.rb', 'lib/song.rb', false],
    ['a**/b', 'ax/y/b', false],
    ['v{1,2}', 'v1', false],
    ['v{1,2}', 'v{1,2}', true],
    ['v\\*', 'v*', true],
    ['v\\*', 'v1', false],
    ['\\d', '1', false],
    ['v+(1)|$', 'v+(1)|$', true],
    ['', '', true],
  ])('means nothing else by its characters: %s and %s: %s', (pattern, name, expected) => {
    expect(matchesRule(pattern, name)).toBe(expected);
  });

  it('matches as a search through every way to read it does', () => {
    const some = (...from: string[]): fc.Arbitrary<string> =>
      fc.array(fc.constantFrom(...from), { maxLength: 9 }).map((parts) => parts.join(''));
    const patterns = some('a', 'b', '/', '*', '**/', '?', '[ab]', '[!a]');
    fc.assert(
      fc.property(patterns, some('a', 'b', '/'), (pattern, name) => {
        expect(matchesRule(pattern, name)).toBe(search(pattern, name));
      }),
      { numRuns: 3000 },
    );
  });

  it('ends at once, whatever the pattern', () => {
    expect(matchesRule(`${'*a'.repeat(60)}*b`, 'a'.repeat(4000))).toBe(false);
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, name) => {
        expect(typeof matchesRule(pattern, name)).toBe('boolean');
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9./_-]{0,20}$/), (name) => {
        expect(matchesRule(name, name)).toBe(true);
      }),
    );
  });
});

const sets: Readonly<Record<string, string>> = { '?': 'ab', '[ab]': 'ab', '[!a]': 'b' };

/** The same by trying everything: slow, and short. Knows the signs that the property makes. */
function search(pattern: string, name: string, atFolder = true): boolean {
  if (pattern === '') return name === '';
  if (atFolder && pattern.startsWith('**/')) {
    const rest = pattern.slice(3);
    const next = name.indexOf('/');
    return search(rest, name) || (next >= 0 && search(pattern, name.slice(next + 1)));
  }
  const [sign] = /^(\[!?\w+\]|.)/.exec(pattern)!;
  const rest = pattern.slice(sign.length);
  const [first = ''] = name;
  const isInside = first !== '' && first !== '/';
  if (sign === '*')
    return search(rest, name, false) || (isInside && search(pattern, name.slice(1), false));
  const isTaken = /^[?[]/.test(sign) ? isInside && sets[sign]!.includes(first) : first === sign;
  return isTaken && search(rest, name.slice(1), sign === '/');
}

describe('an environment', () => {
  const rules = (...names: string[]) => ({
    kind: 'rules' as const,
    rules: names.map((name) => {
      const [type, pattern] = name.split(' ') as ['branch' | 'tag', string];
      return { type, name: pattern };
    }),
  });

  it.each([
    [rules('branch main'), 'refs/tags/v1', 'Tag "v1"'],
    [rules('branch v*'), 'refs/tags/v1', 'Tag "v1"'],
    [rules('tag v*'), 'refs/heads/main', 'Branch "main"'],
    [rules(), 'refs/heads/main', 'Branch "main"'],
    [{ kind: 'protected' as const, rules: [] }, 'refs/tags/v1', 'Tag "v1"'],
  ])('%j refuses %s', (policy, ref, what) => {
    expect(deploymentRefused(policy, 'release', ref)).toBe(
      `${what} is not allowed to deploy to release due to environment protection rules.`,
    );
  });

  it.each([
    [rules('branch main', 'tag v*'), 'refs/tags/v1'],
    [rules('branch release/*'), 'refs/heads/release/1'],
    [{ kind: 'all' as const, rules: [] }, 'refs/tags/v1'],
    [{ kind: 'protected' as const, rules: [] }, 'refs/heads/trunk'],
  ])('%j lets %s in', (policy, ref) => {
    expect(deploymentRefused(policy, 'release', ref)).toBeNull();
  });
});
