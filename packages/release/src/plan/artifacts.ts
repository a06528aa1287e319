/** A registry, as the report names it. */
export type RegistryName = 'crates.io' | 'PyPI' | 'TestPyPI' | 'GitHub Releases';

export type ArtifactKind = 'crate' | 'sdist' | 'wheel' | 'checksums';

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

/** What a build left: kept beside its files, and the only thing later stages go on from. */
export interface BuildRecord {
  readonly schema: 'slipway.artifacts/1';
  readonly package: string;
  /** The commit that was built. */
  readonly commit: string | null;
  /** The Rust target triple, for wheels. */
  readonly target: string | null;
  readonly artifacts: readonly Artifact[];
}
