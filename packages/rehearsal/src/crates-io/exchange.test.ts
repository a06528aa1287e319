import { beforeEach, describe, expect, test } from 'vitest';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { fingerprint } from '../state/secrets.ts';
import type { State } from '../state/state.ts';
import { aState, noon, withPublisher } from '../state/state.fixture.ts';
import { isWellFormed } from './access-token.ts';
import { aRegistry, detailOf, exchange, sendJwt } from './crate.fixture.ts';
import { workflowFile } from './exchange.ts';

const registry = await aRegistry();
const { handler, issuer } = registry;
let state: State;

beforeEach(() => {
  state = aState();
  withPublisher(state);
});

const config = 'The Trusted Publishing config for repository `local/workspace`';
const workflowRef = (file: string): string =>
  `local/workspace/.github/workflows/${file}@refs/tags/v1`;

describe('exchange of an identity for a crates.io token', () => {
  test('gives a token of 30 minutes for all crates whose publisher matches', async () => {
    withPublisher(state, { name: 'Other-crate', environment: null });
    withPublisher(state, { name: 'elsewhere', repository: 'elsewhere' });
    const response = await exchange(registry, state);
    const { token } = bodyOf<{ token: string }>(response);
    expect(response.status).toBe(200);
    expect(token).toHaveLength(39);
    expect(isWellFormed(token)).toBe(true);
    const row = state.tokens.get(fingerprint(token));
    expect(row).toMatchObject({
      scope: ['some_crate', 'other_crate'],
      expiresAt: noon + 30 * 60_000,
    });
    expect(state.toJson()).not.toContain(token);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['another issuer', { iss: 'https://other' }, 'Unsupported JWT issuer: https://other'],
    ['another audience', { aud: 'pypi' }, 'Failed to decode JWT'],
    ['a list of audiences', { aud: ['crates.io'] }, 'Failed to decode JWT'],
    ['an expired token', { exp: noon / 1000 - 61 }, 'Failed to decode JWT'],
    ['no run', { run_id: undefined }, 'Failed to decode JWT'],
    ['an id that is a number', { repository_owner_id: 1 }, 'Failed to decode JWT'],
    [
      'an event that runs with foreign code',
      { event_name: 'pull_request_target' },
      'Trusted Publishing does not support the `pull_request_target` event trigger due to security concerns. Please use a different trigger such as `push`, `release`, or `workflow_dispatch`.',
    ],
    ['a repository without owner', { repository: 'workspace' }, 'Unexpected `repository` value'],
    ['no workflow file', { workflow_ref: 'x@y' }, 'Unexpected `workflow_ref` value'],
    [
      'an owner id that is no number',
      { repository_owner_id: 'x' },
      'Unexpected `repository_owner_id` value',
    ],
    [
      'a repository without publisher',
      { repository: 'local/other' },
      'No Trusted Publishing config found for repository `local/other`.',
    ],
    [
      'another owner id',
      { repository_owner_id: '2' },
      `${config} does not match the repository owner ID (2) in the JWT. Expected owner IDs: 1. Please recreate the Trusted Publishing config to update the repository owner ID.`,
    ],
    [
      'another workflow',
      { workflow_ref: workflowRef('Publish.yml') },
      `${config} does not match the workflow filename \`Publish.yml\` in the JWT. Expected workflow filenames: \`publish.yml\``,
    ],
    [
      'another environment',
      { environment: 'testing' },
      `${config} does not match the environment \`testing\` in the JWT. Expected environments: \`release\``,
    ],
    [
      'no environment',
      { environment: undefined },
      `${config} requires an environment, but the JWT does not specify one. Expected environments: \`release\``,
    ],
  ])('refuses %s', async (_what, claims, detail) => {
    const response = await exchange(registry, state, claims);
    expect([response.status, detailOf(response)]).toEqual([400, detail]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['letter case of the repository', { repository: 'LOCAL/Workspace' }],
    ['letter case of the environment', { environment: 'RELEASE' }],
    ['a token that expired less than a minute ago', { exp: noon / 1000 - 59 }],
    ['the called workflow', { job_workflow_ref: workflowRef('other.yml') }],
    ['the subject', { sub: 'repo:somebody/else' }],
  ])('does not mind %s', async (_what, claims) => {
    expect((await exchange(registry, state, claims)).status).toBe(200);
  });

  test('takes an identity once, but not the one of a refused exchange', async () => {
    const claims = { jti: 'one' };
    const refused = await exchange(registry, state, { ...claims, environment: 'testing' });
    expect(refused.status).toBe(400);
    expect((await exchange(registry, state, claims)).status).toBe(200);
    expect(detailOf(await exchange(registry, state, claims))).toBe('JWT has already been used');
  });

  test('a token of another key is not one of ours', async () => {
    const other = await aRegistry();
    const jwt = await other.issuer.sign({ iss: issuer.url });
    expect(detailOf(await sendJwt(handler, jwt, state))).toBe('Invalid JWT key ID');
    expect(detailOf(await sendJwt(handler, 'nonsense', state))).toBe('Failed to decode JWT');
  });

  test('a changed signature is not decoded', async () => {
    const jwt = await issuer.sign({ iss: issuer.url });
    const changed = `${jwt.slice(0, -6)}AAAAAA`;
    expect(detailOf(await sendJwt(handler, changed, state))).toBe('Failed to decode JWT');
  });

  test('wants JSON with a jwt in it, posted', async () => {
    const path = '/api/v1/trusted_publishing/tokens';
    const json = { 'content-type': 'application/json' };
    const untyped = await handler(aRequest(`POST ${path}`, { body: '{}' }), state, noon);
    const empty = await handler(
      aRequest(`POST ${path}`, { headers: json, body: '{}' }),
      state,
      noon,
    );
    const put = await handler(aRequest(`PUT ${path}`, { headers: json, body: '{}' }), state, noon);
    expect([untyped.status, empty.status, put.status, put.body]).toEqual([
      415,
      422,
      405,
      undefined,
    ]);
    expect(detailOf(untyped)).toBe('Expected request with `Content-Type: application/json`');
    expect(detailOf(empty)).toBe(
      'Failed to deserialize the JSON body into the target type: missing field `jwt` at line 1 column 2',
    );
  });

  test('nobody without a user agent is served', async () => {
    const nobody = aRequest('GET /api/v1/crates/x', { headers: { 'user-agent': '' } });
    const response = await handler(nobody, state, noon);
    expect(response.status).toBe(403);
    expect(detailOf(response)).toMatch(
      /^We require that all requests include a `User-Agent` header\./,
    );
  });
});

describe('revoking a token', () => {
  const revoke = (authorization?: string) =>
    handler(
      aRequest(
        'DELETE /api/v1/trusted_publishing/tokens',
        authorization ? { headers: { authorization } } : {},
      ),
      state,
      noon,
    );

  test.each(['Bearer ', ''])('ends it, with the scheme "%s"', async (scheme) => {
    const { token } = bodyOf<{ token: string }>(await exchange(registry, state));
    expect((await revoke(`${scheme}${token}`)).status).toBe(204);
    expect(state.tokens.get(fingerprint(token))?.revoked).toBe(true);
  });

  test.each([
    [undefined, 'Missing `Authorization` header'],
    ['Bearer cio_tp_short', 'Invalid `Authorization` header: Failed to parse token'],
    ['Basic abc', 'Invalid `Authorization` header: Found unexpected authentication scheme `Basic`'],
  ])('refuses %s', async (authorization, detail) => {
    const response = await revoke(authorization);
    expect([response.status, detailOf(response)]).toEqual([401, detail]);
  });
});

test.each([
  ['o/r/.github/workflows/publish.yml@refs/tags/v1', 'publish.yml'],
  ['o/r/.github/workflows/publish.yaml@refs/heads/main', 'publish.yaml'],
  ['o/r/.github/workflows/nested.yml@evil.yml@refs/heads/main', 'nested.yml@evil.yml'],
  ['o/r/.github/workflows/.yml@refs/heads/main', null],
  ['o/r/.github/workflows/publish.yml', null],
])('the workflow file in %s is %s', (ref, file) => {
  expect(workflowFile(ref)).toBe(file);
});
