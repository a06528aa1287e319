/** https://packaging.python.org/specifications/version-specifiers/, appendix B. */
const grammar = new RegExp(
  [
    '^\\s*v?(?:(?<epoch>\\d+)!)?(?<release>\\d+(?:\\.\\d+)*)',
    '(?:[-_.]?(?<pre>alpha|beta|preview|pre|a|b|c|rc)[-_.]?(?<preNumber>\\d*))?',
    '(?:-(?<implicitPost>\\d+)|[-_.]?(?<post>post|rev|r)[-_.]?(?<postNumber>\\d*))?',
    '(?:[-_.]?(?<dev>dev)[-_.]?(?<devNumber>\\d*))?',
    '(?:\\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\\s*$',
  ].join(''),
  'i',
);

export interface PythonVersion {
  /** The one spelling that equal versions share. */
  readonly normal: string;
  readonly local: string | null;
  /** Numbers that order versions as PEP 440 does, local labels left out. */
  readonly key: readonly number[];
  readonly release: readonly number[];
}

const preNames: Readonly<Record<string, string>> = {
  alpha: 'a',
  beta: 'b',
  preview: 'rc',
  pre: 'rc',
  c: 'rc',
};

export function readVersion(text: string): PythonVersion | null {
  const groups = grammar.exec(text)?.groups;
  if (!groups) return null;
  const number = (digits: string | undefined): number => Number(digits || 0);
  const release = (groups['release'] ?? '').split('.').map(Number);
  const preWord = groups['pre']?.toLowerCase();
  const pre = preWord === undefined ? null : (preNames[preWord] ?? preWord);
  const hasPost = groups['post'] !== undefined || groups['implicitPost'] !== undefined;
  const post = hasPost ? number(groups['implicitPost'] ?? groups['postNumber']) : null;
  const dev = groups['dev'] === undefined ? null : number(groups['devNumber']);
  const epoch = number(groups['epoch']);
  const local = groups['local']?.toLowerCase().replace(/[-_]/g, '.') ?? null;
  const preNumber = number(groups['preNumber']);
  const normal = [
    epoch === 0 ? '' : `${epoch}!`,
    release.join('.'),
    pre === null ? '' : `${pre}${preNumber}`,
    post === null ? '' : `.post${post}`,
    dev === null ? '' : `.dev${dev}`,
    local === null ? '' : `+${local}`,
  ].join('');
  return {
    normal,
    local,
    release,
    key: [epoch, phase(pre, post, dev), preNumber, post ?? -1, dev ?? Infinity],
  };
}

/** 1.0.dev1 before 1.0a1 before 1.0b1 before 1.0rc1 before 1.0. */
function phase(pre: string | null, post: number | null, dev: number | null): number {
  if (pre !== null) return ['a', 'b', 'rc'].indexOf(pre);
  return post === null && dev !== null ? -1 : 3;
}

export function compareVersions(a: PythonVersion, b: PythonVersion): number {
  const left = [a.key[0] ?? 0, ...padded(a.release, b.release), ...a.key.slice(1)];
  const right = [b.key[0] ?? 0, ...padded(b.release, a.release), ...b.key.slice(1)];
  const at = left.findIndex((value, index) => value !== right[index]);
  return at === -1 ? 0 : Math.sign((left[at] ?? 0) - (right[at] ?? 0));
}

/** `1.0` and `1.0.0` are one version. */
function padded(release: readonly number[], other: readonly number[]): number[] {
  const missing = Math.max(0, other.length - release.length);
  return [...release, ...Array<number>(missing).fill(0)];
}

export function sameVersion(a: string, b: string): boolean {
  const [left, right] = [readVersion(a), readVersion(b)];
  if (!left || !right) return a === b;
  return compareVersions(left, right) === 0 && left.local === right.local;
}

export function isPrerelease(version: PythonVersion): boolean {
  return version.key[1] !== 3 || version.key[4] !== Infinity;
}
