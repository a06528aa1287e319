import { textClaim, readToken } from '../oidc/token.ts';
import type { Claims } from '../oidc/claims.ts';
import type { Issuer } from '../oidc/issuer.ts';
import { Refusal, json, type Handler, type HttpRequest } from '../message/message.ts';
import type { Publisher } from '../state/rows.ts';
import { fingerprint } from '../state/secrets.ts';
import type { State } from '../state/state.ts';
import { isWellFormed, newAccessToken } from './access-token.ts';
import { bareToken } from './authorize.ts';
import { canonicalName } from './crate-name.ts';
import { readJson } from './json-body.ts';

const minute = 60_000;
const tokenLife = 30 * minute;
const leeway = minute;

/** `POST /api/v1/trusted_publishing/tokens`: a workflow's identity for a token of 30 minutes. */
export function exchangeHandler(issuer: Issuer, audiences: readonly string[]): Handler {
  return async (request, state, now) => {
    const jwt = readJwt(request);
    const claims = await verifiedClaims(jwt, issuer, audiences, now);
    const identity = `crates-io/${claims.jti}`;
    const used = state.identities.get(identity);
    if (used && used.until > now) throw new Refusal(400, 'JWT has already been used');
    // All or nothing: a refused exchange leaves the identity unused, so it may be tried again.
    const publishers = matchingPublishers(readRun(claims.all), state);
    state.identities.set(identity, { until: claims.exp * 1000 + leeway });
    const token = newAccessToken();
    const run = {
      repository: textClaim(claims.all, 'repository') ?? '',
      runId: textClaim(claims.all, 'run_id') ?? '',
      sha: textClaim(claims.all, 'sha') ?? '',
    };
    state.tokens.set(fingerprint(token), {
      registry: 'crates-io',
      scope: [...new Set(publishers.map(({ name }) => canonicalName(name)))],
      publishers: publishers.map(({ id }) => id),
      run,
      issuedAt: now,
      expiresAt: now + tokenLife,
      lastUsedAt: null,
      revoked: false,
    });
    return json(200, { token });
  };
}

/** `DELETE /api/v1/trusted_publishing/tokens`: 204 for every token that could be one. */
export const revokeHandler: Handler = (request, state) => {
  const token = bareToken(request);
  if (token === null) throw new Refusal(401, 'Missing `Authorization` header');
  if (!isWellFormed(token)) {
    throw new Refusal(401, 'Invalid `Authorization` header: Failed to parse token');
  }
  const key = fingerprint(token);
  const row = state.tokens.get(key);
  if (row) state.tokens.set(key, { ...row, revoked: true });
  return { status: 204 };
};

function readJwt(request: HttpRequest): string {
  if (!/^application\/([\w.+-]+\+)?json\b/.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, 'Expected request with `Content-Type: application/json`');
  }
  const { jwt } = readJson<{ jwt?: unknown }>(request.body);
  if (typeof jwt === 'string') return jwt;
  const problem =
    jwt === undefined
      ? 'missing field `jwt` at line 1 column 2'
      : 'jwt: invalid type, expected a string';
  throw new Refusal(422, `Failed to deserialize the JSON body into the target type: ${problem}`);
}

interface VerifiedClaims {
  readonly jti: string;
  readonly exp: number;
  readonly all: Claims;
}

const demanded = [
  'jti',
  'repository_owner_id',
  'repository',
  'workflow_ref',
  'event_name',
  'run_id',
  'sha',
];

/** Steps 1 to 5: the token's form, issuer, key, signature, audience and times. */
async function verifiedClaims(
  jwt: string,
  issuer: Issuer,
  audiences: readonly string[],
  now: number,
): Promise<VerifiedClaims> {
  const undecodable = new Refusal(400, 'Failed to decode JWT');
  const token = readToken(jwt);
  if (!token) throw undecodable;
  const { iss, aud, exp, iat } = token.claims;
  if (typeof iss !== 'string') throw undecodable;
  if (iss !== issuer.url) throw new Refusal(400, `Unsupported JWT issuer: ${iss}`);
  if (token.kid === undefined) throw new Refusal(400, 'Missing JWT key ID');
  if (token.kid !== issuer.jwk.kid) throw new Refusal(400, 'Invalid JWT key ID');
  const complete = demanded.every((name) => textClaim(token.claims, name) !== null);
  const isForUs = typeof aud === 'string' && audiences.includes(aud);
  const isInTime = typeof exp === 'number' && typeof iat === 'number' && exp * 1000 + leeway > now;
  if (!complete || !isForUs || !isInTime || !(await issuer.hasSigned(jwt))) throw undecodable;
  return { jti: textClaim(token.claims, 'jti') ?? '', exp, all: token.claims };
}

/** What a publisher is compared with. */
interface Run {
  readonly owner: string;
  readonly repository: string;
  readonly ownerId: string;
  readonly workflow: string;
  readonly environment: string | null;
}

/** Steps 7 to 10. */
function readRun(claims: Claims): Run {
  const event = textClaim(claims, 'event_name') ?? '';
  if (event === 'pull_request_target' || event === 'workflow_run') {
    throw new Refusal(
      400,
      `Trusted Publishing does not support the \`${event}\` event trigger due to security concerns. Please use a different trigger such as \`push\`, \`release\`, or \`workflow_dispatch\`.`,
    );
  }
  const [owner, repository, ...more] = (textClaim(claims, 'repository') ?? '').split('/');
  if (!owner || !repository || more.length > 0)
    throw new Refusal(400, 'Unexpected `repository` value');
  const workflow = workflowFile(textClaim(claims, 'workflow_ref') ?? '');
  if (workflow === null) throw new Refusal(400, 'Unexpected `workflow_ref` value');
  const ownerId = textClaim(claims, 'repository_owner_id') ?? '';
  const isNumber = /^[+-]?\d+$/.test(ownerId) && Math.abs(Number(ownerId)) < 2 ** 31;
  if (!isNumber) throw new Refusal(400, 'Unexpected `repository_owner_id` value');
  return {
    owner,
    repository,
    ownerId: String(Number(ownerId)),
    workflow,
    environment: textClaim(claims, 'environment'),
  };
}

/** The file name in `o/r/.github/workflows/publish.yml@refs/tags/v1`; greedy, as crates.io's is. */
export function workflowFile(workflowRef: string): string | null {
  return /([^/]+\.(?:yml|yaml))@.+/.exec(workflowRef)?.[1] ?? null;
}

/** Steps 11 to 15: each narrows the publishers down, and says what it expected when none is left. */
function matchingPublishers(run: Run, state: State): Publisher[] {
  const repository = `${run.owner}/${run.repository}`;
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const here = state.publishers
    .values()
    .filter(({ registry }) => registry === 'crates-io')
    .filter((one) => same(one.owner, run.owner) && same(one.repository, run.repository));
  if (here.length === 0) {
    throw new Refusal(400, `No Trusted Publishing config found for repository \`${repository}\`.`);
  }
  const config = `The Trusted Publishing config for repository \`${repository}\``;
  const ofOwner = here.filter(({ ownerId }) => ownerId === run.ownerId);
  if (ofOwner.length === 0) {
    throw new Refusal(
      400,
      `${config} does not match the repository owner ID (${run.ownerId}) in the JWT. Expected owner IDs: ${listed(
        here.map(({ ownerId }) => ownerId),
        '',
      )}. Please recreate the Trusted Publishing config to update the repository owner ID.`,
    );
  }
  const ofWorkflow = ofOwner.filter(({ workflow }) => workflow === run.workflow);
  if (ofWorkflow.length === 0) {
    const expected = listed(ofOwner.map(({ workflow }) => workflow));
    throw new Refusal(
      400,
      `${config} does not match the workflow filename \`${run.workflow}\` in the JWT. Expected workflow filenames: ${expected}`,
    );
  }
  const { environment } = run;
  const matching = ofWorkflow.filter(
    (one) =>
      one.environment === null || (environment !== null && same(one.environment, environment)),
  );
  if (matching.length > 0) return matching;
  const expected = `Expected environments: ${listed(ofWorkflow.map((one) => one.environment ?? ''))}`;
  throw new Refusal(
    400,
    environment === null
      ? `${config} requires an environment, but the JWT does not specify one. ${expected}`
      : `${config} does not match the environment \`${environment}\` in the JWT. ${expected}`,
  );
}

function listed(values: readonly string[], quote = '`'): string {
  return [...new Set(values)].map((value) => `${quote}${value}${quote}`).join(', ');
}
