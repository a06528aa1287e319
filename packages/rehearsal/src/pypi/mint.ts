import { textClaim, readToken } from '../oidc/token.ts';
import { ownerOf, type Claims } from '../oidc/claims.ts';
import { Refusal, json, type Handler, type HttpRequest } from '../message/message.ts';
import type { Publisher } from '../state/rows.ts';
import { fingerprint, newPypiToken } from '../state/secrets.ts';
import { siteOf, type State } from '../state/state.ts';
import { normalizedName } from './name.ts';
import { matchPublishers } from './publisher-match.ts';
import { creationProblem, findProject, newProject, projectKey, type Site } from './site.ts';

const tokenLife = 900_000;
const leeway = 30_000;

/** `GET /_/oidc/audience` */
export function audienceHandler({ registry }: Site): Handler {
  return (_request, state) =>
    siteOf(registry, state).mode === 'no-trusted-publishing'
      ? json(403, { message: 'Trusted publishing functionality not enabled' })
      : json(200, { audience: registry });
}

/** `POST /_/oidc/mint-token`: a workflow's identity for a token of 15 minutes. */
export function mintHandler(site: Site): Handler {
  return async (request, state, now) => {
    const jwt = readJwt(request);
    const claims = await verifiedClaims(jwt, site, state, now);
    const converted = convertPending(site, claims, state, now);
    const publishers =
      converted.length > 0 ? sharing(converted, site, state) : findPublishers(site, claims, state);
    claimIdentity(site, claims, state, now);
    const token = newPypiToken(site.registry);
    state.tokens.set(fingerprint(token), {
      registry: site.registry,
      scope: [...new Set(publishers.map(({ name }) => normalizedName(name)))],
      publishers: publishers.map(({ id }) => id),
      run: {
        repository: textClaim(claims, 'repository') ?? '',
        runId: textClaim(claims, 'run_id') ?? '',
        sha: textClaim(claims, 'sha') ?? '',
      },
      issuedAt: now,
      expiresAt: now + tokenLife,
      lastUsedAt: null,
      revoked: false,
    });
    return json(200, { success: true, token, expires: Math.floor((now + tokenLife) / 1000) });
  };
}

/** `POST /_/oidc/burn-token`: the token is worth nothing from now on; where it is served at all. */
export const burnHandler =
  ({ registry }: Site): Handler =>
  (request, state) =>
    siteOf(registry, state).mode === 'no-burn-token' ? unroutedPage() : burn(request, state);

function burn(request: HttpRequest, state: State): ReturnType<typeof json> {
  const token = bodyText(request, 'token');
  if (token === null) throw refused('invalid-payload', missingToken);
  const key = fingerprint(token);
  const row = state.tokens.get(key);
  if (row) state.tokens.set(key, { ...row, revoked: true });
  return json(200, { success: true });
}

/** PyPI's page for what it does not serve: in HTML, whatever is accepted. */
function unroutedPage(): ReturnType<typeof json> {
  const body =
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<title>Page Not Found (404) · PyPI</title>\n</head>\n<body>\n<h1>We looked everywhere but couldn\'t find this page</h1>\n</body>\n</html>\n';
  return { status: 404, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}

/** The registry's form of an answer to an exchange that fails. */
export function dressMintRefusal({ status, code, message }: Refusal): ReturnType<typeof json> {
  return json(status, {
    message: 'Token request failed',
    errors: [{ code, description: message }],
  });
}

function refused(code: string, description: string): Refusal {
  return new Refusal(422, description, { code });
}

const missingToken =
  '1 validation error for TokenPayload\ntoken\n  Field required [type=missing, input_value={}, input_type=dict]';

function readJwt(request: HttpRequest): string {
  const token = bodyText(request, 'token');
  if (token === null) throw refused('invalid-payload', missingToken);
  return token;
}

function bodyText(request: HttpRequest, field: string): string | null {
  try {
    const value = (JSON.parse(request.body.toString('utf8')) as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** Steps 2 to 5 of the exchange. */
async function verifiedClaims(
  jwt: string,
  { issuer, registry }: Site,
  state: State,
  now: number,
): Promise<Claims> {
  const token = readToken(jwt);
  const iss = token?.claims['iss'];
  if (!token || typeof iss !== 'string') throw refused('invalid-payload', 'malformed JWT');
  if (iss !== issuer.url) throw refused('invalid-payload', 'unknown trusted publishing issuer');
  if (siteOf(registry, state).mode === 'no-trusted-publishing') {
    throw refused('not-enabled', 'GitHub trusted publishing functionality not enabled');
  }
  const { exp, nbf, iat, aud } = token.claims;
  const isInTime =
    typeof exp === 'number' &&
    typeof iat === 'number' &&
    exp * 1000 + leeway > now &&
    iat * 1000 - leeway <= now &&
    (nbf === undefined || (typeof nbf === 'number' && nbf * 1000 - leeway <= now));
  if (
    token.kid !== issuer.jwk.kid ||
    aud !== registry ||
    !isInTime ||
    !(await issuer.hasSigned(jwt))
  ) {
    throw refused('invalid-token', 'malformed or invalid token');
  }
  return token.claims;
}

/**
 * A pending publisher becomes a real one, and its project with it. Here several of one identity may
 * wait, which PyPI refuses to register; they are converted together.
 */
function convertPending(site: Site, claims: Claims, state: State, now: number): Publisher[] {
  const match = matchPublishers(publishersOf(site, true, state), claims);
  if ('reason' in match) return [];
  verifyUnused(site, claims, state, now);
  for (const publisher of match.publishers) {
    if (findProject(site, publisher.name, state)) {
      state.publishers.delete(String(publisher.id));
      throw refused('invalid-pending-publisher', 'valid token, but project already exists');
    }
    const problem = creationProblem(site, publisher.name, state);
    if (problem) throw refused('invalid-payload', problem.message);
  }
  return match.publishers.map((publisher) => {
    const { name } = publisher;
    state.projects.set(projectKey(site, name), newProject(site, name, ownerOf(state).login, now));
    const converted = { ...publisher, pending: false };
    state.publishers.set(String(publisher.id), converted);
    return converted;
  });
}

function findPublishers(site: Site, claims: Claims, state: State): readonly Publisher[] {
  const match = matchPublishers(publishersOf(site, false, state), claims);
  if ('publishers' in match) return match.publishers;
  throw refused(
    'invalid-publisher',
    `valid token, but no corresponding publisher (${match.reason})`,
  );
}

/** One exchange covers every project whose publisher is the same. */
function sharing(converted: readonly Publisher[], site: Site, state: State): Publisher[] {
  const identity = (one: Publisher): string =>
    JSON.stringify([one.owner, one.ownerId, one.repository, one.workflow, one.environment]);
  const wanted = converted.map(identity);
  return publishersOf(site, false, state).filter((one) => wanted.includes(identity(one)));
}

function publishersOf(site: Site, pending: boolean, state: State): Publisher[] {
  return state.publishers
    .values()
    .filter((one) => one.registry === site.registry && one.pending === pending);
}

function identityKey(site: Site, claims: Claims): string {
  return `${site.registry}/${String(claims['jti'])}`;
}

function verifyUnused(site: Site, claims: Claims, state: State, now: number): void {
  const used = state.identities.get(identityKey(site, claims));
  if (used && used.until > now) throw refused('invalid-reuse-token', 'invalid token: already used');
}

/** A token is spent by the exchange that succeeds, and only by it. */
function claimIdentity(site: Site, claims: Claims, state: State, now: number): void {
  verifyUnused(site, claims, state, now);
  state.identities.set(identityKey(site, claims), { until: Number(claims['exp']) * 1000 + 35_000 });
}
