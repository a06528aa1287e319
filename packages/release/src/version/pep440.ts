import semver from 'semver';

/** A version as PyPI spells it, or why there is none and what comes nearest. */
export type Mapping =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly reason: string; readonly nearest: string };

/** Pre-releases that both standards know: Cargo's word, PEP 440's. */
const phases: Readonly<Record<string, string>> = {
  alpha: 'a',
  a: 'a',
  beta: 'b',
  b: 'b',
  rc: 'rc',
  c: 'rc',
  pre: 'rc',
  preview: 'rc',
};

/**
 * A Cargo version (SemVer 2) as PEP 440 spells it: `1.0.0-beta.1` is `1.0.0b1`. Refused where the
 * spelling would mean something else on PyPI (`1.0.0-1` is a post-release there) or nothing at all.
 */
export function toPep440(version: string): Mapping {
  const parsed = semver.parse(version);
  if (!parsed) return { ok: false, reason: 'it is not SemVer', nearest: nearestSemver(version) };
  const base = `${parsed.major}.${parsed.minor}.${parsed.patch}`;
  if (parsed.build.length > 0) {
    return {
      ok: false,
      reason: `PyPI takes no local versions (+${parsed.build.join('.')})`,
      nearest: parsed.prerelease.length > 0 ? `${base}-${parsed.prerelease.join('.')}` : base,
    };
  }
  if (parsed.prerelease.length === 0) return { ok: true, version: base };
  return mapPrerelease(base, parsed.prerelease);
}

function mapPrerelease(base: string, prerelease: readonly (string | number)[]): Mapping {
  const [phase, number = 0, ...rest] = prerelease;
  const written = `-${prerelease.join('.')}`;
  const wellFormed = typeof number === 'number' && rest.length === 0;
  if (typeof phase === 'string' && wellFormed) {
    const word = phases[phase];
    if (word) return { ok: true, version: `${base}${word}${number}` };
    if (phase === 'dev') return { ok: true, version: `${base}.dev${number}` };
  }
  const becomesPost = typeof phase === 'number' || ['post', 'rev', 'r'].includes(String(phase));
  const reason = becomesPost
    ? `${written} is a pre-release to Cargo and a post-release to PyPI`
    : `${written} is no pre-release of PEP 440`;
  const digits = typeof number === 'number' && typeof phase === 'string' ? number : 1;
  return { ok: false, reason, nearest: `${base}-alpha.${digits || 1}` };
}

function nearestSemver(version: string): string {
  return semver.coerce(version)?.version ?? '0.1.0';
}

/** `1.0.0b1` as Cargo spells it, `1.0.0-beta.1`; null for what SemVer cannot say. */
export function toSemver(version: string): string | null {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:(a|b|rc)(\d+)|\.dev(\d+))?$/.exec(version);
  if (!match) return null;
  const [, major, minor = '0', patch = '0', phase, number, dev] = match;
  const base = `${Number(major)}.${Number(minor)}.${Number(patch)}`;
  if (dev !== undefined) return `${base}-dev.${Number(dev)}`;
  const words: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', rc: 'rc' };
  return phase ? `${base}-${words[phase]}.${Number(number)}` : base;
}
