import semver from 'semver';

const number = String.raw`(?:0|[1-9]\d*)`;
const wild = String.raw`(?:\.[*xX])`;
const tail = String.raw`(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?`;

/** An operator; one to three numbers, with a pre-release after three; wildcards for the others. */
const comparator = new RegExp(
  String.raw`^(=|>=|<=|>|<|~|\^)? *(?:(${number}\.${number}\.${number}${tail})|(${number})(${wild}{0,2})|(${number}\.${number})(${wild}?))$`,
);

/**
 * Whether a version satisfies a requirement of Cargo's: a bare version means caret, commas mean
 * and; what npm knows beyond that (`||`, `1 - 2`, `v1`) is no requirement. A pre-release satisfies
 * only what names a pre-release of the same three numbers. False for what is no requirement.
 * https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
 */
export function acceptsVersion(requirement: string, version: string): boolean {
  const range = toRange(requirement);
  return range !== null && semver.satisfies(version, range);
}

/** The requirement as npm writes it; null when cargo would not take it. */
function toRange(requirement: string): string | null {
  const parts = requirement.split(',').map((part) => part.trim());
  if (parts.length === 1 && /^[*xX]$/.test(parts[0] ?? '')) return '*';
  const ranges = parts.map((part) => {
    const [found, operator, full, major, afterMajor, minor, afterMinor] =
      comparator.exec(part) ?? [];
    if (found === undefined) return null;
    const hasWildcard = Boolean(afterMajor ?? afterMinor);
    return `${operator ?? (hasWildcard ? '=' : '^')}${full ?? major ?? minor}`;
  });
  return ranges.includes(null) ? null : ranges.join(' ');
}
