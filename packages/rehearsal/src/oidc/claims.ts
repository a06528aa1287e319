import { randomUUID } from 'node:crypto';
import type { State } from '../state/state.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** What a token says of a workflow run until `claims` says otherwise. Ids are strings, as GitHub's. */
const usual: Claims = {
  repository: 'local/workspace',
  repository_owner: 'local',
  repository_owner_id: '1',
  repository_id: '2',
  repository_visibility: 'public',
  actor: 'owner',
  actor_id: '1',
  run_id: '1',
  run_number: '1',
  run_attempt: '1',
  runner_environment: 'github-hosted',
  event_name: 'push',
  environment: 'release',
  ref: 'refs/tags/v0.1.0',
  ref_type: 'tag',
  ref_protected: 'false',
  head_ref: '',
  base_ref: '',
  sha: '0'.repeat(40),
  workflow: 'Release',
  check_run_id: '1',
};

/** The claims that the next token starts from. */
export function claimsBase(state: State): Claims {
  return withDerived({ ...usual, ...overrides(state) }, overrides(state));
}

/** Merges overrides into those that are there; null removes a claim from the tokens. */
export function overrideClaims(state: State, change: Claims): void {
  state.settings.set('claims', { ...overrides(state), ...change });
}

/** The usual ones again, whatever was said of them. */
export function forgetClaims(state: State): void {
  state.settings.delete('claims');
}

export function ownerOf(state: State): { readonly login: string; readonly id: string } {
  const claims = claimsBase(state);
  return { login: String(claims['repository_owner']), id: String(claims['repository_owner_id']) };
}

/** One token's claims. GitHub's live 300 s and are valid from 600 s before they were issued. */
export function issueClaims(state: State, issuer: string, audience: string, now: number): Claims {
  const iat = Math.floor(now / 1000);
  const own: Claims = {
    jti: randomUUID(),
    aud: audience,
    iss: issuer,
    iat,
    nbf: iat - 600,
    exp: iat + 300,
  };
  const claims = { ...own, ...claimsBase(state) };
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
}

function overrides(state: State): Claims {
  return state.settings.get('claims') ?? {};
}

/** Claims that GitHub makes of others, as long as nobody says what they are. */
function withDerived(claims: Claims, said: Claims): Claims {
  const repository = String(claims['repository']);
  const file = `${repository}/.github/workflows/publish.yml@${String(claims['ref'])}`;
  const derived: Claims = {
    repository_owner: repository.split('/')[0],
    workflow_ref: file,
    workflow_sha: claims['sha'],
    job_workflow_ref: said['workflow_ref'] ?? file,
    job_workflow_sha: claims['sha'],
    sub: subject(repository, claims),
  };
  return { ...claims, ...derived, ...said };
}

function subject(repository: string, claims: Claims): string {
  const { environment, event_name, ref } = claims;
  if (typeof environment === 'string') {
    return `repo:${repository}:environment:${environment.replaceAll(':', '%3A')}`;
  }
  if (event_name === 'pull_request') return `repo:${repository}:pull_request`;
  return `repo:${repository}:ref:${String(ref)}`;
}
