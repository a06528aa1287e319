import type { DeploymentPolicy, Publisher } from '../claims/index.ts';

/** What somebody else says; or why it is not known, in the words of "not checked, because …". */
export type Known<T> =
  { readonly known: true; readonly value: T } | { readonly known: false; readonly because: string };

export const known = <T>(value: T): Known<T> => ({ known: true, value });
export const unknown = (because: string): Known<never> => ({ known: false, because });

/** A repository as GitHub has it. */
export interface RepositoryFacts {
  /** "owner/name", in GitHub's own letter case. */
  readonly name: string;
  readonly ownerId: string;
  readonly defaultBranch: string;
}

/** Who reviews a deployment, by GitHub's number. */
export interface Reviewer {
  readonly type: 'User' | 'Team';
  readonly id: number;
}

/** An environment of the repository. */
export interface EnvironmentFacts {
  readonly name: string;
  readonly reviewers: readonly Reviewer[];
  /** Whether nobody reviews what they started themselves, and whether administrators may pass over it. */
  readonly preventsSelfReview: boolean;
  readonly adminsBypass: boolean;
  /** Minutes. */
  readonly waitTimer: number;
  readonly policy: DeploymentPolicy;
}

/** What protects the default branch, by branch protection or by rulesets. */
export interface BranchFacts {
  readonly requiredChecks: readonly string[];
  /** Those of them that any app or service may report, and not GitHub Actions alone. */
  readonly anySource: readonly string[];
  readonly reviews: boolean;
  readonly dismissesStale: boolean;
  readonly upToDate: boolean;
  readonly includesAdministrators: boolean;
}

/** A ruleset that restricts who may make tags. */
export interface TagRuleset {
  readonly name: string;
  /** Patterns of refs: refs/tags/v*, ~ALL. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Whether somebody may make them all the same. */
  readonly hasBypass: boolean;
}

export interface GithubEvidence {
  readonly repository: Known<RepositoryFacts>;
  readonly environments: Known<readonly EnvironmentFacts[]>;
  readonly branch: Known<BranchFacts>;
  /** The names of all rulesets, of which there is one each. */
  readonly rulesets: Known<readonly string[]>;
  readonly tagRulesets: Known<readonly TagRuleset[]>;
  readonly immutableReleases: Known<boolean>;
  /** Names of the secrets, and whose they are: "the repository", "the environment release". */
  readonly secrets: Known<readonly { readonly name: string; readonly place: string }[]>;
}

export interface CrateEvidence {
  readonly name: string;
  readonly exists: Known<boolean>;
  readonly trustedOnly: boolean;
  readonly publishers: Known<readonly Publisher[]>;
  /** "owner/name" whose workflow published the newest version by an identity; null where none did. */
  readonly lastRepository: string | null;
}

export interface ProjectEvidence {
  readonly name: string;
  readonly exists: Known<boolean>;
  readonly publishers: Known<readonly Publisher[]>;
  /**
   * PyPI shows its publishers to nobody: then these are those that the provenance of the last release names,
   * which may have been changed since.
   */
  readonly isOfLastRelease: boolean;
  /** Days since the version that is released now was made there; null where it is not there. */
  readonly age: { readonly version: string; readonly days: number } | null;
}

/** All that is known beside the workflow files. */
export interface Evidence {
  /** "owner/name" of the remote; null where there is none at GitHub. */
  readonly remote: string | null;
  /** The tag that the release will push. */
  readonly tag: string;
  readonly github: GithubEvidence;
  readonly crates: readonly CrateEvidence[];
  readonly projects: readonly ProjectEvidence[];
}

/** Nothing beside the files, because of one and the same. */
export function nothingKnown(
  because: string,
  { remote, tag, crates, projects }: Subject,
): Evidence {
  const no = unknown(because);
  return {
    remote,
    tag,
    github: {
      repository: no,
      environments: no,
      branch: no,
      rulesets: no,
      tagRulesets: no,
      immutableReleases: no,
      secrets: no,
    },
    crates: crates.map((name) => ({
      name,
      exists: no,
      trustedOnly: false,
      publishers: no,
      lastRepository: null,
    })),
    projects: projects.map((name) => ({
      name,
      exists: no,
      publishers: no,
      isOfLastRelease: false,
      age: null,
    })),
  };
}

/** What evidence is about. */
export interface Subject {
  readonly remote: string | null;
  readonly tag: string;
  /** Names of the crates and Python packages that are published. */
  readonly crates: readonly string[];
  readonly projects: readonly string[];
}
