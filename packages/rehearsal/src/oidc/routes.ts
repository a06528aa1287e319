import { json, text, type Handler } from '../message/message.ts';
import { route } from '../server/route.ts';
import type { State } from '../state/state.ts';
import { claimsBase, issueClaims } from './claims.ts';
import type { Issuer } from './issuer.ts';

/** Why GitHub does not start the run's job, or null: a job that does not run has no identity. */
export type JobProblem = (state: State, now: number) => string | null;

/** The issuer's public pages, and the address at which a workflow run asks for its tokens. */
export function oidcHandler(issuer: Issuer, jobProblem: JobProblem): Handler {
  const discovery: Handler = (_request, state) =>
    json(200, {
      issuer: issuer.url,
      jwks_uri: `${issuer.url}/.well-known/jwks`,
      subject_types_supported: ['public', 'pairwise'],
      response_types_supported: ['id_token'],
      claims_supported: [
        'sub',
        'aud',
        'exp',
        'iat',
        'iss',
        'jti',
        'nbf',
        ...Object.keys(claimsBase(state)),
      ],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    });
  const keys: Handler = () => json(200, { keys: [issuer.jwk] });
  return route(
    {
      'GET /.well-known/openid-configuration': discovery,
      'GET /.well-known/jwks': keys,
      'GET /token': requestToken(issuer, jobProblem),
    },
    () => text(404, 'not found'),
  );
}

function requestToken(issuer: Issuer, jobProblem: JobProblem): Handler {
  return async (request, state, now) => {
    const shown = /^bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    if (shown !== state.secrets.request) {
      return json(401, { message: 'The request token is missing or wrong' });
    }
    const problem = jobProblem(state, now);
    if (problem !== null) return json(403, { message: problem });
    // GitHub's default audience is the owner's address.
    const owner = String(claimsBase(state)['repository_owner']);
    const audience = request.query.get('audience') ?? `https://github.com/${owner}`;
    const value = await issuer.sign(issueClaims(state, issuer.url, audience, now));
    return json(200, { count: value.length, value });
  };
}
