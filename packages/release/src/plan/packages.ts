import type { PythonPackage, Repository, VersionSource } from '../manifest/index.ts';
import { toPep440 } from '../version/index.ts';

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

/** The rows of every package of the repository, with the platforms that wheels are built for. */
export function describePackages(
  repository: Repository,
  targets: readonly string[] = [],
): PackageRow[] {
  const crates = repository.crates.map((crate): PackageRow => ({
    ecosystem: 'cargo',
    name: crate.name,
    version: crate.version.value,
    manifest: crate.manifest,
    versionSource: crate.version.source,
    publish: crate.publishable ? 'yes' : 'no',
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
      interpreters: python.abi3 ? [`abi3-${python.abi3}`] : ['host'],
      manylinux: target.endsWith('-linux-gnu') ? 'manylinux2014' : null,
    })),
    sdist: true,
    crate: python.crate,
  }));
  return [...crates, ...pythons];
}

/** What comes from Cargo is spelled as maturin writes it, where it can be. */
function versionOnPypi({ version }: PythonPackage): string {
  const mapped = version.source === 'explicit' ? null : toPep440(version.value);
  return mapped?.ok ? mapped.version : version.value;
}
