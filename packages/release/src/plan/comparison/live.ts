import { alreadyPublished, foreignName, type Finding } from '../../finding/index.ts';
import {
  withNeeded,
  type Crate,
  type PythonPackage,
  type Repository,
} from '../../manifest/index.ts';
import { sameVersion, toPep440 } from '../../version/index.ts';
import { isPython, packageKey, registryOf } from '../packages/index.ts';
import type { ReleasedVersion } from '../tags/index.ts';

/** What a registry says of one name. */
export interface LivePackage {
  readonly registry: 'crates.io' | 'PyPI';
  readonly name: string;
  /** Every version that it has; empty for a name that is free; null where it could not be asked. */
  readonly versions: readonly string[] | null;
  /** "owner/name" of the GitHub repository that it says the package comes from, or null. */
  readonly repository: string | null;
}

/** What registries have, by `liveKey`. */
export type Live = ReadonlyMap<string, LivePackage>;

export const liveKey = ({ registry, name }: Pick<LivePackage, 'registry' | 'name'>): string =>
  `${registry} ${name}`;

/** The names to ask the registries for: of all packages that are published, or could be. */
export function namesToAsk({
  crates,
  pythons,
}: Repository): Pick<LivePackage, 'registry' | 'name'>[] {
  return [
    ...crates
      .filter(({ publish }) => publish !== 'no')
      .map(({ name }) => ({ registry: 'crates.io' as const, name })),
    ...pythons
      .filter(({ publishable }) => publishable)
      .map(({ name }) => ({ registry: 'PyPI' as const, name })),
  ];
}

/**
 * Takes consent back from crates that crates.io has never seen and that were only taken to be meant
 * for it, unless a crate that is published needs them. Pure; what could not be asked stays as it was.
 */
export function withLive(repository: Repository, live: Live): Repository {
  const isUnseen = ({ name, inferred }: Crate): boolean =>
    inferred && live.get(liveKey({ registry: 'crates.io', name }))?.versions?.length === 0;
  const meant = repository.crates.filter((one) => one.publishable && !isUnseen(one));
  const needed = withNeeded(meant, repository.crates, ({ publishable }) => publishable);
  const crates = repository.crates.map((crate): Crate => {
    if (!isUnseen(crate) || needed.has(crate.manifest)) return crate;
    return { ...crate, publish: 'opt-in', publishable: false };
  });
  return { ...repository, crates };
}

/** Whether the registry has this version of the package already; null where it could not be asked. */
export function isLive(one: Crate | PythonPackage, live: Live): boolean | null {
  const key = liveKey({ registry: registryOf(one), name: one.name });
  const versions = live.get(key)?.versions ?? null;
  if (versions === null) return null;
  const { value, source } = one.version;
  if (!isPython(one)) return versions.includes(value);
  return versions.some((version) =>
    source === 'explicit' ? version === value : sameVersion(value, version),
  );
}

/**
 * What the registries have that stands in the way: these versions (SLW127, once for each version), or
 * a name in other hands (SLW126). Pure. `own` is "owner/name" of this repository, or null where that is
 * not known. What a tag gave away (`released`) is said by SLW114.
 */
export function checkLive(
  repository: Repository,
  live: Live,
  own: string | null,
  released: readonly ReleasedVersion[] = [],
): Finding[] {
  const tagged = new Set(released.flatMap(({ packages }) => packages));
  const published = [...repository.crates, ...repository.pythons].filter((one) => one.publishable);
  const there = published.filter((one) => isLive(one, live) && !tagged.has(packageKey(one)));
  const groups = Map.groupBy(there, (one) => `${registryOf(one)} ${spelled(one)}`);
  return [
    ...[...groups.values()].map((group) => {
      const [first] = group as [Crate | PythonPackage];
      const names = group.map(({ name }) => name);
      const context = { names, version: spelled(first), registry: registryOf(first) };
      return alreadyPublished.at(first.version, context);
    }),
    ...published.flatMap((one) => checkOwner(one, live, own)),
  ];
}

function checkOwner(one: Crate | PythonPackage, live: Live, own: string | null): Finding[] {
  const registry = registryOf(one);
  const { name, manifest } = one;
  const owner = live.get(liveKey({ registry, name }))?.repository ?? null;
  if (owner === null || own === null || owner.toLowerCase() === own.toLowerCase()) return [];
  return [
    foreignName.at({ file: manifest, line: null }, { name, registry, owner, repository: own }),
  ];
}

function spelled(one: Crate | PythonPackage): string {
  const mapped = isPython(one) ? toPep440(one.version.value) : null;
  return mapped?.ok ? mapped.version : one.version.value;
}
