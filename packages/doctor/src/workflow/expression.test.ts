import { describe, expect, it } from 'vitest';
import { evaluate, exampleOf, firedByTag, holdsTrue, passesGlobs, substitute } from './index.ts';
import type { Trigger, Workflow } from './index.ts';

const matrix = new Map([['os', 'linux']]);

describe('expressions', () => {
  it('are computed from what is known', () => {
    expect(evaluate("${{ matrix.python || '3.9 3.10' }}", { matrix })).toBe('3.9 3.10');
    expect(evaluate("${{ format('{0}-latest', matrix.os) }}", { matrix })).toBe('linux-latest');
    expect(evaluate('a ${{ matrix.os }} b', { matrix })).toBe('a linux b');
  });

  it('are left alone where something is not known', () => {
    expect(evaluate("${{ steps.x.outputs.y || 'z' }}", { matrix })).toBeUndefined();
    expect(evaluate("${{ env.X || 'z' }}", { env: new Map() })).toBeUndefined();
    expect(substitute('${{ matrix.os }} ${{ secrets.T }}', { matrix })).toBe(
      'linux ${{ secrets.T }}',
    );
  });

  it('decide a condition where one operand is enough', () => {
    const github = new Map([['ref', 'refs/tags/v1.0.0']]);
    const tag = "startsWith(github.ref, 'refs/tags/')";
    expect(holdsTrue(`always() && ${tag}`, { github })).toBe(true);
    expect(holdsTrue(`github.repository == 'a/b' || ${tag}`, { github })).toBe(true);
    expect(holdsTrue(`github.repository == 'a/b' && !${tag}`, { github })).toBe(false);
    expect(holdsTrue(`\${{ github.repository == 'a/b' && ${tag} }}`, { github })).toBeNull();
    expect(holdsTrue(null, {})).toBe(true);
  });
});

describe('filter patterns', () => {
  it.each([
    [['v*'], 'v1.0.0', true],
    [['*'], 'v1.0.0', true],
    [['*'], 'bindings/v1', false],
    [['**'], 'bindings/v1', true],
    [['v*.*.*'], 'v1.0.0-rc.1', true],
    [['v[0-9]+.[0-9]+.[0-9]+'], 'v1.22.3', true],
    [['v[0-9]+.[0-9]+.[0-9]+'], 'v1.22.3-rc', false],
    [['v*', '!v*-*'], 'v1.0.0-rc.1', false],
    [['!v*'], 'x', false],
  ])('%j and %s: %s', (globs, name, passes) => {
    expect(passesGlobs(globs, name)).toBe(passes);
  });

  it.each([['v*'], ['v*.*.*'], ['*'], ['**'], ['v[0-9]+.[0-9]+.[0-9]+*'], ['py-v*'], ['[0-9]*']])(
    'have an example that they let through: %s',
    (glob) => expect(passesGlobs([glob], exampleOf(glob))).toBe(true),
  );
});

describe('a tag', () => {
  const on = (trigger: Partial<Trigger>) =>
    firedByTag(
      {
        triggers: [
          { tags: null, tagsIgnore: null, branches: null, branchesIgnore: null, ...trigger },
        ],
      } as unknown as Workflow,
      'v1',
    );
  it('starts a push without filters, and none that names only branches', () => {
    expect(on({ event: 'push' })).not.toBeNull();
    expect(on({ event: 'push', branches: ['main'] })).toBeNull();
    expect(on({ event: 'push', branches: ['main'], tags: ['v*'] })).not.toBeNull();
    expect(on({ event: 'push', tagsIgnore: ['v*'] })).toBeNull();
    expect(on({ event: 'create' })).not.toBeNull();
    expect(on({ event: 'release' })).toBeNull();
  });
});
