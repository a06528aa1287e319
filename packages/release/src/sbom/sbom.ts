import type * as CycloneDx from '@cyclonedx/cyclonedx-library';
import { normalizedName } from '../manifest/index.ts';
import type { Artifact } from '../plan/index.ts';
import { readLocked, type LockedPackage } from './locked.ts';

/** A package of the release, with what it was published as and what it is made of. */
export interface SbomPackage {
  /** The type of its package URL. */
  readonly type: 'cargo' | 'pypi';
  readonly name: string;
  readonly version: string;
  /** The crate that its Cargo.lock has it under. */
  readonly crate: string;
  readonly artifacts: readonly Artifact[];
  /** The Cargo.lock inside its `.crate` or its sdist; null where there is none. */
  readonly lock: string | null;
}

/** What the bill is of. */
export interface SbomSubject {
  /** "owner/name", or another name where nobody knows. */
  readonly name: string;
  readonly version: string;
  /** ISO 8601. */
  readonly date: string;
}

type Library = typeof CycloneDx;
type Component = CycloneDx.Models.Component;

/**
 * The bill of materials of a release, CycloneDX 1.6 as JSON (ECMA-424): each package with its files and their
 * SHA-256, and all that their lock files name, with who needs what. The same input gives the same text.
 */
export async function releaseSbom(
  subject: SbomSubject,
  packages: readonly SbomPackage[],
): Promise<string> {
  const library = await import('@cyclonedx/cyclonedx-library');
  const { Models: models, Enums, Serialize, Spec } = library;
  const { name, version, date } = subject;
  const bomRef = `release ${version}`;
  const whole = new models.Component(Enums.ComponentType.Application, name, { version, bomRef });
  const components = componentsOf(packages, whole, library);
  const metadata = new models.Metadata({ timestamp: new Date(date), component: whole });
  const bom = new models.Bom({ metadata, components });
  const normalizer = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  const options = { sortLists: true, space: 2 };
  return `${new Serialize.JsonSerializer(normalizer).serialize(bom, options)}\n`;
}

/** The packages, which `whole` is made of, and what they need; each once, by its package URL. */
function componentsOf(
  packages: readonly SbomPackage[],
  whole: Component,
  library: Library,
): CycloneDx.Models.ComponentRepository {
  const known = new Map<string, Component>();
  const seen = new Set<Component>();
  const componentOf = (type: SbomPackage['type'], name: string, version: string): Component => {
    const purl = packageUrl(type, name, version);
    const found = known.get(purl) ?? libraryOf(name, version, purl, library);
    known.set(purl, found);
    return found;
  };
  const addLocked = (one: LockedPackage, into: Component): void => {
    if (seen.has(into)) return;
    seen.add(into);
    if (one.checksum !== null) setHash(into, one.checksum, library);
    for (const needed of one.dependencies) {
      const component = componentOf('cargo', needed.name, needed.version);
      into.dependencies.add(component.bomRef);
      addLocked(needed, component);
    }
  };
  for (const { type, name, version, crate, artifacts, lock } of packages) {
    const component = componentOf(type, name, version);
    whole.dependencies.add(component.bomRef);
    for (const artifact of artifacts) component.components.add(fileOf(artifact, library));
    const own = readLocked(lock ?? '').find((one) => one.name === crate && !one.isForeign);
    if (own) addLocked(own, component);
  }
  return new library.Models.ComponentRepository(known.values());
}

function libraryOf(
  name: string,
  version: string,
  purl: string,
  { Models: models, Enums }: Library,
): Component {
  return new models.Component(Enums.ComponentType.Library, name, { version, purl, bomRef: purl });
}

function fileOf({ file, sha256 }: Artifact, library: Library): Component {
  const { Models: models, Enums } = library;
  const component = new models.Component(Enums.ComponentType.File, file, { bomRef: file });
  setHash(component, sha256, library);
  return component;
}

function setHash(component: Component, sha256: string, { Enums }: Library): void {
  component.hashes.set(Enums.HashAlgorithm['SHA-256'], sha256);
}

/** https://github.com/package-url/purl-spec */
function packageUrl(type: SbomPackage['type'], name: string, version: string): string {
  const shown = type === 'pypi' ? normalizedName(name) : name;
  return `pkg:${type}/${encodeURIComponent(shown)}@${encodeURIComponent(version)}`;
}
