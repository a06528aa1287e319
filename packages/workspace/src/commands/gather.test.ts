import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

const doubled = async (all: readonly number[]) => new Map(all.map((one) => [one, 2 * one]));

describe('a gathering', () => {
  it('does all at once, when the last has come', async () => {
    const handed: number[][] = [];
    const { bring } = gather(3, async (all: readonly number[]) => {
      handed.push([...all]);
      return doubled(all);
    });
    const first = bring(async () => 1);
    const second = bring(async () => 2);
    await Promise.resolve();
    expect(handed).toEqual([]);
    expect(await Promise.all([first, second, bring(async () => 3)])).toEqual([2, 4, 6]);
    expect(handed).toEqual([[1, 2, 3]]);
  });

  it('does not wait for those who have nothing, and counts those who fail to find it', async () => {
    const counts: number[] = [];
    const { bring } = gather(3, (all: readonly number[], failed) => {
      counts.push(failed);
      return doubled(all);
    });
    const nothing = bring(async () => null);
    const fails = bring(() => Promise.reject(new Error('not found')));
    await expect(fails).rejects.toThrow('not found');
    expect(await nothing).toBe(null);
    expect(await bring(async () => 7)).toBe(14);
    expect(counts).toEqual([1]);
  });

  it('fails for all when the work does', async () => {
    const { bring } = gather(2, () => Promise.reject(new Error('refused')));
    const both = [bring(async () => 1), bring(async () => 2)];
    const ended = await Promise.allSettled(both);
    expect(ended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
