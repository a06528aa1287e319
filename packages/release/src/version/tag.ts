import semver from 'semver';

/** The SemVer version that a tag names: `v1.2.3`, `1.2.3`, `name-v1.2.3`, `name@1.2.3`; else null. */
export function parseTag(tag: string): string | null {
  const text = /(?:^|[-@/])v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/.exec(tag)?.[1];
  return text ? semver.valid(text) : null;
}
