import { jobProblem } from '../github/deployments.ts';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { expect, test } from 'vitest';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { aState, noon } from '../state/state.fixture.ts';
import { overrideClaims } from './claims.ts';
import { newIssuer } from './issuer.ts';
import { oidcHandler } from './routes.ts';

const issuer = 'http://127.0.0.1:9/oidc';
const handler = oidcHandler(await newIssuer(issuer), jobProblem);

async function claimsFor(
  state = aState(),
  audience = '&audience=crates.io',
  bearer = state.secrets.request,
) {
  const headers = { authorization: `bearer ${bearer}` };
  const response = await handler(
    aRequest(`GET /token?api-version=2.0${audience}`, { headers }),
    state,
    noon,
  );
  if (response.status !== 200) return { status: response.status };
  const { value, count } = bodyOf<{ value: string; count: number }>(response);
  const keys = bodyOf<JSONWebKeySet>(await handler(aRequest('GET /.well-known/jwks'), state, noon));
  expect(count).toBe(value.length);
  expect(decodeProtectedHeader(value)).toMatchObject({
    typ: 'JWT',
    alg: 'RS256',
    kid: keys.keys[0]?.kid,
  });
  return (await jwtVerify(value, createLocalJWKSet(keys), { currentDate: new Date(noon) })).payload;
}

test('a token is GitHub’s in form: verifiable by the published key, 300 s, ids as texts', async () => {
  const claims = await claimsFor();
  expect(claims).toMatchObject({
    iss: issuer,
    aud: 'crates.io',
    iat: noon / 1000,
    nbf: noon / 1000 - 600,
    exp: noon / 1000 + 300,
    repository: 'local/workspace',
    repository_owner_id: '1',
    sub: 'repo:local/workspace:environment:release',
    workflow_ref: 'local/workspace/.github/workflows/publish.yml@refs/tags/v0.1.0',
    job_workflow_ref: 'local/workspace/.github/workflows/publish.yml@refs/tags/v0.1.0',
  });
});

test('each token has a name of its own', async () => {
  const state = aState();
  const [first, second] = [await claimsFor(state), await claimsFor(state)];
  expect(first).toHaveProperty('jti');
  expect((first as { jti: string }).jti).not.toBe((second as { jti: string }).jti);
});

test('claims can be changed and removed; what follows from them follows', async () => {
  const state = aState();
  overrideClaims(state, {
    repository: 'octo/app',
    environment: null,
    ref: 'refs/heads/main',
    extra: 1,
  });
  const claims = await claimsFor(state);
  expect(claims).toMatchObject({
    repository_owner: 'octo',
    extra: 1,
    sub: 'repo:octo/app:ref:refs/heads/main',
    workflow_ref: 'octo/app/.github/workflows/publish.yml@refs/heads/main',
  });
  expect(claims).not.toHaveProperty('environment');
});

test('the audience is the owner’s address when none is asked for', async () => {
  expect(await claimsFor(aState(), '')).toMatchObject({ aud: 'https://github.com/local' });
});

test('without the request token there is none', async () => {
  expect(await claimsFor(aState(), '', 'x')).toEqual({ status: 401 });
});

test('discovery names the keys', async () => {
  const response = await handler(aRequest('GET /.well-known/openid-configuration'), aState(), noon);
  expect(bodyOf(response)).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks` });
});
