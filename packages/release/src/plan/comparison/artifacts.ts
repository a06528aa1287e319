/** A registry, as the report names it. */
export type RegistryName = 'crates.io' | 'PyPI' | 'TestPyPI' | 'GitHub Releases';

export type ArtifactKind = 'crate' | 'sdist' | 'wheel' | 'sbom' | 'checksums' | 'attestation';

/** A file that was built and checked, and is to be uploaded as it is. */
export interface Artifact {
  readonly kind: ArtifactKind;
  readonly package: string;
  /** As the registry of this kind spells it. */
  readonly version: string;
  /** The file's name at the registry. */
  readonly file: string;
  /** Where it lies, relative to the repository. */
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Where, from what and with what something was built. */
export interface Origin {
  /** The commit that was built. */
  readonly commit: string | null;
  /** What that commit holds, as git's tree object: another commit may hold the same, as after a squash. */
  readonly tree: string | null;
  readonly runner: Runner;
  /** The run of GitHub Actions; null elsewhere. */
  readonly run: Run | null;
  readonly toolchain: Toolchain;
}

/** A machine that builds. */
export interface Runner {
  /** Its own Rust target triple. */
  readonly host: string;
  /** As GitHub calls its image: `ubuntu24 20261101.1`; null elsewhere. */
  readonly image: string | null;
}

/** One attempt of a workflow run, by GitHub's variables. */
export interface Run {
  readonly repository: string;
  readonly id: string;
  readonly attempt: string;
  readonly event: string;
  readonly ref: string;
  readonly job: string;
}

/** Versions of what compiled it, as each program tells its own. */
export type Toolchain = Readonly<Record<string, string>>;

/** What a build left: kept beside its files, and the only thing later stages go on from. */
export interface BuildRecord extends Origin {
  readonly schema: 'slipway.artifacts/1';
  readonly package: string;
  /** The Rust target triple, for wheels. */
  readonly target: string | null;
  readonly artifacts: readonly Artifact[];
  /** The builds that were put together here, where there was more than one. */
  readonly builds?: readonly (Origin & { readonly target: string | null })[];
}
