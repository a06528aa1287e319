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
  /** The registry's own number of it, where it tells one. */
  readonly id?: string | null;
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

export type Field = 'event' | 'repository' | 'owner id' | 'workflow' | 'environment';

/** A field in which a run and the publishers of a package differ. */
export interface Difference {
  readonly field: Field;
  readonly expected: readonly string[];
  readonly got: string;
}

/** Why a registry gives a run no token. */
export interface Refusal {
  /** Every field that differs from the publishers that come nearest, the registry's own complaint first. */
  readonly differences: readonly [Difference, ...Difference[]];
  /** As the registry words it. */
  readonly text: string;
}

/** How a registry compares one field of a publisher with a run. */
export interface FieldRule {
  readonly field: Field;
  readonly expected: (publisher: Publisher) => string;
  readonly got: (claims: RunClaims) => string;
  readonly matches: (publisher: Publisher, claims: RunClaims) => boolean;
}

/**
 * Compares field by field, in the order of the rules: each narrows the publishers down to those that match.
 * Where none does, the field differs, and those before it stay for the next. None at all differ in the first.
 */
export function differencesOf(
  publishers: readonly Publisher[],
  claims: RunClaims,
  rules: readonly FieldRule[],
): Difference[] {
  let left = publishers;
  const differences: Difference[] = [];
  for (const { field, expected, got, matches } of rules) {
    const matching = left.filter((one) => matches(one, claims));
    if (matching.length > 0) left = matching;
    else differences.push({ field, expected: [...new Set(left.map(expected))], got: got(claims) });
  }
  return publishers.length > 0 ? differences : differences.slice(0, 1);
}

/** Whose repository it is. A number that one side does not know is taken for the same. */
export const ownerRule: FieldRule = {
  field: 'owner id',
  expected: ({ ownerId }) => ownerId ?? '',
  got: (claims) => claims.repository_owner_id ?? '',
  matches: ({ ownerId }, { repository_owner_id: id }) =>
    ownerId === null || id === null || ownerId === id,
};

/** Both registries take a name in any letter case, and a publisher without one for any. */
export const environmentRule: FieldRule = {
  field: 'environment',
  expected: ({ environment }) => environment ?? '',
  got: (claims) => claims.environment ?? 'none',
  matches: (publisher, claims) =>
    publisher.environment === null ||
    publisher.environment.toLowerCase() === claims.environment?.toLowerCase(),
};

/** "owner/name" of a publisher. */
export function repositoryOf({ owner, repository }: Publisher): string {
  return `${owner}/${repository}`;
}

/** The file of a workflow reference: `o/r/.github/workflows/publish.yml@refs/tags/v1` is publish.yml. */
export function workflowFile(ref: string): string | null {
  return /([^/]+\.(?:yml|yaml))(?=@)/.exec(ref)?.[1] ?? null;
}
