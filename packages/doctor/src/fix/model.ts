import type { DeploymentRule } from '../claims/index.ts';
import type { Publisher } from '../claims/index.ts';

/** What a repository ought to be set up with. */
export interface Wanted {
  /** "owner/name", as GitHub spells it. */
  readonly repository: string;
  readonly environment: string;
  /** GitHub's numbers of the people who review a deployment; none for no review. */
  readonly reviewers: readonly number[];
  /** Minutes. */
  readonly waitTimer: number;
  readonly rules: readonly DeploymentRule[];
  readonly branch: string;
  /** Names of checks that the branch is to require. */
  readonly checks: readonly string[];
  /** Tags that only those who may pass the ruleset make, change or delete: refs/tags/v*. */
  readonly tags: string;
  readonly publisher: Publisher;
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
