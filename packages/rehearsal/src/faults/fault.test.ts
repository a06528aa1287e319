import { describe, expect, test } from 'vitest';
import type { Handler } from '../message/message.ts';
import { aRequest } from '../message/request.fixture.ts';
import { aState, noon } from '../state/state.fixture.ts';
import { noFaults, type FaultMatch } from './fault.ts';
import { withFault } from './wrap.ts';

const aToken = {
  ...{ registry: 'pypi' as const, scope: [], publishers: [] },
  ...{ run: { repository: 'o/r', runId: '1', sha: 'c' }, issuedAt: noon, expiresAt: noon },
  ...{ lastUsedAt: null, revoked: false },
};

const put = { method: 'PUT', path: '/api/v1/crates/new', prefix: '/crates-io' };

describe('the choice of a fault', () => {
  const turns = (match: FaultMatch, count: number): boolean[] => {
    const faults = noFaults();
    faults.set([{ match, do: { status: 500 } }]);
    return Array.from({ length: count }, () => faults.select('crates-io', put) !== null);
  };

  test.each<[FaultMatch, boolean[]]>([
    [{}, [true, true, true, true]],
    [{ nth: 2 }, [false, true, false, false]],
    [{ times: 2 }, [true, true, false, false]],
    [{ nth: 2, times: 2 }, [false, true, true, false]],
  ])('%o is for the requests %o', (match, expected) => {
    expect(turns(match, 4)).toEqual(expected);
  });

  test.each<[FaultMatch, boolean]>([
    [{ registry: 'crates-io' }, true],
    [{ registry: 'pypi' }, false],
    [{ method: 'put' }, true],
    [{ method: 'GET' }, false],
    [{ path: 'crates/new' }, true],
    [{ path: '/crates-io/api' }, true],
    [{ path: '/^\\/api\\/v\\d+/' }, true],
    [{ path: '/^\\/index/' }, false],
  ])('%o fits: %s', (match, fits) => {
    expect(turns(match, 1)).toEqual([fits]);
  });

  test('each counts for itself, and the first whose turn it is happens', () => {
    const faults = noFaults();
    faults.set([{ match: { nth: 2 }, do: { status: 500 } }]);
    faults.set([{ match: {}, do: { status: 503 } }]);
    expect([1, 2, 3].map(() => faults.select('crates-io', put)?.status)).toEqual([503, 500, 503]);
    faults.clear();
    expect(faults.select('crates-io', put)).toBe(null);
  });
});

describe('what a fault does', () => {
  const works: Handler = (_request, state) => {
    state.settings.set('done', {});
    return { status: 200, headers: { a: '1' }, body: 'whole' };
  };
  const happen = async (effect: Parameters<typeof withFault>[1]) => {
    const state = aState();
    const response = await withFault(works, effect)(aRequest('GET /'), state, noon);
    return { ...response, done: state.settings.has('done') };
  };

  test.each([
    [
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 429, done: false, headers: { 'retry-after': '1' } },
    ],
    [{ html: true }, { status: 502, done: false, headers: { 'content-type': 'text/html' } }],
    [{ body: { a: 1 } }, { status: 200, done: false, body: '{"a":1}' }],
    [{ acceptThenFail: 503 }, { status: 503, done: true }],
    [{ lose: true }, { status: 200, done: false, body: 'whole' }],
    [{ reset: 'after' as const }, { done: true, cut: 'before-response' }],
    [{ reset: 'before' as const }, { done: false, cut: 'before-response' }],
    [{ halfBody: true }, { status: 200, done: true, body: 'whole', cut: 'in-response' }],
    [{ headers: { b: '2' } }, { status: 200, done: true, headers: { a: '1', b: '2' } }],
  ])('%o', async (effect, expected) => {
    expect(await happen(effect)).toMatchObject(expected);
  });

  test.each([
    [{ retryAfterSeconds: 90 }, '90'],
    [{ retryAfterSeconds: 90, retryAfterDate: true }, 'Mon, 23 Nov 2026 12:01:30 GMT'],
  ])('%o names the instant in the header and in the text', async (effect, header) => {
    const { status, headers, body } = await happen(effect);
    expect([status, headers?.['retry-after']]).toEqual([429, header]);
    expect(body).toContain('Please try again after Mon, 23 Nov 2026 12:01:30 GMT and see');
  });

  test('all tokens are dead, before the request is answered', async () => {
    const state = aState();
    const token = { ...aToken, expiresAt: noon + 1 };
    state.tokens.set('a', token);
    const looks: Handler = (_request, { tokens }) => ({
      status: 200,
      body: String(tokens.get('a')?.expiresAt),
    });
    const { body } = await withFault(looks, { expireTokens: true })(aRequest('PUT /'), state, noon);
    expect(body).toBe(String(noon));
  });

  test('a delay of the index is handed to the handler', async () => {
    const tells: Handler = (request) => ({ status: 200, body: String(request.indexDelayMs) });
    const response = await withFault(tells, { indexDelayMs: 7 })(aRequest('PUT /'), aState(), noon);
    expect(response.body).toBe('7');
  });

  test('a delay takes time', async () => {
    const started = performance.now();
    await happen({ delayMs: 30 });
    expect(performance.now() - started).toBeGreaterThan(25);
  });
});
