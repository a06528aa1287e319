import { parse } from 'smol-toml';

/** A package of a Cargo.lock. */
export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Whether it comes from a registry or a repository, and not from the folders that were built. */
  readonly isForeign: boolean;
  /** Lower-case hex SHA-256 of its `.crate`; null where the lock has none. */
  readonly checksum: string | null;
  readonly dependencies: readonly LockedPackage[];
}

type Row = Readonly<Record<string, unknown>>;

/** The packages that a Cargo.lock names, of any format; none where it cannot be read. Pure. */
export function readLocked(text: string): LockedPackage[] {
  const rows = rowsOf(text);
  const packages = rows.map((row) => ({
    name: String(row['name']),
    version: String(row['version']),
    isForeign: typeof row['source'] === 'string',
    checksum: typeof row['checksum'] === 'string' ? row['checksum'] : null,
    dependencies: [] as LockedPackage[],
  }));
  for (const [index, { dependencies }] of rows.entries()) {
    const named = Array.isArray(dependencies) ? dependencies.map(String) : [];
    packages[index]!.dependencies.push(...named.flatMap((one) => findNamed(one, packages) ?? []));
  }
  return packages;
}

function rowsOf(text: string): Row[] {
  try {
    const { package: rows } = parse(text) as { package?: unknown };
    return Array.isArray(rows) ? (rows as Row[]) : [];
  } catch {
    return [];
  }
}

/** "name", "name version" where there are several, "name version (source)" in old locks. */
function findNamed<T extends LockedPackage>(text: string, packages: readonly T[]): T | undefined {
  const [name, version] = text.split(' ');
  return packages.find(
    (one) => one.name === name && (version === undefined || one.version === version),
  );
}
