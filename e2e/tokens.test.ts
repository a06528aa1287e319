import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cache } from './support/cache.ts';
import { leaking, tokens, watch, type Watched } from './support/leaks.ts';
import { startStandalone } from './support/rehearsal.ts';
import { makeWorkspace, type Outcome, type Workspace } from './support/workspace.ts';

let workspace: Workspace;
let outcome: Outcome;
let started: number;
let watched: Watched;

beforeAll(async () => {
  workspace = await makeWorkspace();
  started = Date.now() - 1000;
  const watching = watch(workspace.root);
  outcome = await workspace.nx('run', 'release:publish');
  watched = await watching.stop();
}, 600_000);
afterAll(() => workspace.dispose());

describe('no token, of all that a release asks for, is to be seen', () => {
  it('though several were given', async () => {
    expect(outcome.exitCode, outcome.output).toBe(0);
    const rehearsal = await startStandalone(workspace.path('.slipway/rehearsal/state'));
    const { tokens: given } = await rehearsal.state();
    await rehearsal.stop();
    expect(given.length).toBeGreaterThanOrEqual(3);
    expect(given.every(({ revoked }) => revoked)).toBe(true);
  });

  it('in the output', () => {
    expect(outcome.output).not.toMatch(tokens);
  });

  it.runIf(process.platform === 'linux')('in arguments and environments of processes', () => {
    expect([...watched.programs]).toEqual(expect.arrayContaining(['cargo', 'node']));
    expect(watched.leaks).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('or would be seen there, and in files', async () => {
    const token = `cio_tp_${'a'.repeat(32)}`;
    const watching = watch(workspace.root);
    const wait = ['-e', 'setTimeout(() => {}, 500)', workspace.root];
    await workspace.run('node', wait, { SOME_NAME: token });
    expect((await watching.stop()).leaks[0]).toContain('cio_tp_aaaaa');
    await workspace.write('dist/leak.json', JSON.stringify({ token }));
    expect(await leaking(workspace.path('dist'), started)).toHaveLength(1);
    await workspace.run('rm', ['dist/leak.json']);
  });

  it('in the workspace: reports, receipts, packages, the registries’ own state', async () => {
    expect(await leaking(workspace.root, started)).toEqual([]);
  });

  it('in Nx’s cache', async () => {
    expect(await leaking(cache, started)).toEqual([]);
  });

  it('in temporary folders', async () => {
    const names = (await readdir(tmpdir())).filter((name) => name.startsWith('slipway-'));
    for (const name of names) expect(await leaking(join(tmpdir(), name), started)).toEqual([]);
  });
});
