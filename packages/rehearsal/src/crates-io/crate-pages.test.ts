import { beforeEach, describe, expect, test } from 'vitest';
import { addToken } from '../admin/tokens.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import type { State } from '../state/state.ts';
import { aState, noon } from '../state/state.fixture.ts';
import { addProject } from '../admin/projects.ts';
import { newAccessToken } from './access-token.ts';
import { aRegistry, base, detailOf } from './crate.fixture.ts';
import { noPublicCrates } from './public-crates.ts';

const line = (vers: string): string =>
  JSON.stringify({ name: 'known', vers, cksum: 'x', deps: [] });
const { handler } = await aRegistry({
  ...noPublicCrates,
  index: async (name) =>
    ['known', 'public'].includes(name) ? `${line('0.1.0')}\n${line('9.0.0')}\n` : null,
  download: async (name) => (name === 'public' ? Buffer.from('public bytes') : null),
});
let state: State;

beforeEach(async () => {
  state = aState();
  await addProject(
    { registry: 'crates-io', name: 'known', versions: ['0.1.0', '0.2.0'] },
    state,
    noon,
  );
});

const get = async (path: string, headers: Record<string, string> = {}) =>
  handler(aRequest(`GET ${path}`, { headers }), state, noon);
const asOwner = async (request: string, body: object = {}) =>
  handler(
    aRequest(request, { headers: { authorization: state.secrets.owner['crates-io'] }, body }),
    state,
    noon,
  );
const versionsIn = (body: unknown): string[] =>
  String(body)
    .trim()
    .split('\n')
    .map((text) => (JSON.parse(text) as { vers: string }).vers);

describe('the sparse index', () => {
  test('has a configuration without auth-required', async () => {
    expect(bodyOf(await get('/index/config.json'))).toEqual({ dl: `${base}/crates`, api: base });
  });

  test('answers 304 to who has the file already', async () => {
    const first = await get('/index/kn/ow/known');
    expect(first.headers).toMatchObject({ 'cache-control': 'public,max-age=600' });
    const again = await get('/index/kn/ow/known', {
      'if-none-match': first.headers?.['etag'] ?? '',
    });
    expect([again.status, again.body]).toEqual([304, undefined]);
  });

  test('shows our versions of our crates, and those of the public registry if it is asked to', async () => {
    expect(versionsIn((await get('/index/kn/ow/known')).body)).toEqual(['0.1.0', '0.2.0']);
    await addProject({ registry: 'crates-io', name: 'known', mirror: true }, state, noon);
    expect(versionsIn((await get('/index/kn/ow/known')).body)).toEqual(['0.1.0', '0.2.0', '9.0.0']);
  });

  test('passes other crates through, and knows nothing of the rest', async () => {
    expect(versionsIn((await get('/index/pu/bl/public')).body)).toEqual(['0.1.0', '9.0.0']);
    expect((await get('/index/un/kn/unknown')).status).toBe(404);
    expect((await get('/index/known')).status).toBe(404);
  });

  test('hides the public registry’s crate behind ours, even without a version', async () => {
    await addProject({ registry: 'crates-io', name: 'public', versions: [] }, state, noon);
    expect((await get('/index/pu/bl/public')).status).toBe(404);
    expect((await get('/crates/public/1.0.0/download')).status).toBe(403);
  });

  test('hides what differs from ours by a dash only', async () => {
    const spelled = await aRegistry({ ...noPublicCrates, index: async () => line('1.0.0') });
    const ask = () => spelled.handler(aRequest('GET /index/3/a/a_b'), state, noon);
    expect((await ask()).status).toBe(200);
    await addProject({ registry: 'crates-io', name: 'a-b', versions: ['0.1.0'] }, state, noon);
    expect((await ask()).status).toBe(404);
  });
});

describe('files', () => {
  test('come from the address that the index names', async () => {
    const { status, body } = await get('/crates/known/0.1.0/download');
    expect([status, (body as Buffer).subarray(0, 2).toString('hex')]).toEqual([200, '1f8b']);
    expect((await get('/crates/known/known-0.1.0.crate')).body).toEqual(body);
    expect((await get('/api/v1/crates/known/0.1.0/download')).headers).toEqual({
      location: `${base}/crates/known/0.1.0/download`,
    });
  });

  test('are passed through', async () => {
    expect(String((await get('/crates/public/1.0.0/download')).body)).toBe('public bytes');
  });
});

describe('pages of the API', () => {
  test('a crate and a version', async () => {
    expect(bodyOf(await get('/api/v1/crates/known'))).toMatchObject({
      crate: { max_version: '0.2.0', trustpub_only: false },
      versions: [{ num: '0.2.0' }, { num: '0.1.0', trustpub_data: null }],
    });
    const { checksum } = bodyOf<{ version: { checksum: string } }>(
      await get('/api/v1/crates/known/0.1.0'),
    ).version;
    expect(checksum).toBe(state.crates.get('known')?.versions[0]?.sha256);
    expect(bodyOf(await get('/api/v1/crates/known/owners'))).toMatchObject({
      users: [{ login: 'local' }],
    });
  });

  test.each([
    ['/api/v1/crates/public', 'crate `public` does not exist'],
    ['/api/v1/crates/known/3.0.0', 'crate `known` does not have a version `3.0.0`'],
    ['/api/v1/nothing', 'Not Found'],
  ])('%s is not there', async (path, detail) => {
    const response = await get(path);
    expect([response.status, detailOf(response)]).toEqual([404, detail]);
  });

  test('yanking and taking it back, twice each', async () => {
    for (const [request, yanked] of [
      ['DELETE /api/v1/crates/known/0.1.0/yank', true],
      ['DELETE /api/v1/crates/known/0.1.0/yank', true],
      ['PUT /api/v1/crates/known/0.1.0/unyank', false],
    ] as const) {
      expect(bodyOf(await asOwner(request))).toEqual({ ok: true });
      expect(state.crates.get('known')?.versions[0]?.yanked).toBe(yanked);
    }
  });

  test('yanking with a reason, which goes when the yank does', async () => {
    const path = '/api/v1/crates/known/0.1.0';
    const headers = { authorization: state.secrets.owner['crates-io'] };
    const body = JSON.stringify({ version: { yanked: true, yank_message: 'it leaks' } });
    await handler(aRequest(`PATCH ${path}`, { headers, body }), state, noon);
    const shown = async () => bodyOf(await get(path));
    expect(await shown()).toMatchObject({ version: { yanked: true, yank_message: 'it leaks' } });
    await asOwner(`PUT ${path}/unyank`);
    expect(await shown()).toMatchObject({ version: { yanked: false, yank_message: null } });
  });

  test('a trusted token cannot yank', async () => {
    const headers = { authorization: newAccessToken() };
    const response = await handler(
      aRequest('DELETE /api/v1/crates/known/0.1.0/yank', { headers }),
      state,
      noon,
    );
    expect([response.status, detailOf(response)]).toEqual([403, 'authentication failed']);
  });

  test('trusted publishing only', async () => {
    const token = addToken({ registry: 'crates-io', scopes: ['trusted-publishing'] }, state, noon);
    const change = { headers: { authorization: token }, body: { crate: { trustpub_only: true } } };
    const response = await handler(aRequest('PATCH /api/v1/crates/known', change), state, noon);
    expect(bodyOf(response)).toMatchObject({ crate: { trustpub_only: true } });
  });
});

describe('trusted publishers by the API', () => {
  const path = '/api/v1/trusted_publishing/github_configs';
  const config = {
    crate: 'known',
    repository_owner: 'LOCAL',
    repository_name: 'workspace',
    workflow_filename: 'release.yml',
    environment: null,
  };
  const add = (change: object = {}) =>
    asOwner(`POST ${path}`, { github_config: { ...config, ...change } });

  test('are added with the owner’s id, listed and removed', async () => {
    const { github_config: made } = bodyOf<{ github_config: { id: number } }>(await add());
    expect(made).toMatchObject({ repository_owner: 'local', repository_owner_id: 1 });
    const listed = bodyOf<{ github_configs: object[] }>(await asOwner(`GET ${path}?crate=known`));
    expect(listed.github_configs).toEqual([made]);
    expect((await asOwner(`DELETE ${path}/${made.id}`)).status).toBe(204);
    expect((await asOwner(`DELETE ${path}/${made.id}`)).status).toBe(404);
  });

  test('are five at most', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await add({ workflow_filename: `${name}.yml` });
    const response = await add();
    expect([response.status, detailOf(response)]).toEqual([
      409,
      'This crate already has the maximum number of GitHub Trusted Publishing configurations (5)',
    ]);
  });

  test.each([
    [{ workflow_filename: 'release.json' }, 'Workflow filename must end with `.yml` or `.yaml`'],
    [
      { workflow_filename: 'a/release.yml' },
      'Workflow filename must be a filename only, without directories',
    ],
    [{ environment: '' }, 'Environment name may not be empty (use `null` to omit)'],
    [{ repository_owner: 'nobody-knows' }, 'Unknown GitHub user or organization'],
  ])('refuse %o', async (change, detail) => {
    const response = await add(change);
    expect([response.status, detailOf(response)]).toEqual([400, detail]);
  });

  test('keep a space before the file’s name, which then never matches', async () => {
    expect((await add({ workflow_filename: ' release.yml' })).status).toBe(200);
    expect(state.publishers.values()[0]?.workflow).toBe(' release.yml');
  });

  test('are for the owner alone', async () => {
    const response = await get(`${path}?crate=known`);
    expect([response.status, detailOf(response)]).toEqual([
      403,
      'this action requires authentication',
    ]);
    expect(detailOf(await asOwner(`GET ${path}`))).toBe(
      'Must specify either `crate` or `user_id` query parameter',
    );
  });
});
