import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { askEach } from './index.ts';

describe('askEach', () => {
  it('asks 32 at the same time, and answers in order', async () => {
    let now = 0;
    let most = 0;
    const items = Array.from({ length: 100 }, (_, at) => at);
    const answers = await askEach(items, async (item) => {
      most = Math.max(most, ++now);
      for (let turns = item % 3; turns >= 0; turns--) await turn();
      now -= 1;
      return item * 2;
    });
    expect(answers).toEqual(items.map((item) => item * 2));
    expect(most).toBe(32);
  });

  it('asks nothing more after an error', async () => {
    const asked: number[] = [];
    const items = Array.from({ length: 100 }, (_, at) => at);
    const question = async (item: number): Promise<void> => {
      asked.push(item);
      await turn();
      if (item === 5) throw new Error('no');
    };
    await expect(askEach(items, question)).rejects.toThrow('no');
    const count = asked.length;
    await turn();
    await turn();
    expect(asked.length).toBe(count);
    expect(count).toBeLessThan(64);
  });

  it('has no answers for nobody', async () => {
    expect(await askEach([], async () => 1)).toEqual([]);
  });
});
