import {
  differencesOf,
  environmentRule,
  ownerRule,
  repositoryOf,
  workflowFile,
  type Difference,
  type FieldRule,
  type Publisher,
  type Refusal,
  type RunClaims,
} from './publisher.ts';

/**
 * As `warehouse/oidc/models/github.py` has it: owner, repository, owner id and file are looked up exactly,
 * letter case included; the file is that of `job_workflow_ref`, the called workflow.
 */
const rules: readonly FieldRule[] = [
  {
    field: 'repository',
    expected: repositoryOf,
    got: ({ repository }) => repository,
    matches: (publisher, { repository }) => repositoryOf(publisher) === repository,
  },
  ownerRule,
  {
    field: 'workflow',
    expected: ({ workflow }) => workflow,
    got: ({ job_workflow_ref: ref }) => workflowFile(ref) ?? ref,
    matches: ({ workflow }, { job_workflow_ref: ref }) => workflow === workflowFile(ref),
  },
  environmentRule,
];

const prefix = 'invalid-publisher: valid token, but no corresponding publisher';

/** Why PyPI would give a run no token; null when a publisher matches. */
export function refusedByPypi(publishers: readonly Publisher[], claims: RunClaims): Refusal | null {
  const [first, ...more] = differencesOf(publishers, claims, rules);
  if (!first) return refusedElsewhere(claims) ?? refusedEvent(claims);
  const text = `${prefix} (Publisher with matching claims was not found)`;
  return { differences: [first, ...more], text };
}

/** What PyPI says to an upload with a token that was given for other projects. */
export function notForProject(name: string): string {
  return `Invalid API Token: OIDC scoped token is not valid for project '${name}'`;
}

/**
 * The field in which a project is passed over although its publisher matches: PyPI gives a token for one
 * publisher, and one that names the environment comes before one that takes any. Null where it is not.
 */
export function passedOver(
  own: readonly Publisher[],
  all: readonly Publisher[],
  claims: RunClaims,
): Difference | null {
  const names = (publishers: readonly Publisher[]): boolean =>
    publishers.some(
      (one) => one.environment !== null && differencesOf([one], claims, rules).length === 0,
    );
  if (names(own) || !names(all)) return null;
  const expected = ['any, and another project’s publisher names it'];
  return { field: 'environment', expected, got: claims.environment ?? 'none' };
}

/** The whole claim must be the registered file, in this repository and at the ref or the commit of the run. */
function refusedElsewhere({ repository, job_workflow_ref: got, ref }: RunClaims): Refusal | null {
  const folder = `${repository}/.github/workflows/`;
  const file = `${folder}${workflowFile(got)}`;
  const at = got.slice(file.length + 1);
  const isHere = [ref, ref.replace(/^refs\/(heads|tags)\//, '')].includes(at);
  if (got.startsWith(`${file}@`) && (isHere || /^[0-9a-f]{40}$/.test(at))) return null;
  const expected = `${file}@${ref}`;
  const text = `${prefix} (The job_workflow_ref claim does not match, expecting one of ['${expected}'], got '${got}')`;
  return { differences: [{ field: 'workflow', expected: [expected], got }], text };
}

/** Unlike crates.io, PyPI takes runs of `workflow_run`. */
function refusedEvent({ event_name: got }: RunClaims): Refusal | null {
  if (got !== 'pull_request_target') return null;
  const text = `${prefix} (Publishing from a workflow invoked via 'pull_request_target' is not supported.)`;
  const expected = ['push', 'release', 'workflow_dispatch'];
  return { differences: [{ field: 'event', expected, got }], text };
}

/**
 * Why PyPI would refuse the attestations of a run whose token it took: the certificate names the workflow
 * that the event started, and PyPI compares that with the publisher; null where both are one.
 */
export function attestationsRefused({ workflow }: Publisher, claims: RunClaims): string | null {
  const started = workflowFile(claims.workflow_ref);
  if (started === null || started === workflow) return null;
  return `Could not verify the uploaded artifact using the included attestation: Verification failed: Certificate's Build Config URI (https://github.com/${claims.workflow_ref}) does not match expected Trusted Publisher (${workflow} @ ${claims.repository})`;
}
