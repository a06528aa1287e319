import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostTriple } from '../packages/release/src/platform/index.ts';
import { nodePorts } from '../packages/release/src/node.ts';
import { startCacheServer, type CacheServer } from './support/nx-cache-server.ts';
import { makeWorkspace, type Outcome, type Workspace } from './support/workspace.ts';

const host = hostTriple(nodePorts().environment);
const task = `tidewater-python:build-wheels--${host}`;
const manifestFile = `dist/wheels/tidewater-candles/${host}/manifest.json`;
const tokens = { read: 'a-token-that-reads', write: 'a-token-that-writes' };

interface Manifest {
  readonly run: { readonly id: string; readonly ref: string };
  readonly artifacts: { readonly sha256: string }[];
}

let server: CacheServer;
const workspaces: Workspace[] = [];
beforeAll(async () => {
  server = await startCacheServer(tokens);
});
afterAll(async () => {
  await server.close();
  await Promise.all(workspaces.map((one) => one.dispose()));
});

/** A fresh clone on a fresh machine: no cache but the remote one. */
async function machine(): Promise<Workspace> {
  const workspace = await makeWorkspace();
  workspaces.push(workspace);
  return workspace;
}

function build(workspace: Workspace, token: string, run: string, ref: string): Promise<Outcome> {
  return workspace.run('nx', ['run', task, '--output-style=static'], {
    NX_CACHE_DIRECTORY: workspace.path('.nx/own-cache'),
    NX_WORKSPACE_DATA_DIRECTORY: workspace.path('.nx/own-data'),
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server.url,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'octo/tide',
    GITHUB_RUN_ID: run,
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: ref,
    GITHUB_JOB: 'wheels',
  });
}

describe('with a remote cache', () => {
  it('a wheel that the default branch built is not built again for the tag', async () => {
    const first = await machine();
    const built = await build(first, tokens.write, '101', 'refs/heads/main');
    expect(built.exitCode, built.output).toBe(0);
    expect(built.output).toContain('$ maturin build');
    expect(server.kept.size).toBeGreaterThan(0);
    const second = await machine();
    const promoted = await build(second, tokens.read, '102', 'refs/tags/v0.1.0');
    expect(promoted.exitCode, promoted.output).toBe(0);
    // What it shows of maturin is what run 101 printed.
    expect(promoted.output).toMatch(/instead of running the command for (\d+) out of \1 tasks/);
    const [one, other] = await Promise.all(
      [first, second].map((workspace) => workspace.json<Manifest>(manifestFile)),
    );
    expect(other).toEqual(one);
    expect(other?.run).toMatchObject({ id: '101', ref: 'refs/heads/main' });
  });

  it('a pull request builds what it changes, and leaves nothing there', async () => {
    const kept = new Map(server.kept);
    const fork = await machine();
    await fork.edit('python-stub/src/lib.rs', '\n', '\n\n');
    const { output, exitCode } = await build(fork, tokens.read, '103', 'refs/pull/7/merge');
    expect(exitCode, output).toBe(0);
    expect(output).toContain('$ maturin build');
    expect(server.log).toContain('PUT 403');
    expect(new Map(server.kept)).toEqual(kept);
  });
});
