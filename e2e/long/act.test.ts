import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../../tools/workflows/programs.ts';
import { act, type Run } from '../support/act.ts';
import { earlier, setUpRegistries } from '../support/registries.ts';
import { startStandalone, type RunningRehearsal, type StateFile } from '../support/rehearsal.ts';
import { commit, makeWorkspace, type Outcome, type Workspace } from '../support/workspace.ts';

const hasGo = (await program('act')) !== null;
if (!hasGo) console.warn('Workflows are not run: act is built with Go, which is not here.');

const minutes = 60_000;

let workspace: Workspace;
let head: string;

/** A repository with its generated workflows, tagged. */
beforeAll(async () => {
  if (!hasGo) return;
  workspace = await makeWorkspace();
  await workspace.nx('g', '@slipway/nx:ci');
  await commit(workspace, 'ci: the workflows');
  await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
  head = (await workspace.run('git', ['rev-parse', 'HEAD'])).output.trim();
});
afterAll(() => workspace?.dispose());

/** What GitHub keeps of one run: its artifacts. */
async function newStore(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'slipway-act-'));
}

/** The jobs of a run that ended, by name. */
function jobs({ output }: Outcome): Record<string, string> {
  const ends = output.matchAll(/^\[[^/\]]+\/(.*?) *\] 🏁 {2}Job (succeeded|failed)$/gm);
  return Object.fromEntries([...ends].map(([, name, how]) => [name, how]));
}

describe.skipIf(!hasGo)('a pull request', () => {
  it(
    'has every required check green where nothing is affected, and no wheel to build',
    async () => {
      const store = await newStore();
      const outcome = await act(workspace, {
        event: 'pull_request',
        workflow: 'ci.yml',
        payload: { pull_request: { number: 7, base: { sha: head }, head: { sha: head } } },
        store,
      });
      expect(outcome.exitCode, outcome.output).toBe(0);
      expect(jobs(outcome)).toEqual({
        'test / Test Suite': 'succeeded',
        'quality / Code Quality': 'succeeded',
        'python-test / Python Tests': 'succeeded',
        'Affected wheels': 'succeeded',
      });
      expect(outcome.output).not.toMatch(/nx run [\w-]+:(test|build)/);
      await rm(store, { recursive: true });
    },
    10 * minutes,
  );
});

describe.skipIf(!hasGo)('a pull request that changes the Python package alone', () => {
  it(
    'tests it and builds its wheel, and leaves the crates alone',
    async () => {
      const store = await newStore();
      const module = 'python-stub/python/tidewater_candles/__init__.py';
      await workspace.write(module, `${await workspace.read(module)}\n# Changed.\n`);
      await commit(workspace, 'fix: another line');
      const outcome = await act(workspace, {
        event: 'pull_request',
        workflow: 'ci.yml',
        payload: { pull_request: { number: 8, base: { sha: head } } },
        store,
      });
      await workspace.run('git', ['reset', '-q', '--hard', head]);
      expect(outcome.exitCode, outcome.output).toBe(0);
      expect(Object.keys(jobs(outcome))).toContainEqual(
        expect.stringMatching(/^tidewater-candles, /),
      );
      expect(outcome.output).toMatch(/nx run tidewater-python:(test|build-wheels)/);
      expect(outcome.output).not.toMatch(/nx run tidewater(-core)?:test/);
      await rm(store, { recursive: true });
    },
    10 * minutes,
  );
});

describe.skipIf(!hasGo)('a run by hand', () => {
  it(
    'is a dry run that publishes nothing, when nobody says otherwise',
    async () => {
      const store = await newStore();
      const rehearsal = await startStandalone(join(store, 'registries'));
      const outcome = await act(workspace, {
        event: 'workflow_dispatch',
        workflow: 'publish.yml',
        payload: { inputs: {} },
        store,
        env: { SLIPWAY_REHEARSAL: rehearsal.ready.admin },
      });
      const { files } = await rehearsal.state();
      await rehearsal.stop();
      expect(outcome.exitCode, outcome.output).toBe(0);
      expect(jobs(outcome)).toMatchObject({ Plan: 'succeeded', Publish: 'succeeded' });
      expect(jobs(outcome)).not.toHaveProperty('Verify');
      expect(files).toEqual([]);
      expect(outcome.output).toContain('A dry run, nothing is published');
      await rm(store, { recursive: true });
    },
    10 * minutes,
  );
});

describe.skipIf(!hasGo)('a pushed tag', () => {
  let store: string;
  let rehearsal: RunningRehearsal;
  let run: Run;

  beforeAll(async () => {
    store = await newStore();
    rehearsal = await startStandalone(join(store, 'registries'));
    await workspace.run('git', ['tag', 'v0.1.0']);
    await setUpRegistries(rehearsal, head);
    const { env, admin, github } = rehearsal.ready;
    const { ACTIONS_ID_TOKEN_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_TOKEN } = env;
    run = {
      event: 'push',
      workflow: 'publish.yml',
      payload: { ref: 'refs/tags/v0.1.0', after: head },
      store,
      token: github.token,
      identity: {
        url: ACTIONS_ID_TOKEN_REQUEST_URL!,
        token: ACTIONS_ID_TOKEN_REQUEST_TOKEN!,
      },
      env: { SLIPWAY_REHEARSAL: admin },
    };
  });
  afterAll(async () => {
    await rehearsal?.stop();
    await rm(store, { recursive: true, force: true });
  });

  it(
    'publishes nothing while a job that builds a wheel fails',
    async () => {
      await writeFile(join(store, 'fail-wheels'), '');
      const outcome = await act(workspace, run);
      await rm(join(store, 'fail-wheels'));
      expect(outcome.exitCode).not.toBe(0);
      expect(jobs(outcome)).toMatchObject({ 'Test and package': 'succeeded' });
      expect(jobs(outcome)).not.toHaveProperty('Publish');
      expect(await released(rehearsal)).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'goes on when it is run again: crates, wheel, sdist and GitHub release are there',
    async () => {
      const outcome = await act(workspace, run);
      expect(outcome.exitCode, outcome.output).toBe(0);
      expect(jobs(outcome)).toMatchObject({ Publish: 'succeeded', Verify: 'succeeded' });
      const { tokens } = await rehearsal.state();
      const files = await released(rehearsal);
      expect(named(files, 'crates-io')).toEqual([
        'tidewater-0.1.0.crate',
        'tidewater-core-0.1.0.crate',
      ]);
      expect(named(files, 'pypi').map((file) => file.replace(/.*\./, ''))).toEqual(['whl', 'gz']);
      expect(named(files, 'github')).toContain('SHA256SUMS');
      expect(tokens.every(({ revoked }) => revoked)).toBe(true);
      // What was attested is what is live.
      const attested = await readFile(join(store, 'attested'), 'utf8');
      for (const { sha256, file } of files.filter(({ registry }) => registry !== 'github')) {
        expect(attested).toContain(`${sha256}  ${file}`);
      }
    },
    10 * minutes,
  );

  it(
    'publishes nothing twice when the job that published is run once more',
    async () => {
      const outcome = await act(workspace, run);
      expect(outcome.exitCode, outcome.output).toBe(0);
      expect((await released(rehearsal)).filter(({ uploads }) => uploads !== 1)).toEqual([]);
    },
    10 * minutes,
  );
});

const named = (files: readonly StateFile[], registry: string): string[] =>
  files
    .filter((one) => one.registry === registry)
    .map(({ file }) => file)
    .toSorted();

/** What this release has brought to the registries. */
async function released(rehearsal: RunningRehearsal): Promise<StateFile[]> {
  return (await rehearsal.state()).files.filter(({ version }) => version !== earlier);
}
