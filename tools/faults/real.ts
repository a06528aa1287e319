import { execa } from 'execa';
import { setTimeout as sleep } from 'node:timers/promises';
import { startStandalone, type RunningRehearsal } from '../../e2e/support/rehearsal.ts';
import { makeWorkspace, testEnvironment, type Workspace } from '../../e2e/support/workspace.ts';

/** What came of runs that were really killed, and of a plain one after them. */
export interface RealOutcome {
  /** The effects after which runs were killed, and how many they had really had by then. */
  readonly kills: readonly { readonly after: number; readonly seen: number }[];
  readonly converged: boolean;
  readonly repeatedUploads: number;
  readonly lost: readonly string[];
  readonly tokensLeftValid: number;
  readonly oldestCredentialSeconds: number;
  /** What the last run printed, where it did not end well. */
  readonly complaint: string | null;
}

/** A release by the real Nx, cargo and maturin of this repository's stubs, to registries in a process of their own. */
export interface RealHarness {
  /** How many effects an undisturbed release has, as its registries tell. */
  readonly effects: number;
  /** Runs that are killed, one after the other, each so many effects after the beginning of all; then a plain one. */
  run(killsAfter: readonly number[], faults: readonly string[]): Promise<RealOutcome>;
  close(): Promise<void>;
}

interface Live {
  readonly files: readonly {
    registry: string;
    file: string;
    sha256: string;
    uploads: number;
    accepted: number;
  }[];
  readonly tokens: readonly {
    valid: boolean;
    revoked: boolean;
    issuedAt: string;
    lastUsedAt: string | null;
  }[];
  readonly releases: readonly { draft: boolean }[];
}

const repository = 'octo/tide';
const tag = 'v0.1.0';

/** Builds everything and releases it once, undisturbed: that is the wanted end. */
export async function openReal(): Promise<RealHarness> {
  const workspace = await makeWorkspace();
  await workspace.run('git', ['tag', tag]);
  await workspace.run('git', ['remote', 'add', 'origin', `https://github.com/${repository}.git`]);
  const { stdout: head } = await execa('git', ['rev-parse', 'HEAD'], { cwd: workspace.root });
  const open = (): Promise<RunningRehearsal> => openRegistries(workspace, head);
  const calm = await open();
  const { exitCode, all } = await release(workspace, calm);
  const wanted = await live(calm);
  await calm.stop();
  if (exitCode !== 0) throw new Error(`the undisturbed run failed:\n${all}`);
  return {
    effects: effectsOf(wanted),
    async run(killsAfter, faults) {
      const registries = await open();
      try {
        await registries.post('faults', faults as string[]);
        return await disturb(workspace, registries, wanted, killsAfter);
      } finally {
        await registries.stop();
      }
    },
    close: () => workspace.dispose(),
  };
}

async function disturb(
  workspace: Workspace,
  registries: RunningRehearsal,
  wanted: Live,
  killsAfter: readonly number[],
): Promise<RealOutcome> {
  const kills: { after: number; seen: number }[] = [];
  for (const after of killsAfter) {
    const running = release(workspace, registries);
    const seen = await untilEffect(after, registries, running);
    // Nx, its tasks, cargo: the whole group, as a machine that goes down.
    if (running.pid !== undefined && seen !== null) process.kill(-running.pid, 'SIGKILL');
    await running;
    kills.push({ after, seen: effectsOf(await live(registries)) });
  }
  const restarted = Date.now();
  const { exitCode, all } = await release(workspace, registries);
  const ended = await live(registries);
  const there = comparable(ended);
  const lost = [...comparable(wanted)].filter((one) => !there.has(one));
  return {
    kills,
    lost,
    converged: exitCode === 0 && lost.length === 0 && there.size === comparable(wanted).size,
    repeatedUploads: ended.files.reduce((sum, { accepted }) => sum + Math.max(0, accepted - 1), 0),
    // What a killed process held nobody can give back.
    tokensLeftValid: ended.tokens.filter(
      ({ valid, issuedAt }) => valid && Date.parse(issuedAt) >= restarted,
    ).length,
    oldestCredentialSeconds: Math.max(0, ...ended.tokens.map(ageOf)),
    complaint: exitCode === 0 ? null : String(all),
  };
}

const ageOf = ({ issuedAt, lastUsedAt }: Live['tokens'][number]): number =>
  lastUsedAt === null ? 0 : (Date.parse(lastUsedAt) - Date.parse(issuedAt)) / 1000;

/** Names, and the digests of what does not differ from run to run: each signs anew. */
function comparable({ files, releases }: Live): ReadonlySet<string> {
  const rows = files
    .filter(({ uploads }) => uploads > 0)
    .map(({ registry, file, sha256 }) => {
      const isOwn = /SHA256SUMS|\.cdx\.json$|\.attestation$/.test(file);
      return `${registry} ${file} ${isOwn ? '' : sha256}`;
    });
  return new Set([...rows, ...releases.map(({ draft }, at) => `release ${at} ${draft}`)]);
}

/** Tokens given and given back, files taken, releases begun and made public. */
function effectsOf({ files, tokens, releases }: Live): number {
  const uploaded = files.filter(({ uploads }) => uploads > 0).length;
  const revoked = tokens.filter((one) => one.revoked).length;
  const published = releases.filter(({ draft }) => !draft).length;
  return uploaded + tokens.length + revoked + releases.length + published;
}

/** The number of effects as soon as there are so many; null where the run ends before. */
async function untilEffect(
  count: number,
  registries: RunningRehearsal,
  running: Promise<unknown>,
): Promise<number | null> {
  let isOver = false;
  void running.then(() => (isOver = true));
  while (!isOver) {
    const seen = effectsOf(await live(registries));
    if (seen >= count) return seen;
    await sleep(10);
  }
  return null;
}

const live = async ({ ready }: RunningRehearsal): Promise<Live> =>
  (await (await fetch(`${ready.admin}/state`)).json()) as Live;

/** The release of a tag's workflow: with an identity, and the rehearsal in the place of the public registries. */
function release({ root }: Workspace, { ready }: RunningRehearsal) {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = ready.env;
  const identity = { ACTIONS_ID_TOKEN_REQUEST_URL: url!, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token! };
  // A CI that runs this is none for it.
  const nowhere = { CI: '', GITHUB_ACTIONS: '', GITHUB_REPOSITORY: '' };
  const places = { SLIPWAY_REHEARSAL: ready.admin, GITHUB_TOKEN: ready.github.token };
  // What others build of the same sources is of other commits, and no release.
  const own = {
    NX_CACHE_DIRECTORY: `${root}/.nx/cache`,
    NX_WORKSPACE_DATA_DIRECTORY: `${root}/.nx/workspace-data`,
  };
  return execa('nx', ['run', 'release:publish:production', '--output-style=stream'], {
    cwd: root,
    env: testEnvironment({ ...identity, ...nowhere, ...places, ...own }),
    all: true,
    reject: false,
    detached: true,
    stdin: 'ignore',
  });
}

/** Registries that know the crates, trust the workflow, and take it for a run of the tag. */
async function openRegistries(workspace: Workspace, sha: string): Promise<RunningRehearsal> {
  const folder = `.slipway/registries-${Date.now()}`;
  const registries = await startStandalone(workspace.path(folder));
  const [owner, name] = repository.split('/');
  const trusted = { owner, ownerId: '1', repository: name };
  const publisher = { ...trusted, workflow: 'publish.yml', environment: 'release' };
  const file = `${repository}/.github/workflows/publish.yml@refs/tags/${tag}`;
  await registries.post('claims', {
    ...{ repository, repository_owner: owner, repository_owner_id: '1', environment: 'release' },
    ...{ event_name: 'push', ref: `refs/tags/${tag}`, ref_type: 'tag', sha },
    ...{ workflow_ref: file, job_workflow_ref: file },
    sub: `repo:${repository}:environment:release`,
  });
  for (const crate of ['tidewater-core', 'tidewater']) {
    const registry = 'crates-io';
    await registries.post('projects', { registry, name: crate, versions: ['0.0.9'] });
    await registries.post('publishers', { registry, name: crate, ...publisher, pending: false });
  }
  const pending = { registry: 'pypi', name: 'tidewater-candles', pending: true };
  await registries.post('publishers', { ...pending, ...publisher });
  return registries;
}
