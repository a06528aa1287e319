import { expect, it } from 'vitest';
import { describePackages, intendedActions, liveKey, type Live } from '../plan/index.ts';
import { python, repository } from '../plan/repository.fixture.ts';
import { plannedWork } from './index.ts';

const versions = (rows: Record<string, readonly string[]>): Live =>
  new Map(
    Object.entries(rows).map(([name, known]) => [
      liveKey({ registry: 'crates.io', name }),
      { registry: 'crates.io', name, versions: known, repository: null },
    ]),
  );

it('is what a plan will upload, of new crates with what crates.io counts', () => {
  const meta = 'publish = ["crates-io"]\ndescription = "d"\nlicense = "MIT"';
  const over = { more: meta, dependencies: 'a = { path = "../a", version = "0.3.1" }' };
  const both = repository({ a: { more: meta }, top: over }, python(''));
  const live = versions({ a: ['0.3.0'], top: [] });
  const actions = intendedActions(both, { stays: [], bumpFirst: [] }, live);
  const platforms = [{ target: 'x86_64-unknown-linux-gnu', manylinux: 'auto' }];
  const work = plannedWork(both, describePackages(both, platforms), actions, live);
  expect(work.crates.map(({ file, after, budget }) => [file, after, budget?.name])).toEqual([
    ['a-0.3.1.crate', [], undefined],
    ['top-0.3.1.crate', ['a-0.3.1.crate'], 'new crates'],
  ]);
  expect(work.packages.map(({ name, files }) => [name, files.length])).toEqual([['tide', 2]]);
});
