import type { Finding, Location } from '../finding/index.ts';

/** Where a package's version comes from. */
export type VersionSource = 'explicit' | 'inherited' | 'cargo' | 'dynamic';

/** A version as a manifest states it, and the line that states it. */
export interface StatedVersion extends Location {
  readonly value: string;
  readonly source: VersionSource;
}

export type DependencyKind = 'normal' | 'build' | 'dev';

/** A dependency of one crate of the repository on another one of it, by path. */
export interface InternalDependency extends Location {
  /** The package's name, also where the manifest renames it. */
  readonly name: string;
  readonly kind: DependencyKind;
  /** The version requirement; null for a dependency by path alone. */
  readonly requirement: string | null;
  /** The manifest it leads to, relative to the repository. */
  readonly manifest: string;
}

/** A Cargo package. Paths are relative to the repository, with forward slashes. */
export interface Crate {
  readonly name: string;
  readonly manifest: string;
  /** The line that names it. */
  readonly line: number | null;
  /** The folder of the manifest; '' for the repository's root. */
  readonly directory: string;
  readonly version: StatedVersion;
  /**
   * "no" for `publish = false`, for registries other than crates.io alone, without a version, and
   * where `[package.metadata.release]` opts out; "unsaid" where nothing is written, until
   * `readRepository` has decided: "opt-in" waits for a word of the project.
   */
  readonly publish: 'yes' | 'no' | 'opt-in' | 'unsaid';
  /** Whether "yes" was only taken from what the manifest has: nobody wrote it down. */
  readonly inferred: boolean;
  /** Whether `publish` is "yes". */
  readonly publishable: boolean;
  readonly description: string | null;
  readonly license: string | null;
  readonly licenseFile: string | null;
  readonly dependencies: readonly InternalDependency[];
  /** The folder of the Cargo workspace it belongs to; its own when it has none. */
  readonly workspace: string;
  /** Whether its library is a cdylib and nothing else: then `cargo test` cannot link it for Python. */
  readonly cdylibOnly: boolean;
}

/** A Python distribution that maturin builds. */
export interface PythonPackage {
  /** The name as written; compare with `normalizedName`. */
  readonly name: string;
  /** PEP 503. */
  readonly normalizedName: string;
  readonly manifest: string;
  readonly directory: string;
  readonly version: StatedVersion;
  /** False with a classifier `Private :: …`, which PyPI refuses. */
  readonly publishable: boolean;
  /** Manifest of the crate that maturin builds, relative to the repository. */
  readonly crateManifest: string;
  readonly crate: string;
  /** `tool.maturin.module-name` or what maturin takes when it is absent: what to import. */
  readonly module: string;
  readonly requiresPython: string | null;
  /** CPython minor of the stable ABI that the binding crate asks of PyO3 (`abi3-py39` → "3.9"), or null. */
  readonly abi3: string | null;
  /** Test requirements: dependency group or extra named test, tests, testing or dev. */
  readonly testRequirements: readonly string[];
  /** Folders or files for pytest, relative to the repository; empty when there are none. */
  readonly tests: readonly string[];
}

/** A Python package that something else than maturin builds. */
export interface OtherPackage {
  readonly name: string;
  /** null where it is not written in pyproject.toml. */
  readonly version: string | null;
  /** The keys that lead to the version, with dots between them. */
  readonly versionPath: string;
  readonly manifest: string;
  readonly directory: string;
  readonly line: number | null;
  /** The manifest of the crate in its folder, or null. */
  readonly crateManifest: string | null;
  /** Whether it is built from Rust, by setuptools-rust. */
  readonly isRust: boolean;
  /** PEP 517. */
  readonly backend: string;
}

/** A folder with its own Cargo.lock. */
export interface CargoWorkspace {
  readonly directory: string;
  readonly manifest: string;
  /** The names that `[patch.crates-io]` replaces, and its line. */
  readonly patched: readonly string[];
  readonly patchLine: number | null;
  /** null where no Cargo.lock is kept. */
  readonly lock: CargoLock | null;
}

export interface CargoLock {
  readonly file: string;
  /** Packages without a source: the workspace's own. */
  readonly local: readonly {
    readonly name: string;
    readonly version: string;
    readonly line: number;
  }[];
}

/** What the manifests of a repository say. */
export interface Repository {
  readonly crates: readonly Crate[];
  readonly pythons: readonly PythonPackage[];
  readonly others: readonly OtherPackage[];
  readonly workspaces: readonly CargoWorkspace[];
  /** Manifests that are examples, fixtures or templates of something, and no packages. */
  readonly aside: readonly string[];
  readonly findings: readonly Finding[];
}
