import { expect, it } from 'vitest';
import { stageArguments } from './together.ts';

it('nx release publish passes --continue, --max-wait and --keep-going to the stages', () => {
  const told = (options: Parameters<typeof stageArguments>[2]): string[] =>
    stageArguments(['tide', 'tide-py'], 'testpypi', options).slice(5);
  expect(told({})).toEqual([]);
  expect(told({ continue: true, maxWait: 0, keepGoing: true })).toEqual([
    '--continue',
    '--max-wait=0',
    '--keep-going',
  ]);
});
