/** Which files are told of in a package's notes. */
export interface PackageScope {
  readonly name: string;
  /** Its folders and those of what it bundles, relative to the root; '' for all of the repository. */
  readonly paths: readonly string[];
  /** Folders of other packages that lie within, which are left out unless `paths` names them as well. */
  readonly except?: readonly string[];
}

/** Which packages a file belongs to: its nearest folder that a package names decides for that package. */
export type Owners<P> = (file: string) => ReadonlySet<P>;

interface Claim<P> {
  readonly scope: P;
  readonly owns: boolean;
}

/** Prepares the question which packages own a file. Pure. */
export function ownersOf<P extends PackageScope>(scopes: readonly P[]): Owners<P> {
  const claims = Map.groupBy(
    scopes.flatMap((scope) => claimsOf(scope)),
    ({ path }) => path,
  );
  const known = new Map<string, readonly Claim<P>[]>();
  /** What holds in a folder: its own claims before those of the folders around it. */
  const claimsIn = (path: string): readonly Claim<P>[] => {
    const found = known.get(path);
    if (found) return found;
    const own = claims.get(path) ?? [];
    const around = path === '' ? [] : claimsIn(parentOf(path));
    const nearer = new Set(own.map(({ scope }) => scope));
    const all = own.length === 0 ? around : [...own, ...around.filter((c) => !nearer.has(c.scope))];
    known.set(path, all);
    return all;
  };
  return (file) => {
    // Files can be named as well; they are many, so only folders are remembered.
    const own = claims.get(file) ?? [];
    const owners = new Set<P>();
    for (const { scope, owns } of claimsIn(parentOf(file))) if (owns) owners.add(scope);
    for (const { scope, owns } of own) if (owns) owners.add(scope);
    for (const { scope, owns } of own) if (!owns) owners.delete(scope);
    return owners;
  };
}

function claimsOf<P extends PackageScope>(scope: P): (Claim<P> & { path: string })[] {
  const paths = new Set(scope.paths.map(normal));
  const except = (scope.except ?? []).map(normal).filter((path) => !paths.has(path));
  return [
    ...[...paths].map((path) => ({ path, scope, owns: true })),
    ...except.map((path) => ({ path, scope, owns: false })),
  ];
}

function normal(path: string): string {
  const bare = path.replace(/^(\.\/)+|\/+$/g, '');
  return bare === '.' ? '' : bare;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
