import { beforeEach, describe, expect, test } from 'vitest';
import { placesAt } from '../ready.ts';
import type { HttpResponse } from '../message/message.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { sha256Of } from '../state/blobs.ts';
import type { State } from '../state/state.ts';
import { aState, noon } from '../state/state.fixture.ts';
import { githubHandler } from './routes.ts';

const places = placesAt('http://127.0.0.1:9');
const handler = githubHandler(places);
const releases = '/repos/octo/app/releases';
let state: State;

beforeEach(() => {
  state = aState();
});

const call = async (
  request: string,
  body: object | Buffer = {},
  headers: Record<string, string> = {},
) =>
  handler(
    aRequest(request, {
      headers: { authorization: `Bearer ${state.secrets.github}`, ...headers },
      body,
    }),
    state,
    noon,
  );

interface Release {
  readonly id: number;
  readonly upload_url: string;
}

const draft = async (tag = 'v1'): Promise<Release> =>
  bodyOf<Release>(
    await call(`POST ${releases}`, { tag_name: tag, draft: true, name: tag, body: 'notes' }),
  );
const attach = (id: number, name: string, content: string) =>
  call(`POST ${releases}/${id}/assets?name=${name}`, Buffer.from(content), {
    'content-type': 'text/plain',
  });
const errorsOf = (response: HttpResponse) => [
  response.status,
  bodyOf<{ errors?: unknown }>(response).errors,
];

describe('releases', () => {
  test('draft, upload, publish', async () => {
    const made = await draft();
    expect(made.upload_url).toBe(
      `${places.githubUploads}${releases}/${made.id}/assets{?name,label}`,
    );
    expect((await call(`GET ${releases}/tags/v1`)).status).toBe(404);
    const asset = await attach(made.id, 'a.txt', 'hello');
    expect([asset.status, bodyOf(asset)]).toMatchObject([
      201,
      {
        name: 'a.txt',
        state: 'uploaded',
        size: 5,
        digest: `sha256:${sha256Of('hello')}`,
        content_type: 'text/plain',
      },
    ]);
    const published = await call(`PATCH ${releases}/${made.id}`, { draft: false });
    expect(bodyOf(published)).toMatchObject({ draft: false, body: 'notes', immutable: false });
    expect(bodyOf(await call(`GET ${releases}/tags/v1`))).toMatchObject({
      id: made.id,
      assets: [{ name: 'a.txt' }],
    });
    expect(String((await call('GET /octo/app/releases/download/v1/a.txt')).body)).toBe('hello');
  });

  test('are listed a page at a time, drafts for who may write', async () => {
    for (const tag of ['v1', 'v2', 'v3']) await draft(tag);
    const first = await call(`GET ${releases}?per_page=2`);
    expect(bodyOf<object[]>(first)).toMatchObject([{ tag_name: 'v3' }, { tag_name: 'v2' }]);
    expect(first.headers?.['link']).toContain('page=2>; rel="next"');
    expect(bodyOf(await call(`GET ${releases}?per_page=2&page=2`))).toHaveLength(1);
    expect(bodyOf(await handler(aRequest(`GET ${releases}`), state, noon))).toEqual([]);
  });

  test('drafts may share a tag, published ones may not', async () => {
    const [first, second] = [await draft(), await draft()];
    expect((await call(`PATCH ${releases}/${first.id}`, { draft: false })).status).toBe(200);
    const taken = [422, [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }]];
    expect(errorsOf(await call(`PATCH ${releases}/${second.id}`, { draft: false }))).toEqual(taken);
    expect(errorsOf(await call(`POST ${releases}`, { tag_name: 'v1' }))).toEqual(taken);
  });

  test('are found in their own repository only, and can be removed', async () => {
    const { id } = await draft();
    expect((await call(`GET /repos/octo/other/releases/${id}`)).status).toBe(404);
    expect((await call(`DELETE ${releases}/${id}`)).status).toBe(204);
    expect((await call(`GET ${releases}/${id}`)).status).toBe(404);
  });

  test('an immutable one takes nothing more, and its tag is spent', async () => {
    const authorization = `Bearer ${state.secrets.githubOwner}`;
    await call('PUT /repos/octo/app/immutable-releases', {}, { authorization });
    const { id } = await draft();
    expect(bodyOf(await call(`PATCH ${releases}/${id}`, { draft: false }))).toMatchObject({
      immutable: true,
    });
    expect(errorsOf(await attach(id, 'b', 'x'))).toEqual([
      422,
      ['Cannot upload assets to an immutable release.'],
    ]);
    await call(`DELETE ${releases}/${id}`);
    expect(errorsOf(await call(`POST ${releases}`, { tag_name: 'v1' }))).toEqual([
      422,
      ['tag_name was used by an immutable release'],
    ]);
  });
});

describe('assets', () => {
  test('have a name once; bytes that come again are counted', async () => {
    const { id } = await draft();
    await attach(id, 'a', 'x');
    const taken = [422, [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }]];
    expect(errorsOf(await attach(id, 'a', 'x'))).toEqual(taken);
    expect(errorsOf(await attach(id, 'a', 'y'))).toEqual(taken);
    expect(state.releases.values()[0]?.assets).toMatchObject([{ uploads: 2, accepted: 1 }]);
  });

  test('are listed, described, fetched and removed', async () => {
    const { id } = await draft();
    const asset = bodyOf<{ id: number }>(await attach(id, 'a', 'x'));
    expect(bodyOf(await call(`GET ${releases}/${id}/assets`))).toMatchObject([{ id: asset.id }]);
    const one = `${releases}/assets/${asset.id}`;
    expect(bodyOf(await call(`GET ${one}`))).toMatchObject({ name: 'a' });
    expect(
      String((await call(`GET ${one}`, {}, { accept: 'application/octet-stream' })).body),
    ).toBe('x');
    expect((await call(`DELETE ${one}`)).status).toBe(204);
    expect((await call(`GET ${one}`)).status).toBe(404);
  });
});

describe('who may', () => {
  test.each([
    ['GET /repos/octo/app', undefined, 200, undefined],
    ['GET /repos/octo/app', 'Bearer x', 401, 'Bad credentials'],
    [`POST ${releases}`, undefined, 401, 'Requires authentication'],
  ])('%s with %s: %i', async (request, authorization, status, message) => {
    const response = await handler(
      aRequest(request, authorization ? { headers: { authorization } } : {}),
      state,
      noon,
    );
    expect([response.status, bodyOf<{ message?: string }>(response).message]).toEqual([
      status,
      message,
    ]);
  });
});

test.each([
  ['PUT /repos/octo/app/environments/release', { reviewers: ['x'] }, 422],
  ['PUT /repos/octo/app/environments/release', { deployment_branch_policy: 'x' }, 422],
  ['POST /repos/octo/app/git/refs', { ref: 'v1', sha: 'x' }, 422],
  ['POST /repos/octo/app/actions/runs/1/pending_deployments', {}, 422],
  ['PUT /repos/octo/app/branches/main/protection', {}, 422],
  ['POST /repos/octo/app/releases/generate-notes', {}, 422],
])('%s with %o: %i', async (request, body, status) => {
  const authorization = `Bearer ${state.secrets.githubOwner}`;
  expect((await call(request, body, { authorization })).status).toBe(status);
});

test('a ruleset of which nothing can be made out restricts nothing', async () => {
  const authorization = `Bearer ${state.secrets.githubOwner}`;
  for (const [name, more] of Object.entries({
    a: { conditions: null, rules: 5 },
    b: { conditions: { ref_name: { include: 'x' } }, rules: [{ type: 'creation' }] },
    c: { conditions: { ref_name: null }, bypass_actors: {} },
  })) {
    const ruleset = { name, enforcement: 'active', target: 'tag', ...more };
    expect((await call('POST /repos/octo/app/rulesets', ruleset, { authorization })).status).toBe(
      201,
    );
  }
  const ref = { ref: 'refs/tags/v1', sha: 'a'.repeat(40) };
  expect((await call('POST /repos/octo/app/git/refs', ref)).status).toBe(201);
});
