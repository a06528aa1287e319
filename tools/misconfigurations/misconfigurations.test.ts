import { explain } from '@slipway/release/explanation';
import { expect, it } from 'vitest';
import { breakSetup, findingsOf, readGood, readMisconfigurations } from './examine.ts';

const good = await readGood();
const all = await readMisconfigurations();

it('the good set-up has nothing wrong', () => {
  expect(findingsOf(good).filter(({ severity }) => severity !== 'info')).toEqual([]);
});

it('there are at least 60 misconfigurations, each with a code', () => {
  expect(all.length).toBeGreaterThanOrEqual(60);
});

it.each(all)('$finds: $name', (one) => {
  const codes = findingsOf(breakSetup(good, one)).map(({ code }) => code);
  expect(codes).toContain(one.finds);
});

it.each(all.filter(({ log }) => log !== undefined))(
  '$finds is what the log means: $name',
  (one) => {
    expect(explain(one.log ?? '').map(({ code }) => code)).toEqual([one.finds]);
  },
);

it('a release may have a cache token that pull requests do not get', () => {
  const shared = all.find(({ name }) => name === 'cache-shared')!;
  const replace = shared.replace!.map((one) =>
    one.file.endsWith('test.yml') ? { ...one, to: one.to.replace('NX_CACHE', 'NX_READ') } : one,
  );
  expect(replace).not.toEqual(shared.replace);
  const codes = findingsOf(breakSetup(good, { ...shared, replace })).map(({ code }) => code);
  expect(codes).not.toContain('SLW646');
});
