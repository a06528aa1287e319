import { clean, eq, parse, valid } from '@renovatebot/pep440';
import semver from 'semver';

/** A version as PyPI spells it, or why there is none and what comes nearest. */
export type Mapping =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly reason: string; readonly nearest: string };

/**
 * A Cargo version (SemVer 2) as PEP 440 spells it, and as maturin writes it into the wheel:
 * `1.0.0-beta.1` is `1.0.0b1`, `1.0.0-rc` is `1.0.0rc0`. Refused where the spelling would mean
 * something else on PyPI (`1.0.0-1` is a post-release there), or nothing at all.
 * https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export function toPep440(version: string): Mapping {
  const cargo = semver.parse(version);
  if (!cargo || cargo.raw !== version) {
    return { ok: false, reason: 'it is not SemVer', nearest: nearestSemver(version) };
  }
  const base = `${cargo.major}.${cargo.minor}.${cargo.patch}`;
  if (cargo.build.length > 0) {
    const local = `PyPI takes no local versions (+${cargo.build.join('.')})`;
    const rest = toPep440(version.slice(0, version.indexOf('+')));
    return { ok: false, reason: local, nearest: rest.ok ? cargo.version : rest.nearest };
  }
  const spelled = clean(version);
  const refused = refusal(version, cargo.prerelease);
  if (spelled && !refused) return { ok: true, version: spelled };
  const reason = refused ?? `-${cargo.prerelease.join('.')} is no pre-release of PEP 440`;
  return { ok: false, reason, nearest: nearestTo(base, cargo.prerelease) };
}

/** Why a spelling that PEP 440 knows must not be used; null for one that means the same to both. */
function refusal(version: string, prerelease: readonly (string | number)[]): string | null {
  const written = `-${prerelease.join('.')}`;
  const pypi = parse(version);
  if (!pypi) return null;
  if (pypi.post.length > 0) {
    return `${written} is a pre-release to Cargo and a post-release to PyPI`;
  }
  if (pypi.pre.length > 0 && pypi.dev.length > 0) {
    return `${written} comes after ${pypi.pre.join('')} in Cargo and before it on PyPI`;
  }
  return null;
}

function nearestTo(base: string, prerelease: readonly (string | number)[]): string {
  const [phase] = prerelease;
  // What is called a post-release is meant to come after the version, as the next patch does.
  if (/^(post|rev|r)\d*$/i.test(String(phase))) return semver.inc(base, 'patch') ?? base;
  const known = /^(alpha|beta|rc)$/.exec(String(phase))?.[1] ?? 'alpha';
  const number = typeof phase === 'string' ? prerelease.find(Number.isSafeInteger) : undefined;
  return `${base}-${known}.${number ?? 1}`;
}

function nearestSemver(version: string): string {
  return toSemver(version) ?? semver.coerce(version)?.version ?? '0.1.0';
}

/**
 * A PyPI version as Cargo spells it: `1.0.0b1` is `1.0.0-beta.1`. Null for what SemVer cannot say:
 * epochs, post-releases, local versions, a fourth number.
 */
export function toSemver(version: string): string | null {
  const parsed = valid(version) ? parse(version) : null;
  if (!parsed) return null;
  const { epoch, release, pre, post, dev, local } = parsed;
  if (epoch !== 0 || post.length > 0 || local !== null || release.length > 3) return null;
  if (pre.length > 0 && dev.length > 0) return null;
  const [major = 0, minor = 0, patch = 0] = release;
  const base = `${major}.${minor}.${patch}`;
  if (dev.length > 0) return `${base}-dev.${dev[1]}`;
  const words: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', rc: 'rc' };
  return pre.length > 0 ? `${base}-${words[String(pre[0])]}.${pre[1]}` : base;
}

/** Whether a Cargo version and a PyPI version are one version in two spellings. */
export function sameVersion(cargo: string, pypi: string): boolean {
  const mapped = toPep440(cargo);
  return mapped.ok && valid(pypi) !== null && eq(mapped.version, pypi);
}
