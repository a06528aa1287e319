import type { Identity, Secret } from '../identity/index.ts';
import type { SigstoreEndpoint } from '../ports.ts';

export type DestinationName = 'rehearsal' | 'testpypi' | 'production';

export interface CratesIoEndpoint {
  /** The sparse index, without cargo's `sparse+` prefix, with a final slash. */
  readonly index: string;
  readonly api: string;
  /** The audience its OIDC tokens are for. */
  readonly audience: string;
  /** What cargo needs in its environment to mean this registry by crates.io. */
  readonly cargoEnvironment: Readonly<Record<string, string>>;
  /**
   * An owner's own token, instead of one that an identity is exchanged for: the first version of a crate, an
   * emergency.
   */
  readonly ownToken?: Secret;
}

export interface PypiEndpoint {
  readonly title: 'PyPI' | 'TestPyPI';
  /** The legacy upload API, with a final slash. */
  readonly upload: string;
  /** The simple repository API (PEP 503, 691), with a final slash. */
  readonly simple: string;
  /** Base of the JSON API, with a final slash: `{json}{name}/json`. */
  readonly json: string;
  /** Base of the integrity API (PEP 740), with a final slash. */
  readonly integrity: string;
  /** Base of audience, mint-token and burn-token. */
  readonly oidc: string;
  /** An owner's own token, in an emergency. */
  readonly ownToken?: Secret;
}

export interface GithubEndpoint {
  readonly api: string;
  readonly uploads: string;
  /** null: only what everybody may see is asked for. */
  readonly token: Secret | null;
}

/** Where a release goes. The rehearsal and the real places differ in nothing but this value. */
export interface Destination {
  readonly name: DestinationName;
  /** "owner/name" on GitHub, or null when there is none. */
  readonly repository: string | null;
  /** null: no crates go there. */
  readonly cratesIo: CratesIoEndpoint | null;
  readonly pypi: PypiEndpoint;
  /** null: no GitHub release is made. */
  readonly github: GithubEndpoint | null;
  readonly identity: Identity;
  /** Who signs what Python files are; null: they are uploaded without attestations. */
  readonly sigstore: SigstoreEndpoint | null;
}
