import type { Action } from '@slipway/release/plan';
import { expect, it } from 'vitest';
import { lookUntilThere } from './later-looks.ts';
import type { Stage } from '../stage/index.ts';

type Decision = Action['decision'];

/** How often it was looked, what was seen in the end, and after how many seconds. */
async function looks(seen: Decision[], destination: Stage['destination'] = 'production') {
  let now = 0;
  let count = 0;
  const clock = { now: () => now, sleep: async (ms: number) => void (now += ms) };
  const workshop = { ports: { clock }, progress: () => undefined } as unknown as Stage['workshop'];
  const look = async () => {
    const decision = seen[Math.min(count++, seen.length - 1)]!;
    return { actions: [{ decision } as Action] };
  };
  const { actions } = await lookUntilThere(look, { destination, workshop });
  return [count, actions[0]?.decision, now / 1000];
}

it('what is missing right after publishing is looked for again, for some minutes', async () => {
  expect(await looks(['already-there'])).toEqual([1, 'already-there', 0]);
  expect(await looks(['publish', 'publish', 'already-there'])).toEqual([3, 'already-there', 40]);
  expect(await looks(['publish'])).toEqual([13, 'publish', 240]);
});

it('what cannot come any more is not waited for, nor anything in a rehearsal', async () => {
  expect(await looks(['blocked'])).toEqual([1, 'blocked', 0]);
  expect(await looks(['conflict'])).toEqual([1, 'conflict', 0]);
  expect(await looks(['publish'], 'rehearsal')).toEqual([1, 'publish', 0]);
});
