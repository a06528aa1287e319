import { workflowFile, type Publisher, type Refusal, type RunClaims } from './publisher.ts';

const notFound = 'invalid-publisher: valid token, but no corresponding publisher';
const unmatched = `${notFound} (Publisher with matching claims was not found)`;

/**
 * Why PyPI would give a run no token; null when a publisher matches. As `warehouse/oidc/models/github.py`
 * has it: owner, repository, owner id and file are looked up exactly, letter case included; the file is that of
 * `job_workflow_ref`, the called workflow; an environment matches in any case.
 */
export function refusedByPypi(publishers: readonly Publisher[], claims: RunClaims): Refusal | null {
  const { repository, repository_owner_id: id, event_name: event } = claims;
  const refuse = (field: Refusal['field'], expected: readonly string[], got: string): Refusal => ({
    field,
    expected,
    got,
    text: unmatched,
  });
  const named = publishers.filter((one) => `${one.owner}/${one.repository}` === repository);
  if (named.length === 0) {
    const expected = publishers.map((one) => `${one.owner}/${one.repository}`);
    return refuse('repository', expected, repository);
  }
  const owned = named.filter(({ ownerId }) => ownerId === null || id === null || ownerId === id);
  if (owned.length === 0) {
    return refuse(
      'owner id',
      named.map(({ ownerId }) => ownerId ?? ''),
      id ?? '',
    );
  }
  const file = workflowFile(claims.job_workflow_ref) ?? '';
  const ofFile = owned.filter(({ workflow }) => workflow === file);
  if (ofFile.length === 0) {
    return refuse(
      'workflow',
      owned.map(({ workflow }) => workflow),
      file,
    );
  }
  const environment = claims.environment?.toLowerCase() ?? null;
  const matching = ofFile.filter(
    (one) => one.environment === null || one.environment.toLowerCase() === environment,
  );
  if (matching.length === 0) {
    return refuse(
      'environment',
      ofFile.map((one) => one.environment ?? ''),
      claims.environment ?? 'none',
    );
  }
  return refusedAfterLookup(matching[0]!, file, claims) ?? refusedEvent(event);
}

/** The whole claim must be the registered file in this repository: one called from elsewhere never is. */
function refusedAfterLookup(
  { owner, repository, workflow }: Publisher,
  file: string,
  { job_workflow_ref: got, ref }: RunClaims,
): Refusal | null {
  const expected = `${owner}/${repository}/.github/workflows/${workflow}@${ref}`;
  if (got.startsWith(`${owner}/${repository}/.github/workflows/${file}@`)) return null;
  const text = `${notFound} (The job_workflow_ref claim does not match, expecting one of ['${expected}'], got '${got}')`;
  return { field: 'workflow', expected: [expected], got, text };
}

/** Unlike crates.io, PyPI takes runs of `workflow_run`. */
function refusedEvent(event: string): Refusal | null {
  if (event !== 'pull_request_target') return null;
  const text = `${notFound} (Publishing from a workflow invoked via 'pull_request_target' is not supported.)`;
  return { field: 'event', expected: ['push', 'release', 'workflow_dispatch'], got: event, text };
}

/**
 * Why PyPI would refuse the attestations of a run whose token it took: the certificate names the workflow
 * that the event started, and PyPI compares that with the publisher; null where both are one.
 */
export function attestationsRefused({ workflow }: Publisher, claims: RunClaims): string | null {
  const started = workflowFile(claims.workflow_ref);
  if (started === null || started === workflow) return null;
  return `Could not verify the uploaded artifact using the included attestation: Verification failed: Certificate's Build Config URI (${claims.workflow_ref}) does not match expected Trusted Publisher (${workflow} @ ${claims.repository})`;
}
