import { clean, eq, parse as explain, valid } from '@renovatebot/pep440';
import semver from 'semver';

/** A version as PyPI spells it, or why there is none and what comes nearest. */
export type Mapping =
  | { readonly ok: true; readonly version: string }
  | { readonly ok: false; readonly reason: string; readonly nearest: string };

type Part = readonly [phase: string, number: number] | null;

/** The parts of a PyPI version; the library's own type hides that they may be null. */
interface Parts {
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre: Part;
  readonly post: Part;
  readonly dev: Part;
  readonly local: string | null;
}

const parse = (version: string): Parts | null => explain(version) as unknown as Parts | null;

/**
 * A Cargo version (SemVer 2) as PEP 440 spells it, and as maturin writes it into the wheel:
 * `1.0.0-beta.1` is `1.0.0b1`, `1.0.0-rc` is `1.0.0rc0`. Refused where the spelling would mean
 * something else on PyPI (`1.0.0-1` is a post-release there), or nothing at all.
 * https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export function toPep440(version: string): Mapping {
  const cargo = semver.parse(version);
  // npm's parser also takes `v1.0.0` and blanks around a version; cargo takes neither.
  if (!cargo || !/^\d\S*$/.test(version)) {
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
  if (pypi?.post) return `${written} is a pre-release to Cargo and a post-release to PyPI`;
  if (!pypi?.pre || !pypi.dev) return null;
  return `${written} comes after ${pypi.pre.join('')} in Cargo and before it on PyPI`;
}

function nearestTo(base: string, prerelease: readonly (string | number)[]): string {
  const [phase] = prerelease;
  // What is called a post-release is meant to come after the version, as the next patch does.
  if (/^(post|rev|r)\d*$/i.test(String(phase))) return semver.inc(base, 'patch') ?? base;
  const [, word = 'alpha', digits] = /^(alpha|beta|rc)(\d*)$/.exec(String(phase)) ?? [];
  const number = digits || prerelease.find((part) => typeof part === 'number');
  return `${base}-${word}.${Number(number ?? 1)}`;
}

function nearestSemver(version: string): string {
  return semver.valid(toSemver(version)) ?? semver.coerce(version)?.version ?? '0.1.0';
}

/**
 * A PyPI version as Cargo spells it: `1.0.0b1` is `1.0.0-beta.1`. Null for what SemVer cannot say:
 * epochs, post-releases, local versions, a fourth number.
 */
export function toSemver(version: string): string | null {
  const parsed = parse(version);
  if (!parsed) return null;
  const { epoch, release, pre, post, dev, local } = parsed;
  if (epoch !== 0 || post || local !== null || release.length > 3 || (pre && dev)) return null;
  const [major = 0, minor = 0, patch = 0] = release;
  const base = `${major}.${minor}.${patch}`;
  if (dev) return `${base}-dev.${dev[1]}`;
  const words: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', rc: 'rc' };
  return pre ? `${base}-${words[pre[0]]}.${pre[1]}` : base;
}

/**
 * Why a valid PyPI version can be no Cargo version, and the nearest that can: null where `toSemver`
 * knows one, or where it is no version of PEP 440 at all.
 */
export function whyNotSemver(version: string): { reason: string; nearest: string } | null {
  const parsed = parse(version);
  if (!parsed || toSemver(version) !== null) return null;
  const { epoch, release, post, pre, dev, local } = parsed;
  const [major = 0, minor = 0, patch = 0] = release;
  const base = `${major}.${minor}.${patch}`;
  if (local !== null) return { reason: `PyPI takes no local versions (+${local})`, nearest: base };
  if (epoch !== 0) return { reason: 'Cargo knows no epochs', nearest: base };
  if (post) {
    const nearest = semver.inc(base, 'patch') ?? base;
    return { reason: 'Cargo knows no post-releases', nearest };
  }
  if (pre && dev) {
    const words: Readonly<Record<string, string>> = { a: 'a', b: 'b', rc: 'rc' };
    return {
      reason: 'a development version of a pre-release is ordered otherwise in Cargo',
      nearest: `${base}${words[pre[0]]}${pre[1]}`,
    };
  }
  return { reason: 'Cargo takes three numbers', nearest: base };
}

/**
 * One spelling for what is one version to PyPI: 1.0.0b1 and 1.0.0-beta1 are 1.0.0-beta.1, so that they
 * are ordered alike. What PyPI does not know stays as it is.
 */
export function canonicalVersion(version: string): string {
  const mapped = toPep440(version);
  return toSemver(mapped.ok ? mapped.version : version) ?? version;
}

/** Whether a Cargo version and a PyPI version are one version in two spellings. */
export function sameVersion(cargo: string, pypi: string): boolean {
  const mapped = toPep440(cargo);
  return mapped.ok && valid(pypi) !== null && eq(mapped.version, pypi);
}
