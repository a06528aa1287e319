import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../tools/workflows/programs.ts';
import { act } from './support/act.ts';
import { earlier, setUpRegistries } from './support/registries.ts';
import { startStandalone, type RunningRehearsal } from './support/rehearsal.ts';
import { makeLootFolder, plantThieves, readLoot, type Loot } from './support/thief/plant.ts';
import { codes, commit, makeWorkspace, type Outcome, type Workspace } from './support/workspace.ts';

const minutes = 60_000;
const isLinux = process.platform === 'linux';
const hasGo = (await program('act')) !== null;

let workspace: Workspace;
let rehearsal: RunningRehearsal;
let store: string;
let identity: { url: string; token: string };

/** A release whose build script, wheel and test suite steal what they can reach. */
beforeAll(async () => {
  workspace = await makeWorkspace();
  await plantThieves(workspace);
  await workspace.nx('g', '@slipway/nx:ci');
  await commit(workspace, 'feat: a thief in every part');
  await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
  await workspace.run('git', ['tag', 'v0.1.0']);
  store = await mkdtemp(join(tmpdir(), 'slipway-stealing-'));
  rehearsal = await startStandalone(join(store, 'registries'));
  const head = (await workspace.run('git', ['rev-parse', 'HEAD'])).output.trim();
  await setUpRegistries(rehearsal, head);
  const { env } = rehearsal.ready;
  identity = {
    url: env['ACTIONS_ID_TOKEN_REQUEST_URL']!,
    token: env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']!,
  };
}, 5 * minutes);
afterAll(async () => {
  await rehearsal?.stop();
  await workspace?.dispose();
  await rm(store, { recursive: true, force: true });
});

/** Registry tokens, as they are written. */
const minted = /cio_tp_[A-Za-z0-9]{32}|pypi-[A-Za-z0-9_-]{16,}/g;

/**
 * The secrets of this release that thieves have got hold of: what a job asks for its identity by, its token of GitHub, and
 * every token that a registry has given for it. (Other tests of this machine have rehearsals of their own.)
 */
async function stolen(loot: readonly Loot[]): Promise<string[]> {
  const { tokens } = await rehearsal.state();
  const given = new Set(tokens.map(({ fingerprint }) => fingerprint));
  const isGiven = (token: string): boolean =>
    given.has(createHash('sha256').update(token).digest('hex'));
  const known = [identity.token, rehearsal.ready.github.token];
  return loot.flatMap(({ who, found }) =>
    found
      .filter(
        ([, secret]) =>
          known.some((one) => secret.includes(one)) || (secret.match(minted) ?? []).some(isGiven),
      )
      .map(([place, secret]) => `${who}: ${place}: ${secret}`),
  );
}

const ran = (loot: readonly Loot[]): string[] =>
  [...new Set(loot.map(({ job, who }) => `${job}: ${who}`))].toSorted();

describe.runIf(isLinux && hasGo)('a release by the generated workflow', () => {
  let outcome: Outcome;
  let loot: Loot[];

  beforeAll(async () => {
    const folder = await makeLootFolder(join(store, 'loot-of-jobs'));
    outcome = await act(workspace, {
      event: 'push',
      workflow: 'publish.yml',
      payload: { ref: 'refs/tags/v0.1.0' },
      store,
      token: rehearsal.ready.github.token,
      identity,
      env: { SLIPWAY_REHEARSAL: rehearsal.ready.admin, LOOT: folder },
    });
    loot = await readLoot(folder);
  }, 20 * minutes);

  it('goes through, thieves and all', async () => {
    expect(outcome.exitCode, outcome.output).toBe(0);
    const { files, tokens } = await rehearsal.state();
    const live = files.filter(({ version }) => version !== earlier).map(({ registry }) => registry);
    expect(new Set(live)).toEqual(new Set(['crates-io', 'pypi', 'github']));
    expect(tokens.length).toBeGreaterThanOrEqual(3);
    expect(tokens.every(({ revoked }) => revoked)).toBe(true);
  });

  it('runs them where nothing is to be had, and nowhere else', () => {
    expect(ran(loot)).toEqual([
      'test: build',
      'test: import',
      'test: test',
      'verify: build',
      'verify: import',
      'wheels: build',
      'wheels: import',
    ]);
  });

  it('loses nothing to them', async () => {
    expect(await stolen(loot)).toEqual([]);
  });
});

describe.runIf(isLinux)('a public release in one process', () => {
  const release = (folder: string, ...args: string[]): Promise<Outcome> =>
    workspace.run('nx', ['run', 'release:publish:production', '--skip-nx-cache', ...args], {
      SLIPWAY_REHEARSAL: rehearsal.ready.admin,
      ACTIONS_ID_TOKEN_REQUEST_URL: identity.url,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: identity.token,
      GITHUB_TOKEN: rehearsal.ready.github.token,
      GITHUB_ACTIONS: '',
      LOOT: folder,
    });
  interface Report {
    readonly findings: readonly { code: string; severity: string }[];
  }
  const report = () => workspace.json<Report>('dist/release/report.json');

  it('SLW525: stops before any of them runs', { timeout: 10 * minutes }, async () => {
    const folder = await makeLootFolder(join(store, 'loot-of-one'));
    const { exitCode, output } = await release(folder);
    expect(exitCode, output).not.toBe(0);
    expect(codes(await report())).toContain('SLW525');
    expect(output).toContain('npx nx g @slipway/nx:ci');
    expect(await readLoot(folder)).toEqual([]);
  });

  it(
    'SLW526: is robbed where somebody allows it, and says so',
    { timeout: 15 * minutes },
    async () => {
      const folder = await makeLootFolder(join(store, 'loot-of-the-robbed'));
      const { output } = await release(folder, '--dry-run', '--build-beside-identity');
      expect(codes(await report(), 'warning')).toContain('SLW526');
      expect(output).toContain('SLW526');
      const loot = await readLoot(folder);
      expect(ran(loot)).toEqual(['null: build', 'null: import', 'null: test']);
      const text = (await stolen(loot)).join('\n');
      expect(text).toContain(identity.token);
      expect(text).toContain(rehearsal.ready.github.token);
    },
  );
});
