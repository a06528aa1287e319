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

/** A token that a person made by hand, kept by its fingerprint. Null: not limited in this respect. */
export interface ApiToken {
  readonly registry: RegistryName | 'github';
  /** crates.io: endpoints such as `yank`; GitHub: permissions such as `contents:write`. */
  readonly scopes: readonly string[] | null;
  /** Crates (`serde-*` for many), a PyPI project, or GitHub repositories. */
  readonly packages: readonly string[] | null;
  readonly expiresAt: number | null;
}

/** The owner's account at a registry. */
export interface Account {
  readonly verifiedEmail: boolean;
  /** PyPI lets nobody upload without it. */
  readonly twoFactor: boolean;
  readonly locked: { readonly until: number | null; readonly reason: string } | null;
  /** What this owner may do at once, where it is not the usual number; by action. */
  readonly bursts: Readonly<Record<string, number>>;
  /** Versions of one crate in 24 hours, or null. */
  readonly versionsDaily: number | null;
}

/** What a registry as a whole does not do at the moment. */
export type SiteMode =
  | 'open'
  | 'read-only'
  | 'no-uploads'
  | 'no-new-projects'
  | 'no-trusted-publishing'
  | 'no-burn-token';

export interface SiteSettings {
  readonly mode: SiteMode;
  /** Values of `User-Agent` that crates.io serves no more. */
  readonly blockedAgents: readonly string[];
}

/** A token bucket: what is left of it, and when it was last filled up. */
export interface Bucket {
  readonly tokens: number;
  readonly filledAt: number;
}

/** A crate that was deleted: its name is free again only later. */
export interface DeletedName {
  readonly freeAt: number;
}

/** How often a file's bytes came: `uploads` counts each time, `accepted` those answered with success. */
export interface Arrivals {
  readonly uploads: number;
  readonly accepted: number;
}

/** When an index shows something that was published. */
export interface Showing {
  /** From then on it is there. */
  readonly visibleAt: number;
  /** Until then in every other answer only. */
  readonly settledAt?: number;
}

export interface CrateVersion extends Arrivals, Showing {
  readonly num: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly yanked: boolean;
  /** Why, as its owner said; none where nothing was said. */
  readonly yankMessage?: string;
  readonly publishedAt: number;
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

export interface PypiFile extends Arrivals, Partial<Showing> {
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
  /** Its owner's doing, on the registry's pages. */
  readonly yanked?: boolean;
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

/** Only an active project takes uploads. */
export type ProjectStatus = 'active' | 'archived' | 'quarantined' | 'inactive-organization';

export interface Project extends Owned {
  readonly registry: PypiName;
  readonly status?: ProjectStatus;
  /** A person's first upload created it. */
  readonly byUser?: boolean;
  /** Bytes of a file, and of all files together, where they are not the usual ones. */
  readonly fileLimit?: number;
  readonly totalLimit?: number;
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
  /** Its upload broke off: the name is taken, and there is no file. */
  readonly isStarter?: boolean;
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

/** What a job must pass before it runs in an environment. */
export interface GithubEnvironment {
  readonly id: number;
  readonly name: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Minutes. */
  readonly waitTimer: number;
  readonly preventSelfReview: boolean;
  readonly reviewers: readonly { readonly type: 'User' | 'Team'; readonly id: number }[];
  readonly canAdminsBypass: boolean;
  readonly refs: 'all' | 'protected' | 'custom';
  readonly policies: readonly DeploymentPolicy[];
}

/** Which branches or tags may deploy: a pattern of `File.fnmatch`. */
export interface DeploymentPolicy {
  readonly id: number;
  readonly name: string;
  readonly type: 'branch' | 'tag';
}

/** A ruleset as it was given, with its number. */
export interface Ruleset {
  readonly id: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly given: Readonly<Record<string, unknown>>;
}

export interface GithubIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly state: 'open' | 'closed';
  readonly stateReason: string | null;
  readonly author: string;
  /** Whether an app wrote it, as a workflow run is. */
  readonly byBot: boolean;
  readonly createdAt: number;
  readonly comments: readonly string[];
}

export interface GithubRepository {
  readonly issues: readonly GithubIssue[];
  /** "Owner/name" in the letter case that was said first, or null. */
  readonly fullName: string | null;
  readonly visibility: 'public' | 'private';
  /** What a private repository of a free account cannot have. */
  readonly plan: 'free' | 'paid';
  readonly defaultBranch: string;
  readonly immutableReleases: boolean;
  /** Tags that an immutable release used; they are not free again. */
  readonly spentTags: readonly string[];
  readonly environments: readonly GithubEnvironment[];
  /** By branch: the protection as GitHub shows it. */
  readonly protections: Readonly<Record<string, object>>;
  readonly rulesets: readonly Ruleset[];
  readonly attestations: readonly {
    readonly id: number;
    /** Digests of the files that it speaks of, `sha256:…`. */
    readonly subjects: readonly string[];
    readonly bundle: object;
  }[];
  /** By full name, `refs/tags/v1`: the commit. */
  readonly refs: Readonly<Record<string, string>>;
}

/** A job of a run that wants into an environment. */
export interface Deployment {
  /** "owner/name" in lower case. */
  readonly repository: string;
  readonly runId: string;
  readonly environment: string;
  readonly createdAt: number;
  readonly review: 'waiting' | 'approved' | 'rejected';
}
