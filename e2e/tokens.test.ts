import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandalone } from './support/rehearsal.ts';
import { makeWorkspace, repository, type Outcome, type Workspace } from './support/workspace.ts';

/** What crates.io, PyPI and GitHub give: registry tokens, and JSON Web Tokens. */
const tokens =
  /cio_tp_[A-Za-z0-9]{32}|pypi-[A-Za-z0-9_-]{16,}|eyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}/;

let workspace: Workspace;
let outcome: Outcome;
let started: number;
let watched: Watched;

interface Watched {
  /** Processes that were seen at work. */
  readonly programs: ReadonlySet<string>;
  /** Where a token stood in arguments or an environment. */
  readonly leaks: readonly string[];
}

beforeAll(async () => {
  workspace = await makeWorkspace();
  started = Date.now() - 1000;
  const watching = watch(workspace.root);
  outcome = await workspace.nx('run', 'release:publish');
  watched = await watching.stop();
}, 600_000);
afterAll(() => workspace.dispose());

/** Looks at the arguments and the environment of every process below a folder, many times a second. */
function watch(root: string): { stop(): Promise<Watched> } {
  const programs = new Set<string>();
  const leaks: string[] = [];
  let isOver = process.platform !== 'linux';
  const look = async (pid: string): Promise<void> => {
    const read = (file: string): Promise<string> =>
      readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
    const [command, environment] = await Promise.all([read('cmdline'), read('environ')]);
    if (!command.includes(root) && !environment.includes(root)) return;
    programs.add(command.split('\0')[0]?.split('/').at(-1) ?? '');
    const leak = tokens.exec(command) ?? tokens.exec(environment);
    if (leak) leaks.push(`${command.split('\0')[0]}: ${leak[0].slice(0, 12)}…`);
  };
  const loop = (async () => {
    while (!isOver) {
      const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      await Promise.all(pids.map(look));
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await loop;
      return { programs, leaks };
    },
  };
}

/** The files below a folder that this run wrote, and that hold a token. */
async function leaking(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !['node_modules', 'tools', 'cache'].includes(entry.name)) {
      found.push(...(await leaking(path)));
    }
    if (!entry.isFile() || (await stat(path)).mtimeMs < started) continue;
    const leak = tokens.exec(await readFile(path, 'latin1').catch(() => ''));
    if (leak) found.push(`${path}: ${leak[0].slice(0, 12)}…`);
  }
  return found;
}

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
    expect(await leaking(workspace.path('dist'))).toHaveLength(1);
    await workspace.run('rm', ['dist/leak.json']);
  });

  it('in the workspace: reports, receipts, packages, the registries’ own state', async () => {
    expect(await leaking(workspace.root)).toEqual([]);
  });

  it('in Nx’s cache', async () => {
    expect(await leaking(join(repository, '.slipway/e2e'))).toEqual([]);
  });

  it('in temporary folders', async () => {
    const names = (await readdir(tmpdir())).filter((name) => name.startsWith('slipway-'));
    for (const name of names) expect(await leaking(join(tmpdir(), name))).toEqual([]);
  });
});
