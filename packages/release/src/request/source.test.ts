import { describe, expect, it } from 'vitest';
import { askSource, limitIn, saidIn, troubleIn, type Answer, type Sent } from './index.ts';

const now = Date.UTC(2026, 0, 1);

const answer = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  ok: status < 300,
  statusText: '',
  headers: new Headers(headers),
  body: new Uint8Array(),
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('a request to a source', () => {
  const sentTo = async (name: string, token: string | null, sent: Sent) => {
    let seen: { url: string; init: RequestInit } | undefined;
    const fetch = async (url: unknown, init: RequestInit = {}) => {
      seen = { url: String(url), init };
      return new Response('{}');
    };
    const source = {
      name,
      api: 'https://api/',
      token: token === null ? null : { reveal: () => token },
    };
    await askSource(source, '/one', sent, { fetch });
    return { ...seen!, headers: Object.fromEntries(new Headers(seen!.init.headers)) };
  };

  it('to GitHub sends the API version, the body as JSON, and a bearer token', async () => {
    const { url, headers, init } = await sentTo('GitHub', 'ghp_one\n', { json: { a: 1 } });
    expect(url).toBe('https://api/one');
    expect(init.body).toBe('{"a":1}');
    expect(headers).toMatchObject({
      accept: 'application/vnd.github+json',
      authorization: 'Bearer ghp_one',
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    });
  });

  it('to others sends no version, and keeps the headers that it is given', async () => {
    const { headers } = await sentTo('crates.io', null, { headers: { accept: 'text/plain' } });
    expect(headers).toMatchObject({ accept: 'text/plain' });
    expect(Object.keys(headers)).toEqual(['accept', 'user-agent']);
  });

  it('SLW435: is not sent with a token that no header takes, which nobody is shown', async () => {
    const sending = sentTo('GitHub', 'ghp_one\nghp_two', {});
    await expect(sending).rejects.toThrow(/^SLW435 the token for GitHub holds/);
    await expect(sending).rejects.not.toThrow(/ghp_/);
  });
});

describe('what an answer says', () => {
  it.each([
    [{ message: 'Not Found' }, 'Not Found'],
    [{ errors: [{ detail: 'not you' }, { detail: 'nor you' }] }, 'not you: nor you'],
    [
      { message: 'Validation Failed', errors: [{ message: 'too long', code: 'custom' }] },
      'Validation Failed: too long',
    ],
    [
      {
        message: 'No',
        errors: [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }],
      },
      'No: Release tag_name already_exists',
    ],
    [{ message: 'No', errors: ['in words', null] }, 'No: in words'],
    ['<html>', ''],
    [[], ''],
  ])('%j: %s', (body, said) => {
    expect(saidIn(answer(422, body))).toBe(said);
  });

  const reset = String(now / 1000 + 90);
  it.each<[string, number, Record<string, string>, string, number | null]>([
    [
      'a limit of a moment',
      403,
      { 'retry-after': '60', 'x-ratelimit-reset': reset },
      'again after 60 s',
      60,
    ],
    [
      'the main limit',
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      'again from 2026-01-01T00:01:30.000Z',
      90,
    ],
    [
      'one without an instant',
      429,
      { 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': reset },
      '',
      null,
    ],
  ])('%s (%i) is one, and says when it is over', (_, status, headers, words, seconds) => {
    const retryAt = seconds === null ? null : now + seconds * 1000;
    const limited = answer(status, { message: 'no' }, headers);
    expect(limitIn(limited, now)).toEqual({ retryAt, words });
    expect(troubleIn(limited, now)).toMatchObject({ retryAt, isOpen: false });
  });

  it('of a refusal stands, and passes where the source is not itself', () => {
    expect(limitIn(answer(403, { message: 'Forbidden' }), now)).toBeNull();
    expect([200, 403, 404].map((status) => troubleIn(answer(status, {}), now))).toEqual(
      Array.from({ length: 3 }),
    );
    expect(troubleIn(answer(503, '<html>'), now)).toMatchObject({ isOpen: true });
  });
});
