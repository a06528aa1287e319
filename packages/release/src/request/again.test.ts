import { describe, expect, it } from 'vitest';
import { registryUnreachable, uploadRefused } from '../finding/index.ts';
import { again, Passing, retryAfter, troubleOf } from './index.ts';

const start = Date.UTC(2026, 0, 1);

/** Work that fails so often before it succeeds, on a clock that jumps; and the instants at which it was tried. */
function failing(times: number, fail: () => Error) {
  let now = start;
  const tried: number[] = [];
  const work = async (): Promise<string> => {
    tried.push((now - start) / 1000);
    if (tried.length <= times) throw fail();
    return 'answered';
  };
  const clock = { now: () => now, sleep: async (time: number) => void (now += time) };
  return { tried, ended: again(work, { clock }) };
}

const passing =
  (retryAt: number | null = null) =>
  () =>
    registryUnreachable.error(
      { registry: 'PyPI', url: '/', detail: '' },
      { cause: new Passing({ retryAt }) },
    );

describe('again', () => {
  it('asks five times, each time twice as long after the last', async () => {
    const { tried, ended } = failing(4, passing());
    expect(await ended).toBe('answered');
    expect(tried).toEqual([0, 1, 3, 7, 15]);
    await expect(failing(5, passing()).ended).rejects.toMatchObject({
      finding: { code: 'SLW401' },
    });
  });

  it('asks at the instant that the server names, where that is within five minutes', async () => {
    const { tried, ended } = failing(1, passing(start + 120_000));
    await ended;
    expect(tried).toEqual([0, 120]);
    const late = failing(1, passing(start + 301_000));
    await expect(late.ended).rejects.toThrow();
    expect(late.tried).toEqual([0]);
  });

  it('does not ask again after a refusal', async () => {
    const { tried, ended } = failing(1, () =>
      uploadRefused.error({ registry: 'PyPI', file: 'a.whl', detail: 'no' }),
    );
    await expect(ended).rejects.toMatchObject({ finding: { code: 'SLW403' } });
    expect(tried).toEqual([0]);
  });
});

describe('the trouble of an answer', () => {
  const of = (status: number, headers: Record<string, string> = {}) =>
    troubleOf({ status, ok: status < 300, headers: new Headers(headers) }, start);

  it('passes where the server is not itself or wants us later, and in a refusal never', () => {
    expect([408, 429, 500, 502, 503, 504].map((status) => of(status) !== undefined)).not.toContain(
      false,
    );
    expect(
      [307, 400, 401, 403, 404, 405, 409, 410, 413, 422, 501, 505].map((status) => of(status)),
    ).toEqual(Array.from({ length: 12 }));
  });

  it('leaves open whether the work was done, but for 429', () => {
    expect(of(503)?.isOpen).toBe(true);
    expect(of(429)?.isOpen).toBe(false);
  });

  it('reads Retry-After in both of its forms', () => {
    const read = (value: string) => retryAfter(new Headers({ 'retry-after': value }), start);
    expect(read('90')).toBe(start + 90_000);
    expect(read('Thu, 01 Jan 2026 00:02:00 GMT')).toBe(start + 120_000);
    expect(read('soon')).toBeNull();
    expect(retryAfter(new Headers(), start)).toBeNull();
    expect(read('1e20')).toBeNull();
  });
});
