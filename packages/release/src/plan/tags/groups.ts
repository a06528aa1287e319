import {
  normalizedName,
  type Crate,
  type PythonPackage,
  type Repository,
} from '../../manifest/index.ts';
import { sameVersion } from '../../version/index.ts';
import { packageKey } from '../packages/index.ts';
import { formatFor, type TagFormat } from './tag-formats.ts';

export type Package = Crate | PythonPackage;

/** Packages that take one version together. */
export interface VersionGroup {
  /** What is published first, then the bindings that are not. */
  readonly packages: readonly Package[];
  /** As the first of them states it. */
  readonly version: string;
  readonly format: TagFormat | null;
}

/** What the project has decided about its versions. */
export interface GroupRules {
  /** Names of packages that are numbered on their own. */
  readonly independent?: readonly string[];
  /** Whether packages at one version belong together, where their tags are alike; so by default. */
  readonly alike?: boolean;
}

/**
 * Which packages take one version: those that read it from one line; a Python package and the crate
 * it binds; and those at the same version whose tags are written alike; the last two unless they are
 * declared independent. Pure; groups without a published package are left out.
 */
export function versionGroups(
  repository: Repository,
  formats: readonly TagFormat[],
  { independent = [], alike = true }: GroupRules = {},
): VersionGroup[] {
  const packages: Package[] = [...repository.crates, ...repository.pythons];
  const alone = new Set(independent.map(normalizedName));
  const sets = new Sets(packages);
  joinBy(packages, sets, ({ version }) => `${version.file}:${version.line}`);
  for (const python of repository.pythons) {
    const bound = repository.crates.find(({ manifest }) => manifest === python.crateManifest);
    const apart = [python, bound].some((one) => one && alone.has(normalizedName(one.name)));
    if (bound && belongs(python, bound) && !apart) sets.join(python, bound);
  }
  const free = packages.filter(
    ({ name, publishable }) => alike && publishable && !alone.has(normalizedName(name)),
  );
  joinBy(
    free,
    sets,
    (one) => `${formatFor(one, formats)?.format ?? ''} ${spelledAlike(one, free)}`,
  );
  return sets
    .all()
    .filter((group) => group.some(({ publishable }) => publishable))
    .map((group) => toGroup(group, formats));
}

/** A binding crate with no version of its own stays without one. */
function belongs(python: PythonPackage, bound: Crate): boolean {
  const placeholder = bound.version.value === '0.0.0' && !bound.publishable;
  return !placeholder || python.version.source !== 'explicit';
}

/** The version as Cargo spells it, where a crate of the same version is there to tell. */
function spelledAlike({ version }: Package, others: readonly Package[]): string {
  const { value } = version;
  const cargo = others.find((one) => sameVersion(one.version.value, value));
  return cargo?.version.value ?? value;
}

function toGroup(group: readonly Package[], formats: readonly TagFormat[]): VersionGroup {
  const packages = group.toSorted((a, b) => Number(b.publishable) - Number(a.publishable));
  const named = packages.find((one) => one.publishable && formatFor(one, formats));
  const first = packages[0]!;
  return {
    packages,
    version: first.version.value,
    format: named ? formatFor(named, formats) : null,
  };
}

function joinBy(packages: readonly Package[], sets: Sets, key: (one: Package) => string): void {
  for (const [, [first, ...others]] of Map.groupBy(packages, key)) {
    for (const other of others) sets.join(first!, other);
  }
}

/** Disjoint sets, each in the order of its members. */
class Sets {
  readonly #packages: readonly Package[];
  readonly #parents = new Map<string, string>();

  constructor(packages: readonly Package[]) {
    this.#packages = packages;
  }

  join(a: Package, b: Package): void {
    const [one, other] = [this.#rootOf(idOf(a)), this.#rootOf(idOf(b))];
    if (one !== other) this.#parents.set(other, one);
  }

  all(): Package[][] {
    return [...Map.groupBy(this.#packages, (one) => this.#rootOf(idOf(one))).values()];
  }

  #rootOf(id: string): string {
    let root = id;
    for (let up = this.#parents.get(root); up !== undefined; up = this.#parents.get(root))
      root = up;
    if (root !== id) this.#parents.set(id, root);
    return root;
  }
}

/** Two manifests may hold packages of one name. */
function idOf(one: Package): string {
  return `${packageKey(one)} ${one.manifest}`;
}
