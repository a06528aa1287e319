import { valid } from '@renovatebot/pep440';
import fc from 'fast-check';
import semver from 'semver';
import { expect, it } from 'vitest';
import { sameVersion, toPep440, toSemver, whyNotSemver } from './index.ts';

const number = fc.nat({ max: 40 });
const numbers = fc.tuple(number, number, number).map((parts) => parts.join('.'));
const word = fc.constantFrom('alpha', 'beta', 'rc');
const safe = fc.oneof(
  numbers,
  fc.tuple(numbers, word, number).map(([base, kind, at]) => `${base}-${kind}.${at}`),
);

it('versions of the safe kind go there and back, and keep their order', () => {
  fc.assert(
    fc.property(safe, safe, (one, other) => {
      const mapped = toPep440(one);
      const second = toPep440(other);
      if (!mapped.ok || !second.ok) throw new Error(`${one} or ${other} was refused`);
      expect(toSemver(mapped.version)).toBe(one);
      expect(sameVersion(one, mapped.version)).toBe(true);
      expect(sameVersion(one, second.version)).toBe(one === other);
    }),
  );
});

it('every other version is mapped to one that PyPI has, or refused with one that can be', () => {
  const identifier = fc.stringMatching(/^[0-9A-Za-z-]{1,8}$/);
  const tail = fc.array(identifier, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
  const version = fc
    .tuple(numbers, fc.option(tail), fc.option(tail))
    .map(([base, pre, build]) => `${base}${pre ? `-${pre}` : ''}${build ? `+${build}` : ''}`)
    .filter((text) => semver.valid(text) !== null);
  fc.assert(
    fc.property(version, (text) => {
      const mapped = toPep440(text);
      if (mapped.ok) {
        expect(valid(mapped.version)).not.toBeNull();
        expect(mapped.version).not.toContain('post');
        return;
      }
      expect(mapped.reason).not.toBe('');
      expect(toPep440(mapped.nearest), `${text} → ${mapped.nearest}`).toMatchObject({ ok: true });
    }),
    { numRuns: 2000 },
  );
});

it('whatever is no version at all is refused with a version', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const mapped = toPep440(text);
      if (!mapped.ok) expect(toPep440(mapped.nearest).ok).toBe(true);
    }),
  );
});

it('PyPI versions without a counterpart say why, and what is near has one', () => {
  const suffix = fc.constantFrom('', '.post1', '.dev3', 'a1.dev2', '+local', '.4', 'rc2');
  const epoch = fc.constantFrom('', '1!');
  fc.assert(
    fc.property(epoch, numbers, suffix, (before, base, after) => {
      const text = `${before}${base}${after}`;
      const why = whyNotSemver(text);
      if (toSemver(text) !== null) expect(why).toBeNull();
      else expect(toSemver(why?.nearest ?? ''), text).not.toBeNull();
    }),
  );
});
