import type { Crate, PythonPackage, Repository, VersionSource } from '../manifest/index.ts';
import { toPep440 } from '../version/index.ts';

/** Whether a package is a Python one. */
export function isPython(one: Crate | PythonPackage): one is PythonPackage {
  return 'module' in one;
}

/** Where a package is published. */
export function registryOf(one: Crate | PythonPackage): 'crates.io' | 'PyPI' {
  return isPython(one) ? 'PyPI' : 'crates.io';
}

/** Tells packages apart: a crate and a Python package may have one name. */
export function packageKey(one: Crate | PythonPackage): string {
  return `${isPython(one) ? 'python' : 'cargo'} ${one.name}`;
}

/** The name in a key. */
export function nameOf(key: string): string {
  return key.slice(key.indexOf(' ') + 1);
}

/** A package as the report names it. */
export interface PackageRow {
  readonly ecosystem: 'cargo' | 'python';
  readonly name: string;
  readonly version: string;
  readonly manifest: string;
  readonly versionSource: VersionSource;
  readonly publish: 'yes' | 'no' | 'opt-in';
  readonly platforms?: readonly PlatformRow[];
  readonly sdist?: boolean;
  /** The crate that a Python package is built from. */
  readonly crate?: string;
}

export interface PlatformRow {
  /** Rust target triple. */
  readonly target: string;
  /** "abi3-3.9", or the versions of the interpreters. */
  readonly interpreters: readonly string[];
  readonly manylinux: string | null;
}

/** What wheels are built for. */
export interface WheelMatrix {
  /** Rust target triples. */
  readonly targets: readonly string[];
  /** For packages without the stable ABI; the host's when empty. */
  readonly interpreters?: readonly string[];
  /** The policy of Linux wheels. */
  readonly manylinux?: string;
}

/** The policy of Linux wheels where nothing else is said: what zig makes, and most machines take. */
export const usualManylinux = 'manylinux2014';

/** The rows of every package of the repository, with the platforms that wheels are built for. */
export function describePackages(
  repository: Repository,
  { targets, interpreters = [], manylinux = usualManylinux }: WheelMatrix = { targets: [] },
): PackageRow[] {
  const others = interpreters.length > 0 ? interpreters : ['host'];
  const crates = repository.crates.map((crate): PackageRow => ({
    ecosystem: 'cargo',
    name: crate.name,
    version: crate.version.value,
    manifest: crate.manifest,
    versionSource: crate.version.source,
    publish: crate.publish === 'unsaid' ? 'opt-in' : crate.publish,
  }));
  const pythons = repository.pythons.map((python): PackageRow => ({
    ecosystem: 'python',
    name: python.name,
    version: versionOnPypi(python),
    manifest: python.manifest,
    versionSource: python.version.source,
    publish: python.publishable ? 'yes' : 'no',
    platforms: targets.map((target) => ({
      target,
      interpreters: python.abi3 ? [`abi3-${python.abi3}`] : others,
      manylinux: /-linux-gnu/.test(target) ? manylinux : null,
    })),
    sdist: true,
    crate: python.crate,
  }));
  const elsewhere = repository.others.map(({ name, version, manifest }): PackageRow => ({
    ecosystem: 'python',
    name,
    version: version ?? 'dynamic',
    manifest,
    versionSource: version === null ? 'dynamic' : 'explicit',
    publish: 'no',
    platforms: [],
    sdist: false,
  }));
  return [...crates, ...pythons, ...elsewhere];
}

/** What comes from Cargo is spelled as maturin writes it, where it can be. */
export function versionOnPypi({ version }: PythonPackage): string {
  const mapped = version.source === 'explicit' ? null : toPep440(version.value);
  return mapped?.ok ? mapped.version : version.value;
}
