import { execa } from 'execa';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { benchmarks } from '../../tools/bench/benchmarks.ts';
import type { Benchmark } from '../../tools/bench/measure.ts';
import { repository, testEnvironment } from '../support/workspace.ts';

/** The row that a benchmark prints last, in its smallest size. */
async function smoke(name: string): Promise<Benchmark> {
  const args = [join(repository, 'tools/bench/main.ts'), name, '--smoke'];
  const { stdout } = await execa('node', args, { env: testEnvironment(), stdin: 'ignore' });
  return JSON.parse(stdout) as Benchmark;
}

it.each(Object.keys(benchmarks))('the benchmark %s runs, and prints its figures', async (name) => {
  const { bench, seconds, peers, ratios, peakMiB, more = {}, skipped = {} } = await smoke(name);
  expect(bench).toBe(name);
  const figures = [peers, ratios, more].flatMap((one) => Object.values(one));
  // JSON has null for what is no finite number.
  for (const figure of [seconds, peakMiB, ...figures]) expect(figure).toBeTypeOf('number');
  expect(seconds).toBeGreaterThan(0);
  expect(Object.keys(ratios).length + Object.keys(skipped).length).toBeGreaterThan(0);
  for (const why of Object.values(skipped)) expect(why).toMatch(/^because \w/);
});
