import type { DeploymentRule, Publisher } from '../claims/index.ts';
import type { Reviewer } from '../evidence/index.ts';

/** What a repository ought to be set up with. */
export interface Wanted {
  /** "owner/name", as GitHub spells it. */
  readonly repository: string;
  /** Those that the publishing jobs name. */
  readonly environments: readonly string[];
  /** Who is to review a deployment, beside those who do; none for no review. */
  readonly reviewers: readonly Reviewer[];
  /** Minutes; null leaves it as it is. */
  readonly waitTimer: number | null;
  readonly rules: readonly DeploymentRule[];
  readonly branch: string;
  /** Names of checks that the branch is to require. */
  readonly checks: readonly string[];
  /** Tags that only those who may pass the ruleset make, change or delete: refs/tags/v*. */
  readonly tags: readonly string[];
  /**
   * What each registry compares: crates.io the workflow that starts, PyPI the one that holds the job. Where several
   * jobs publish, one of them is enough for a package, and the first is registered where it has none.
   */
  readonly publishers: Readonly<Record<'crates.io' | 'PyPI', readonly [Publisher, ...Publisher[]]>>;
  /** File names of the workflows that are there. */
  readonly workflows: readonly string[];
}

/** A request that changes something. */
export interface SetupRequest {
  readonly to: 'GitHub' | 'crates.io';
  readonly method: 'PUT' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body: object;
  /** What the token must be allowed to. */
  readonly needs: string;
}

/** One difference between what is and what ought to be. */
export interface SetupStep {
  readonly title: string;
  /** What closes it, in this order; empty for what only people can do. */
  readonly requests: readonly SetupRequest[];
  /** For people: where, and the values to type in. */
  readonly byHand: {
    readonly page: string;
    readonly values: readonly (readonly [string, string])[];
  } | null;
}

/** What is there, and can be no use. */
export interface Superfluous {
  readonly title: string;
  /** Where people take it away. */
  readonly page: string;
  /** The same for a shell; null where the registry tells no number of it. */
  readonly command: string | null;
}

/** What a token needs to change settings of a repository. */
export const administration = 'Administration: write';
