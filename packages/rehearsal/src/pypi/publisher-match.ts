import type { Claims } from '../oidc/claims.ts';
import { textClaim } from '../oidc/token.ts';
import type { Publisher } from '../state/rows.ts';

/** The publishers an identity stands for, or the reason why there is none. */
export type Match = { readonly publishers: readonly Publisher[] } | { readonly reason: string };

const notFound: Match = { reason: 'Publisher with matching claims was not found' };

/** Warehouse, `models/github.py`: looked up by exact values first, then claim by claim. */
export function matchPublishers(candidates: readonly Publisher[], claims: Claims): Match {
  const absent = demanded.find((name) => claims[name] === undefined);
  if (absent !== undefined) return { reason: `Missing claim '${absent}'` };
  const ref = textClaim(claims, 'job_workflow_ref') ?? '';
  const workflow = calledWorkflow(ref);
  if (workflow === null)
    return { reason: 'Could not job extract workflow filename from OIDC claims' };
  const found = candidates.filter((one) => isLookedUp(one, claims) && one.workflow === workflow);
  const publishers = ofEnvironment(found, textClaim(claims, 'environment'));
  const [publisher] = publishers;
  if (!publisher) return notFound;
  for (const check of claimChecks) {
    const reason = check(publisher, claims);
    if (reason !== null) return { reason };
  }
  return { publishers };
}

const demanded = [
  'repository',
  'repository_owner',
  'repository_owner_id',
  'job_workflow_ref',
  'jti',
  'event_name',
  'ref',
  'sha',
];

/** The called workflow's file: `o/r/.github/workflows/release.yml@refs/tags/v1` → `release.yml`. */
function calledWorkflow(ref: string): string | null {
  return /([^/]+\.(?:yml|yaml))(?=@)/.exec(ref)?.[1] ?? null;
}

/** Letter case counts here: what differs only in it is not found. */
function isLookedUp(publisher: Publisher, claims: Claims): boolean {
  return (
    claims['repository'] === `${publisher.owner}/${publisher.repository}` &&
    claims['repository_owner'] === publisher.owner &&
    claims['repository_owner_id'] === publisher.ownerId
  );
}

/** Publishers of this environment come before those of any. */
function ofEnvironment(found: readonly Publisher[], environment: string | null): Publisher[] {
  const wanted = environment?.toLowerCase();
  const exact = found.filter(
    (one) => one.environment !== null && one.environment.toLowerCase() === wanted,
  );
  return exact.length > 0 ? exact : found.filter((one) => one.environment === null);
}

type ClaimCheck = (publisher: Publisher, claims: Claims) => string | null;

const claimChecks: readonly ClaimCheck[] = [
  (publisher, claims) => workflowProblem(publisher, claims),
  (_publisher, claims) =>
    claims['event_name'] === 'pull_request_target'
      ? "Publishing from a workflow invoked via 'pull_request_target' is not supported."
      : null,
];

/** The whole claim must be the registered file at this run's ref or commit. */
function workflowProblem(
  { owner, repository, workflow }: Publisher,
  claims: Claims,
): string | null {
  const [ref, sha] = [textClaim(claims, 'ref'), textClaim(claims, 'sha')];
  if (!ref && !sha) return 'The ref and sha claims are empty';
  const file = `${owner}/${repository}/.github/workflows/${workflow}`;
  const expected = [ref, sha].filter(Boolean).map((at) => `${file}@${at}`);
  const got = textClaim(claims, 'job_workflow_ref') ?? '';
  if (expected.includes(got)) return null;
  const list = expected.map((one) => `'${one}'`).join(', ');
  return `The job_workflow_ref claim does not match, expecting one of [${list}], got '${got}'`;
}
