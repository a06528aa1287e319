import { execa } from 'execa';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codes, makeWorkspace, testEnvironment, type Workspace } from './support/workspace.ts';

interface Report {
  readonly findings: readonly { code: string; severity: string }[];
  readonly receipts: readonly object[];
  readonly timings: readonly { stage: string }[];
}

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.dispose());

/** Waits until a rehearsal of this workspace has announced itself. */
async function opened(): Promise<void> {
  for (let looks = 0; looks < 2400; looks += 1) {
    const text = await workspace.read('.slipway/rehearsal/running.json').catch(() => null);
    if (text !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the rehearsal did not open');
}

it('SLW504: a second run in one folder is told so at once, and harms the first in nothing', async () => {
  const first = execa('nx', ['run', 'release:publish'], {
    cwd: workspace.root,
    env: testEnvironment(),
    all: true,
    reject: false,
    stdin: 'ignore',
  });
  await opened();
  const started = Date.now();
  const second = await workspace.nx('run', 'release:publish');
  expect(second.exitCode).not.toBe(0);
  expect(second.output).toContain('SLW504');
  expect(second.output).toContain('a rehearsal is running here: process ');
  expect(second.output).not.toContain('SLW505');
  expect(Date.now() - started).toBeLessThan(60_000);
  // One that has nothing to do with it neither.
  await workspace.nx('run', 'tidewater-core:validate');

  const { exitCode, all } = await first;
  expect(exitCode, all).toBe(0);
  const { findings, receipts, timings } = await workspace.json<Report>('dist/release/report.json');
  expect(codes({ findings })).toEqual([]);
  expect(receipts.length).toBeGreaterThan(5);
  const stages = new Set(timings.map(({ stage }) => stage));
  for (const one of ['destination', 'validate', 'test', 'build', 'gate', 'publish-crate']) {
    expect([...stages]).toContain(one);
  }
}, 600_000);

it('what a run has announced is gone with it', async () => {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await readdir(workspace.path('.slipway/rehearsal'))).not.toContain('running.json');
  expect(await readdir(workspace.path('.slipway/rehearsal/state'))).not.toContain('serving.json');
});
