import fc from 'fast-check';
import { eq, lt, valid } from '@renovatebot/pep440';
import semver from 'semver';
import { describe, expect, it } from 'vitest';
import { sameVersion, toPep440, toSemver } from './pep440.ts';

describe('toPep440', () => {
  it.each([
    ['1.2.3', '1.2.3'],
    ['1.0.0-alpha.1', '1.0.0a1'],
    ['1.0.0-alpha', '1.0.0a0'],
    ['1.0.0-beta.2', '1.0.0b2'],
    ['1.0.0-rc.1', '1.0.0rc1'],
    ['1.0.0-pre.1', '1.0.0rc1'],
    ['1.0.0-preview.1', '1.0.0rc1'],
    ['1.0.0-c.1', '1.0.0rc1'],
    ['1.0.0-dev', '1.0.0.dev0'],
    ['1.0.0-dev.5', '1.0.0.dev5'],
    ['0.20.4-rc0', '0.20.4rc0'],
    ['6.0.0-a18', '6.0.0a18'],
    ['1.0.0-RC.1', '1.0.0rc1'],
  ])('maps %s to %s', (cargo, pypi) => {
    expect(toPep440(cargo)).toEqual({ ok: true, version: pypi });
  });

  it.each([
    ['1.0.0-1', /post-release/, '1.0.0-alpha.1'],
    ['1.0.0-0', /post-release/, '1.0.0-alpha.0'],
    ['1.0.0-20260101', /post-release/, '1.0.0-alpha.20260101'],
    ['1.0.0-post.1', /post-release/, '1.0.1'],
    ['1.0.0-rev.1', /post-release/, '1.0.1'],
    ['1.0.0-r.1', /post-release/, '1.0.1'],
    ['1.0.0-rc.1.post.1', /post-release/, '1.0.0-rc.1'],
    ['1.0.0-alpha.1.dev.2', /after a1 in Cargo and before/, '1.0.0-alpha.1'],
    ['1.0.0-nightly.1', /no pre-release/, '1.0.0-alpha.1'],
    ['1.0.0-SNAPSHOT', /no pre-release/, '1.0.0-alpha.1'],
    ['1.0.0-alpha.beta', /no pre-release/, '1.0.0-alpha.1'],
    ['1.0.0-alpha.1.2', /no pre-release/, '1.0.0-alpha.1'],
    ['1.0.0-beta1.2', /no pre-release/, '1.0.0-beta.1'],
    ['1.0.0-x.7.z.92', /no pre-release/, '1.0.0-alpha.7'],
    ['1.0.0-0.3.7', /no pre-release/, '1.0.0-alpha.0'],
    ['1.0.0+build', /local/, '1.0.0'],
    ['1.0.0-rc.1+build', /local/, '1.0.0-rc.1'],
    ['1.0.0-1+build', /local/, '1.0.0-alpha.1'],
    ['1.0', /not SemVer/, '1.0.0'],
    ['v1.0.0', /not SemVer/, '1.0.0'],
    ['1.0.0b1', /not SemVer/, '1.0.0-beta.1'],
    ['', /not SemVer/, '0.1.0'],
  ])('refuses %s, and names the nearest legal spelling', (cargo, reason, nearest) => {
    expect(toPep440(cargo)).toEqual({
      ok: false,
      reason: expect.stringMatching(reason) as string,
      nearest,
    });
    expect(toPep440(nearest)).toMatchObject({ ok: true });
  });

  it('gives what PyPI takes and what maps back to the same version, or refuses', () => {
    const number = fc.nat({ max: 999 });
    const phase = fc.constantFrom(
      '',
      '-alpha',
      '-beta',
      '-rc',
      '-dev',
      '-rc7',
      '-post',
      '-alpha.1.dev',
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

  it('keeps the order of releases, alphas, betas and candidates', () => {
    const version = fc
      .tuple(fc.nat({ max: 3 }), fc.constantFrom('-alpha', '-beta', '-rc', ''), fc.nat({ max: 12 }))
      .map(([patch, phase, number]) => `1.0.${patch}${phase}${phase ? `.${number}` : ''}`);
    fc.assert(
      fc.property(version, version, (one, other) => {
        const [a, b] = [toPep440(one), toPep440(other)];
        expect(a.ok && b.ok && lt(a.version, b.version)).toBe(semver.lt(one, other));
      }),
    );
  });
});

describe('toSemver', () => {
  it.each([
    ['1.0.0b1', '1.0.0-beta.1'],
    ['1.0', '1.0.0'],
    ['1.01.0', '1.1.0'],
    ['1.0.0.dev5', '1.0.0-dev.5'],
    ['1.0.0-rc.1', '1.0.0-rc.1'],
    ['1.2.3.4', null],
    ['1!1.0', null],
    ['1.0.0.post1', null],
    ['1.0.0a1.dev2', null],
    ['1.0+local', null],
    ['one', null],
  ])('spells %s as %s', (pypi, cargo) => {
    expect(toSemver(pypi)).toBe(cargo);
  });
});

it.each([
  ['0.7.0-alpha.1', '0.7.0a1', true],
  ['0.23.2-dev.0', '0.23.2.dev0', true],
  ['1.0.0', '1.0', true],
  ['1.0.0', '1.0.1', false],
  ['1.0.0-1', '1.0.0.post1', false],
  ['1.0.0', 'one', false],
])('sameVersion(%s, %s) is %s', (cargo, pypi, same) => {
  expect(sameVersion(cargo, pypi)).toBe(same);
});
