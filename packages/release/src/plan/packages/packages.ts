import type { Crate, PythonPackage, Repository, VersionSource } from '../../manifest/index.ts';
import { toPep440 } from '../../version/index.ts';
import { wantedWheels } from './wheels.ts';

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

/** A platform that wheels are to be built for. */
export interface WheelPlatform {
  /** Rust target triple. */
  readonly target: string;
  /** For what the stable ABI does not serve; the host's when empty. */
  readonly interpreters?: readonly string[];
  /** The policy of Linux wheels. */
  readonly manylinux?: string;
}

/** The policy of Linux wheels where nothing else is said: what zig makes, and most machines take. */
export const usualManylinux = 'manylinux2014';

/** The same for musl: Alpine 3.13 and younger. */
const usualMusllinux = 'musllinux_1_2';

/** The rows of every package of the repository, with the platforms that wheels are built for. */
export function describePackages(
  repository: Repository,
  platforms: readonly WheelPlatform[] = [],
): PackageRow[] {
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
    platforms: platforms.map((platform) => platformRow(python, platform)),
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

function platformRow(
  { abi3 }: PythonPackage,
  { target, interpreters = [], manylinux = usualManylinux }: WheelPlatform,
): PlatformRow {
  const served = wantedWheels(abi3, interpreters).flatMap((wheel) =>
    wheel.abi === 'abi3' ? [`abi3-${abi3}`] : wheel.interpreters,
  );
  return {
    target,
    interpreters: served.length > 0 ? served : ['host'],
    manylinux: /-linux-(gnu|musl)/.test(target) ? policyFor(target, manylinux) : null,
  };
}

/** A policy names the C library that it is for; of the other one the usual policy holds. */
export function policyFor(target: string, policy: string | undefined): string {
  const isMusl = target.includes('-linux-musl');
  const fits = policy !== undefined && policy.startsWith('musllinux') === isMusl;
  return fits ? policy : isMusl ? usualMusllinux : usualManylinux;
}

/** What comes from Cargo is spelled as maturin writes it, where it can be. */
export function versionOnPypi({ version }: PythonPackage): string {
  const mapped = version.source === 'explicit' ? null : toPep440(version.value);
  return mapped?.ok ? mapped.version : version.value;
}
