import { beforeEach, describe, expect, test } from 'vitest';
import type { HttpResponse } from '../message/message.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import type { State } from '../state/state.ts';
import { aState, noon, withPublisher } from '../state/state.fixture.ts';
import { newAccessToken } from './access-token.ts';
import { aRegistry, anUpload, detailOf, exchange, sendUpload } from './crate.fixture.ts';

const registry = await aRegistry();
let state: State;

beforeEach(() => {
  state = aState();
});

const put = (body: Buffer, change: Parameters<typeof sendUpload>[3] = {}) =>
  sendUpload(registry, state, body, change);
const outcome = (response: HttpResponse) => [response.status, detailOf(response)];

async function trustedToken(): Promise<string> {
  return bodyOf<{ token: string }>(await exchange(registry, state)).token;
}

function withCrate(change: object = {}): void {
  state.crates.set('some_crate', {
    name: 'some-crate',
    owner: 'local',
    foreign: false,
    trustpubOnly: false,
    mirror: false,
    createdAt: noon,
    versions: [],
    ...change,
  });
}

describe('who may publish', () => {
  test.each([
    [null, 403, 'this action requires authentication'],
    [`cio${'x'.repeat(32)}`, 403, 'authentication failed'],
    ['cio_tp_short', 401, 'Invalid `Authorization` header: Failed to parse token'],
  ])('not with %s', async (token, status, detail) => {
    expect(outcome(await put(anUpload(), { token }))).toEqual([status, detail]);
  });

  test('not with a token of before 2020', async () => {
    const response = await put(anUpload(), { token: 'x'.repeat(32) });
    expect(response.status).toBe(401);
    expect(detailOf(response)).toMatch(
      /^The given API token does not match the format used by crates\.io\./,
    );
  });

  test('a trusted token, for a crate that exists', async () => {
    withPublisher(state);
    withCrate();
    expect((await put(anUpload(), { token: await trustedToken() })).status).toBe(200);
    expect(state.crates.get('some_crate')?.versions[0]?.run).toMatchObject({
      repository: 'local/workspace',
    });
    const used = state.tokens.values().map(({ lastUsedAt }) => lastUsedAt);
    expect(used).toEqual([noon]);
  });

  test('not a trusted token for a new crate, even one that is worth nothing', async () => {
    const detail =
      'Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first';
    expect(outcome(await put(anUpload(), { token: newAccessToken() }))).toEqual([403, detail]);
  });

  test('not a trusted token of somebody else, or after 30 minutes, or once it is revoked', async () => {
    withPublisher(state);
    withCrate();
    const invalid = [403, 'Invalid authentication token'];
    expect(outcome(await put(anUpload(), { token: newAccessToken() }))).toEqual(invalid);
    const token = await trustedToken();
    expect(outcome(await put(anUpload(), { token, now: noon + 30 * 60_000 }))).toEqual(invalid);
    const headers = { authorization: `Bearer ${token}` };
    await registry.handler(
      aRequest('DELETE /api/v1/trusted_publishing/tokens', { headers }),
      state,
      noon,
    );
    expect(outcome(await put(anUpload(), { token }))).toEqual(invalid);
  });

  test('not a trusted token without this crate', async () => {
    withPublisher(state, { name: 'another' });
    withCrate();
    const detail = 'The provided access token is not valid for crate `some-crate`';
    expect(outcome(await put(anUpload(), { token: await trustedToken() }))).toEqual([403, detail]);
  });

  test('not the owner’s token where only trusted ones count, or for a crate of somebody else', async () => {
    withCrate({ trustpubOnly: true });
    const only =
      'New versions of this crate can only be published using Trusted Publishing (see https://crates.io/docs/trusted-publishing).';
    expect(outcome(await put(anUpload()))).toEqual([403, only]);
    withCrate({ foreign: true });
    expect(detailOf(await put(anUpload()))).toMatch(
      /^this crate exists but you don't seem to be an owner\./,
    );
  });
});
