import semver from 'semver';

const number = String.raw`(?:0|[1-9]\d*)`;
const wild = String.raw`[*xX]`;
const tail = String.raw`(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?`;

/** One comparator of Cargo's: an operator, then one to three numbers; a pre-release after three. */
const comparator = new RegExp(
  String.raw`^(=|>=|<=|>|<|~|\^)?\s*(${number}(?:\.${number}(?:\.${number}${tail})?)?)$`,
);
const wildcard = new RegExp(
  String.raw`^=?\s*(?:${wild}|${number}\.${wild}(?:\.${wild})?|${number}\.${number}\.${wild})$`,
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
  const ranges = parts.map((part) => {
    const [, operator, bound] = comparator.exec(part) ?? [];
    if (bound !== undefined) return `${operator ?? '^'}${bound}`;
    return wildcard.test(part) ? part : null;
  });
  return ranges.includes(null) ? null : ranges.join(' ');
}
