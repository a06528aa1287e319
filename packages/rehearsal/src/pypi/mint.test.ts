import { beforeEach, describe, expect, test } from 'vitest';
import type { HttpResponse } from '../message/message.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { fingerprint } from '../state/secrets.ts';
import type { State } from '../state/state.ts';
import { aState, noon, withPublisher } from '../state/state.fixture.ts';
import { aSite, mint, refusalOf, upload } from './site.fixture.ts';
import { newProject, projectKey } from './site.ts';

const site = await aSite();
let state: State;

beforeEach(() => {
  state = aState();
  withPublisher(state, { registry: 'pypi', name: 'Some.Project' });
  state.projects.set(
    projectKey(site, 'some-project'),
    newProject(site, 'Some.Project', 'local', noon),
  );
});

const problem = (response: HttpResponse) => {
  const { message, errors } = bodyOf<{
    message: string;
    errors: { code: string; description: string }[];
  }>(response);
  return [response.status, message, errors[0]?.code, errors[0]?.description];
};
const failed = (code: string, description: string) => [
  422,
  'Token request failed',
  code,
  description,
];
const noPublisher = (reason: string) =>
  failed('invalid-publisher', `valid token, but no corresponding publisher (${reason})`);
const file = (name: string, at = 'refs/tags/v0.1.0') =>
  `local/workspace/.github/workflows/${name}@${at}`;

describe('exchange of an identity for a PyPI token', () => {
  test('gives a token of 15 minutes for every project of the publisher', async () => {
    withPublisher(state, { registry: 'pypi', name: 'second' });
    withPublisher(state, { registry: 'testpypi', name: 'elsewhere' });
    const response = await mint(site, state);
    const { token, expires } = bodyOf<{ token: string; expires: number }>(response);
    expect([response.status, expires]).toEqual([200, noon / 1000 + 900]);
    expect(token).toMatch(/^pypi-AgEIcHlwaS5vcmc/);
    expect(state.tokens.get(fingerprint(token))?.scope).toEqual(['some-project', 'second']);
    expect(state.toJson()).not.toContain(token);
  });

  test('both sites say their audience', async () => {
    const other = await aSite({ registry: 'testpypi' });
    const ask = async ({ handler }: typeof site) =>
      bodyOf(await handler(aRequest('GET /_/oidc/audience'), state, noon));
    expect([await ask(site), await ask(other)]).toEqual([
      { audience: 'pypi' },
      { audience: 'testpypi' },
    ]);
  });

  test.each<[string, Record<string, unknown>, unknown[]]>([
    [
      'another issuer',
      { iss: 'https://x' },
      failed('invalid-payload', 'unknown trusted publishing issuer'),
    ],
    ['no issuer', { iss: undefined }, failed('invalid-payload', 'malformed JWT')],
    [
      'another audience',
      { aud: 'testpypi' },
      failed('invalid-token', 'malformed or invalid token'),
    ],
    [
      'an expired token',
      { exp: noon / 1000 - 31 },
      failed('invalid-token', 'malformed or invalid token'),
    ],
    [
      'a token of the future',
      { nbf: noon / 1000 + 31 },
      failed('invalid-token', 'malformed or invalid token'),
    ],
    ['no commit', { sha: undefined }, noPublisher("Missing claim 'sha'")],
    [
      'another letter case',
      { repository: 'Local/workspace' },
      noPublisher('Publisher with matching claims was not found'),
    ],
    [
      'another owner id',
      { repository_owner_id: '2' },
      noPublisher('Publisher with matching claims was not found'),
    ],
    [
      'another environment',
      { environment: 'x' },
      noPublisher('Publisher with matching claims was not found'),
    ],
    [
      'no environment',
      { environment: undefined },
      noPublisher('Publisher with matching claims was not found'),
    ],
    [
      'another called workflow',
      { job_workflow_ref: file('called.yml') },
      noPublisher('Publisher with matching claims was not found'),
    ],
    [
      'no workflow file',
      { job_workflow_ref: 'x' },
      noPublisher('Could not job extract workflow filename from OIDC claims'),
    ],
    [
      'a workflow of another repository',
      { job_workflow_ref: 'other/repo/.github/workflows/publish.yml@refs/tags/v0.1.0' },
      noPublisher(
        `The job_workflow_ref claim does not match, expecting one of ['${file('publish.yml')}', '${file('publish.yml', '0'.repeat(40))}'], got 'other/repo/.github/workflows/publish.yml@refs/tags/v0.1.0'`,
      ),
    ],
    [
      'a workflow without ref',
      { ref: '', sha: '' },
      noPublisher('The ref and sha claims are empty'),
    ],
    [
      'an event that runs with foreign code',
      { event_name: 'pull_request_target' },
      noPublisher("Publishing from a workflow invoked via 'pull_request_target' is not supported."),
    ],
  ])('refuses %s', async (_what, claims, expected) => {
    expect(problem(await mint(site, state, claims))).toEqual(expected);
  });

  test.each<[string, Record<string, unknown>]>([
    ['the calling workflow', { workflow_ref: file('caller.yml') }],
    ['the event workflow_run', { event_name: 'workflow_run' }],
    ['the commit instead of the ref', { job_workflow_ref: file('publish.yml', '0'.repeat(40)) }],
    ['letter case of the environment', { environment: 'Release' }],
  ])('does not mind %s', async (_what, claims) => {
    expect((await mint(site, state, claims)).status).toBe(200);
  });

  test('takes an identity once', async () => {
    expect((await mint(site, state, { jti: 'one' })).status).toBe(200);
    expect(problem(await mint(site, state, { jti: 'one' }))).toEqual(
      failed('invalid-reuse-token', 'invalid token: already used'),
    );
  });

  test('prefers the publisher of the environment to that of any', async () => {
    withPublisher(state, { registry: 'pypi', name: 'any', environment: null });
    await mint(site, state);
    await mint(site, state, { environment: 'other' });
    expect(state.tokens.values().map(({ scope }) => scope)).toEqual([['some-project'], ['any']]);
  });

  test('wants a token', async () => {
    const ask = async (body: string) =>
      problem(await site.handler(aRequest('POST /_/oidc/mint-token', { body }), state, noon));
    expect((await ask('{}'))[3]).toMatch(
      /^1 validation error for TokenPayload\ntoken\n {2}Field required/,
    );
    expect(await ask('{"token":"x"}')).toEqual(failed('invalid-payload', 'malformed JWT'));
  });
});

describe('a pending publisher', () => {
  const pending = (name: string) =>
    withPublisher(state, { registry: 'pypi', name, pending: true, workflow: 'first.yml' });
  const first = { job_workflow_ref: file('first.yml') };

  test('creates its project and is a publisher from then on', async () => {
    pending('brand-new');
    expect((await mint(site, state, first)).status).toBe(200);
    expect(state.projects.get('pypi/brand-new')?.name).toBe('brand-new');
    expect((await mint(site, state, first)).status).toBe(200);
    expect(state.tokens.values().map(({ scope }) => scope)).toEqual([['brand-new'], ['brand-new']]);
  });

  test('is dropped when the project exists', async () => {
    const { id } = pending('some_project');
    expect(problem(await mint(site, state, first))).toEqual(
      failed('invalid-pending-publisher', 'valid token, but project already exists'),
    );
    expect(state.publishers.has(String(id))).toBe(false);
  });

  test.each([
    ['s0me-project', /is too similar to an existing project/],
    ['asyncio', /conflict with Python Standard Library module name/],
  ])('cannot create %s', async (name, text) => {
    pending(name);
    const [status, , code, description] = problem(await mint(site, state, first));
    expect([status, code]).toEqual([422, 'invalid-payload']);
    expect(description).toMatch(text);
    expect(state.projects.size).toBe(1);
  });
});

test('a burnt token uploads no more', async () => {
  const { token } = bodyOf<{ token: string }>(await mint(site, state));
  await site.handler(aRequest('POST /_/oidc/burn-token', { body: { token } }), state, noon);
  expect(refusalOf(await upload(site, state, { token }))).toBe(
    'Invalid or non-existent authentication information. See https://pypi.org/help/#invalid-auth for more information.',
  );
});
