import semver from 'semver';

/**
 * Whether a version satisfies a requirement of Cargo's: a bare version means caret, commas mean
 * and. https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
 */
export function acceptsVersion(requirement: string, version: string): boolean {
  const range = requirement
    .split(',')
    .map((part) => part.trim())
    .map((part) => (/^[\d]/.test(part) && !part.includes('*') ? `^${part}` : part))
    .join(' ');
  return semver.validRange(range) !== null && semver.satisfies(version, range);
}
