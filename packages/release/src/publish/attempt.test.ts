import { describe, expect, it } from 'vitest';
import { uploadRefused } from '../finding/index.ts';
import { Passing } from '../request/index.ts';
import { attempt } from './attempt.ts';

const fails = (cause: Passing) => async (): Promise<void> => {
  throw uploadRefused.error({ registry: 'PyPI', file: 'a.whl', detail: '502' }, { cause });
};

/** A registry that shows the file from so many seconds on, and how often it was looked at. */
function showing(after: number) {
  let now = 0;
  const looks: number[] = [];
  const isThere = async (): Promise<boolean> => {
    looks.push(now / 1000);
    return now >= after * 1000;
  };
  return {
    looks,
    isThere,
    ports: { clock: { now: () => now, sleep: async (time: number) => void (now += time) } },
  };
}

describe('an attempt whose answer is lost', () => {
  it('was accepted where the registry shows the file within half a minute', async () => {
    const { looks, isThere, ports } = showing(5);
    const ended = await attempt(fails(new Passing()), isThere, ports);
    expect(ended).toEqual({ live: true, result: 'published' });
    expect(looks).toEqual([0, 2, 4, 6]);
  });

  it('is to be made again where it never shows', async () => {
    const { looks, isThere, ports } = showing(Number.POSITIVE_INFINITY);
    expect(await attempt(fails(new Passing()), isThere, ports)).toMatchObject({
      live: false,
      retryAt: null,
    });
    expect(looks.at(-1)).toBe(30);
  });
});

describe('an attempt that was told to come later', () => {
  it('is not looked for: nothing was taken', async () => {
    const { looks, isThere, ports } = showing(0);
    const later = new Passing({ retryAt: 9000, isOpen: false });
    expect(await attempt(fails(later), isThere, ports)).toMatchObject({
      live: false,
      retryAt: 9000,
    });
    expect(looks).toEqual([]);
  });
});

it('throws a refusal as it is', async () => {
  const { isThere, ports } = showing(0);
  const refuse = async (): Promise<void> => {
    throw uploadRefused.error({ registry: 'PyPI', file: 'a.whl', detail: 'no' });
  };
  await expect(attempt(refuse, isThere, ports)).rejects.toMatchObject({
    finding: { code: 'SLW403' },
  });
});
