import { describe, expect, it } from 'vitest';
import { budgetFor, estimate, type CrateWork, type PackageWork, type Work } from './estimate.ts';
import { checkWait, describeEstimate } from './words.ts';

const crates = (count: number, change: Partial<CrateWork> = {}): CrateWork[] =>
  Array.from({ length: count }, (_, at) => ({
    file: `tide-${at}.crate`,
    bytes: 20_000,
    after: [],
    budget: null,
    ...change,
  }));

const chain = (count: number): CrateWork[] =>
  crates(count).map((one, at) => (at === 0 ? one : { ...one, after: [`tide-${at - 1}.crate`] }));

const wheels = (name: string, count: number, bytes: number): PackageWork => ({
  name,
  isBegun: false,
  files: Array.from({ length: count }, (_, at) => ({ file: `${name}-${at}.whl`, bytes })),
});

const of = (work: Partial<Work>) => estimate({ crates: [], packages: [], pypi: 'PyPI', ...work });

describe('an estimate', () => {
  it('is of the budget, where an owner’s token makes many crates', () => {
    const work = { crates: crates(57, { budget: budgetFor(true) }) };
    const found = of(work);
    expect(found.budgets).toEqual([
      {
        registry: 'crates.io',
        budget: 'new crates',
        files: 57,
        burst: 5,
        everySeconds: 600,
        seconds: 31_200,
      },
    ]);
    expect(found.seconds).toBeGreaterThan(31_200);
    expect(found.seconds).toBeLessThan(31_200 + 30);
    expect(describeEstimate(found)).toEqual([
      'publishing takes about 8 h 41 min',
      '  57 new crates, 5 at once then 1 every 10 minutes: 8 h 40 min',
      '  crates.io: 57 files, 8 h 41 min (as many as crates.io takes of new crates)',
    ]);
  });

  it('counts updates by an owner’s token by themselves, and those by an identity not at all', () => {
    const found = of({ crates: crates(45, { budget: budgetFor(false) }) });
    expect(found.budgets).toMatchObject([{ budget: 'updates', burst: 30, seconds: 900 }]);
    expect(found.stages).toMatchObject([{ decides: 'updates' }]);
    expect(of({ crates: crates(45) }).budgets).toEqual([]);
    expect(of({ crates: crates(45) }).seconds).toBeLessThan(90);
  });

  it('says that all are let in at once', () => {
    const one = of({ crates: crates(1, { budget: budgetFor(true) }) });
    expect(describeEstimate(one)[1]).toBe(
      '  1 new crate, all at once (5 at once then 1 every 10 minutes)',
    );
  });

  it('is as long as the longest chain, where crates need each other', () => {
    const one = of({ crates: crates(1) }).seconds;
    const ten = of({ crates: chain(10) });
    expect(ten.seconds / one).toBeGreaterThan(8);
    expect(ten.stages[0]?.decides).toBe('order');
    expect(of({ crates: crates(8) }).seconds).toBeCloseTo(one, 1);
  });

  it('is of the bytes, where they are many, and of the requests where they are not', () => {
    const large = of({ packages: [wheels('a', 60, 100_000_000), wheels('b', 60, 100_000_000)] });
    expect(large.stages).toMatchObject([{ registry: 'PyPI', files: 120, decides: 'bandwidth' }]);
    expect(large.seconds).toBeGreaterThan(240);
    expect(large.seconds).toBeLessThan(250);
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => wheels(name, 60, 10_000));
    expect(of({ packages: many }).stages[0]?.decides).toBe('requests');
  });

  it('adds the packages to the crates, and is nothing where nothing is to be done', () => {
    const both = of({ crates: crates(3), packages: [wheels('a', 8, 1)] });
    expect(both.stages.map(({ registry }) => registry)).toEqual(['crates.io', 'PyPI']);
    expect(both.seconds).toBe(both.stages[0]!.seconds + both.stages[1]!.seconds);
    expect(of({})).toEqual({ seconds: 0, stages: [], budgets: [] });
    expect(describeEstimate(of({}))).toEqual([]);
  });
});

describe('what an estimate warns of', () => {
  it('SLW416: a budget that makes it wait for longer than it may', () => {
    const found = of({ crates: crates(57, { budget: budgetFor(true) }) });
    const [finding, ...others] = checkWait(found, 30 * 60_000);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'SLW416', severity: 'warning' });
    expect(finding?.message).toContain(
      '57 new crates, 5 at once then 1 every 10 minutes: 8 h 40 min',
    );
    expect(finding?.message).toContain('30 min');
    expect(finding?.remedy).toContain('--max-wait=550');
    expect(checkWait(found, 9 * 3_600_000)).toEqual([]);
  });

  it('SLW416: what would be let in at the last instant is too late, since cargo packages first', () => {
    const budget = budgetFor(true);
    const eight = crates(8, { budget });
    const wait = 3 * budget.every;
    expect(checkWait(of({ crates: eight }), wait)).toHaveLength(1);
    expect(checkWait(of({ crates: eight }), wait + 3 * 60_000)).toEqual([]);
    expect(checkWait(of({ crates: crates(5, { budget }) }), 0)).toEqual([]);
  });
});
