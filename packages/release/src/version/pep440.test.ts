import fc from 'fast-check';
import { eq, valid } from '@renovatebot/pep440';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { toPep440, toSemver } from './pep440.ts';

describe('toPep440', () => {
  it.each([
    ['1.2.3', '1.2.3'],
    ['1.0.0-alpha.1', '1.0.0a1'],
    ['1.0.0-alpha', '1.0.0a0'],
    ['1.0.0-beta.2', '1.0.0b2'],
    ['1.0.0-rc.1', '1.0.0rc1'],
    ['1.0.0-pre.1', '1.0.0rc1'],
    ['1.0.0-dev.5', '1.0.0.dev5'],
  ])('maps %s to %s', (cargo, pypi) => {
    expect(toPep440(cargo)).toEqual({ ok: true, version: pypi });
  });

  it.each([
    ['1.0.0-1', /post-release/],
    ['1.0.0-20260101', /post-release/],
    ['1.0.0-post.1', /post-release/],
    ['1.0.0-nightly.1', /no pre-release/],
    ['1.0.0-next', /no pre-release/],
    ['1.0.0-alpha.1.2', /no pre-release/],
    ['1.0.0+build', /local/],
    ['1.0', /not SemVer/],
  ])('refuses %s, and names the nearest legal spelling', (cargo, reason) => {
    const mapped = toPep440(cargo);
    expect(mapped).toMatchObject({ ok: false, reason: expect.stringMatching(reason) });
    if (!mapped.ok) expect(toPep440(mapped.nearest)).toMatchObject({ ok: true });
  });

  it('gives what PyPI takes and what maps back to the same version, or refuses', () => {
    const number = fc.nat({ max: 999 });
    const phase = fc.constantFrom(
      '',
      '-alpha',
      '-beta',
      '-rc',
      '-dev',
      '-next',
      '-1',
      '-x.7',
      '+b',
    );
    fc.assert(
      fc.property(
        number,
        number,
        number,
        phase,
        fc.option(number),
        (major, minor, patch, word, count) => {
          const version = `${major}.${minor}.${patch}${word}${word && count !== null ? `.${count}` : ''}`;
          fc.pre(semver.valid(version) !== null);
          const mapped = toPep440(version);
          if (!mapped.ok) return;
          expect(valid(mapped.version)).not.toBeNull();
          const back = toSemver(mapped.version);
          const again = back === null ? null : toPep440(back);
          expect(again).toMatchObject({ ok: true });
          if (again?.ok) expect(eq(again.version, mapped.version)).toBe(true);
        },
      ),
    );
  });
});
