/** What the rehearsal's registries remember. Instants are milliseconds since 1970-01-01 UTC. */

export type RegistryName = 'crates-io' | 'pypi' | 'testpypi';
export type PypiName = Exclude<RegistryName, 'crates-io'>;

/** A trusted publisher: who may exchange a workflow's identity for a token, and for which package. */
export interface Publisher {
  readonly id: number;
  readonly registry: RegistryName;
  readonly name: string;
  readonly owner: string;
  readonly ownerId: string;
  readonly repository: string;
  readonly workflow: string;
  readonly environment: string | null;
  /** PyPI only: the project does not exist yet; the first exchange creates it. */
  readonly pending: boolean;
  readonly createdAt: number;
}

/** A token that an exchange issued. The token itself is not kept, only the key of this row. */
export interface Token {
  readonly registry: RegistryName;
  /** Canonical names of the packages that it may publish. */
  readonly scope: readonly string[];
  readonly publishers: readonly number[];
  readonly run: { readonly repository: string; readonly runId: string; readonly sha: string };
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number | null;
  readonly revoked: boolean;
}

/** How often a file's bytes came: `uploads` counts each time, `accepted` those answered with success. */
export interface Arrivals {
  readonly uploads: number;
  readonly accepted: number;
}

export interface CrateVersion extends Arrivals {
  readonly num: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly yanked: boolean;
  readonly publishedAt: number;
  /** From then on the index shows it. */
  readonly visibleAt: number;
  /** The workflow run whose token published it, or null for an API token. */
  readonly run: Token['run'] | null;
  readonly index: IndexFields;
  readonly description: string;
  readonly license: string;
}

/** The part of an index line that the uploaded metadata decides. */
export interface IndexFields {
  readonly deps: readonly IndexDependency[];
  readonly features: Readonly<Record<string, readonly string[]>>;
  readonly features2?: Readonly<Record<string, readonly string[]>>;
  readonly links?: string;
  readonly rust_version?: string;
}

export interface IndexDependency {
  readonly name: string;
  readonly req: string;
  readonly features: readonly string[];
  readonly optional: boolean;
  readonly default_features: boolean;
  readonly target: string | null;
  readonly kind: string;
  readonly package?: string;
}

/** A package of somebody else (`foreign`) refuses the owner's token. */
interface Owned {
  readonly name: string;
  readonly owner: string;
  readonly foreign: boolean;
  readonly createdAt: number;
}

export interface Crate extends Owned {
  readonly trustpubOnly: boolean;
  /** The public registry's versions of this name are shown as well. */
  readonly mirror: boolean;
  readonly versions: readonly CrateVersion[];
}

export interface PypiFile extends Arrivals {
  readonly file: string;
  readonly sha256: string;
  readonly md5: string;
  readonly blake2: string;
  readonly bytes: number;
  readonly packagetype: string;
  readonly pythonVersion: string;
  readonly requiresPython: string | null;
  /** SHA-256 of the METADATA file of a wheel (PEP 658), which is kept as a blob of its own. */
  readonly metadata: string | null;
  /** SHA-256 of its provenance (PEP 740), a blob as well. */
  readonly provenance: string | null;
  readonly uploadedAt: number;
}

export interface PypiRelease {
  readonly version: string;
  readonly createdAt: number;
  readonly summary: string;
  readonly requiresPython: string | null;
  readonly requiresDist: readonly string[];
  readonly files: readonly PypiFile[];
}

export interface Project extends Owned {
  readonly registry: PypiName;
  readonly releases: readonly PypiRelease[];
  /** File names that are never free again. */
  readonly deleted: readonly string[];
}

/** An identity token that was exchanged: it is not exchanged twice. */
export interface UsedIdentity {
  readonly until: number;
}

export interface GithubAsset extends Arrivals {
  readonly id: number;
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly createdAt: number;
}

export interface GithubRelease {
  readonly id: number;
  /** "owner/name" */
  readonly repository: string;
  readonly tag: string;
  readonly target: string;
  readonly title: string | null;
  readonly notes: string | null;
  readonly draft: boolean;
  readonly prerelease: boolean;
  readonly immutable: boolean;
  readonly createdAt: number;
  readonly publishedAt: number | null;
  readonly assets: readonly GithubAsset[];
}

export interface GithubRepository {
  readonly immutableReleases: boolean;
  /** Tags that an immutable release used; they are not free again. */
  readonly spentTags: readonly string[];
}
