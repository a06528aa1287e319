/** A trusted publisher, as an owner registers it at crates.io or PyPI. */
export interface Publisher {
  readonly owner: string;
  /** GitHub's number of the owner when it was registered; null where it is not known. */
  readonly ownerId: string | null;
  readonly repository: string;
  /** The workflow's file name, without a folder. */
  readonly workflow: string;
  /** Null lets any environment in, and none. */
  readonly environment: string | null;
}

/** What a job's OIDC token says, as far as registries look at it. Names are GitHub's. */
export interface RunClaims {
  readonly repository: string;
  readonly repository_owner: string;
  readonly repository_owner_id: string | null;
  readonly event_name: string;
  readonly ref: string;
  /** The workflow that the event started. */
  readonly workflow_ref: string;
  /** The workflow in which the job is written: another one when it was called. */
  readonly job_workflow_ref: string;
  readonly environment: string | null;
}

/** A field in which a run and the publishers of a package differ. */
export interface Refusal {
  readonly field: 'event' | 'repository' | 'owner id' | 'workflow' | 'environment';
  readonly expected: readonly string[];
  readonly got: string;
  /** As the registry words it. */
  readonly text: string;
}

/** The file of a workflow reference: `o/r/.github/workflows/publish.yml@refs/tags/v1` is publish.yml. */
export function workflowFile(ref: string): string | null {
  return /([^/]+\.(?:yml|yaml))(?=@)/.exec(ref)?.[1] ?? null;
}
