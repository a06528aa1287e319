const byNumbers = new Intl.Collator('en', { numeric: true });

/** Orders SemVer versions of crates and Python packages: 0.9.0, 0.10.0-rc.1, 0.10.0-rc.2, 0.10.0. */
export function compareVersions(one: string, other: string): number {
  const [base = '', pre] = halves(one);
  const [otherBase = '', otherPre] = halves(other);
  if (base !== otherBase) return byNumbers.compare(base, otherBase);
  if (pre === undefined || otherPre === undefined) {
    return Number(pre === undefined) - Number(otherPre === undefined);
  }
  return byNumbers.compare(pre, otherPre);
}

function halves(version: string): string[] {
  const [known = ''] = version.split('+');
  const at = known.indexOf('-');
  return at === -1 ? [known] : [known.slice(0, at), known.slice(at + 1)];
}
