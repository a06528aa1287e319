import { expect, it } from 'vitest';
import { stageArguments } from './together.ts';

it('nx release publish hands on what its target is told of the release', () => {
  const told = (options: Parameters<typeof stageArguments>[2]): string[] =>
    stageArguments(['tide', 'tide-py'], 'testpypi', options).slice(5);
  expect(told({})).toEqual([]);
  expect(told({ continue: true, maxWait: 0, keepGoing: true })).toEqual([
    '--continue',
    '--max-wait=0',
    '--keep-going',
  ]);
});
