import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { effectiveLevel, nextVersion, toPep440, type Level, type PrereleaseWord } from './index.ts';

describe('a level, as people expect it', () => {
  it.each<[Level, string, Level]>([
    ['major', '1.2.3', 'major'],
    ['minor', '1.2.3', 'minor'],
    ['patch', '1.2.3', 'patch'],
    ['major', '0.3.0', 'minor'],
    ['minor', '0.3.0', 'patch'],
    ['patch', '0.3.0', 'patch'],
    ['major', '0.0.72', 'patch'],
  ])('%s at %s moves the %s number', (level, version, expected) => {
    expect(effectiveLevel(level, version)).toBe(expected);
  });
});

describe('the next version', () => {
  it.each<[string, string, Level, PrereleaseWord | null, string]>([
    ['0.3.0', '0.3.0', 'patch', null, '0.3.1'],
    ['0.3.0', '0.3.0', 'minor', null, '0.4.0'],
    ['1.2.3', '1.2.3', 'major', null, '2.0.0'],
    ['1.2.3', '1.2.3', 'minor', 'rc', '1.3.0-rc.1'],
    ['1.2.3', '1.3.0-rc.1', 'minor', 'rc', '1.3.0-rc.2'],
    ['1.2.3', '1.3.0-rc.1', 'patch', 'rc', '1.3.0-rc.2'],
    ['1.2.3', '1.3.0-rc.1', 'major', 'rc', '2.0.0-rc.1'],
    ['1.2.3', '1.3.0-beta.4', 'minor', 'rc', '1.3.0-rc.1'],
    ['1.2.3', '1.3.0-rc.2', 'minor', null, '1.3.0'],
    ['1.2.3', '1.3.0-rc.2', 'patch', null, '1.3.0'],
    ['1.2.3', '1.3.0-rc.2', 'major', null, '2.0.0'],
    ['1.2.3', '1.3.0-dev.0', 'minor', 'alpha', '1.3.0-alpha.1'],
  ])('after %s, at %s, for a %s with %s: %s', (final, current, level, word, expected) => {
    expect(nextVersion({ final, current }, level, word)).toBe(expected);
  });

  it('is always higher, and always one that PyPI has too', () => {
    const number = fc.nat({ max: 30 });
    const levels = fc.constantFrom<Level>('major', 'minor', 'patch');
    const words = fc.constantFrom<PrereleaseWord | null>('alpha', 'beta', 'rc', null);
    fc.assert(
      fc.property(fc.tuple(number, number, number), levels, words, (numbers, level, word) => {
        const final = numbers.join('.');
        const first = nextVersion({ final, current: final }, level, word);
        expect(semver.gt(first, final)).toBe(true);
        const second = nextVersion({ final, current: first }, level, word ?? 'rc');
        if (word !== null) expect(semver.gt(second, first)).toBe(true);
        const mapped = toPep440(first);
        expect(mapped.ok).toBe(true);
      }),
    );
  });
});
