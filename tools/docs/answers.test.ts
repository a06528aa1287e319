import { expect, it } from 'vitest';
import { isStale, registries } from './answers.ts';

it('docs/guides/rehearsal-answers.md is what the tests say today; else: npm run docs:answers', async () => {
  expect(await isStale()).toBe(false);
});

it('no case is described twice for one client', () => {
  const cases = Object.entries(registries).flatMap(([registry, groups]) =>
    Object.entries(groups).flatMap(([about, answers]) =>
      answers.map(({ what, client }) => `${registry}, ${about}: ${what} (${client})`),
    ),
  );
  expect(cases.filter((one, index) => cases.indexOf(one) !== index)).toEqual([]);
});
