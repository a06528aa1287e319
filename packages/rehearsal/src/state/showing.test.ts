import { expect, test } from 'vitest';
import { shownOf, showingFrom } from './showing.ts';
import { aState, noon } from './state.fixture.ts';

const old = { name: 'old', visibleAt: noon - 1 };

test('what is late is not shown until its instant', () => {
  const rows = [old, { name: 'new', ...showingFrom(noon, { indexDelayMs: 10 }) }];
  const names = (now: number) => shownOf(rows, aState(), now).map(({ name }) => name);
  expect(names(noon + 9)).toEqual(['old']);
  expect(names(noon + 10)).toEqual(['old', 'new']);
});

test('what is not settled is shown in every other answer', () => {
  const state = aState();
  const rows = [old, { name: 'new', ...showingFrom(noon, { indexDelayMs: 5, indexInTurnMs: 10 }) }];
  const counts = [4, 5, 6, 7, 15, 16].map((later) => shownOf(rows, state, noon + later).length);
  expect(counts).toEqual([1, 1, 2, 1, 2, 2]);
});

test('rows of an earlier state, which say nothing of it, are shown', () => {
  expect(shownOf([{}], aState(), noon)).toEqual([{}]);
});
