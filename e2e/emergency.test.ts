import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cache } from './support/cache.ts';
import { leaking, watch, type Watched } from './support/leaks.ts';
import { startStandalone, type RunningRehearsal } from './support/rehearsal.ts';
import { codes, commit, makeWorkspace, type Outcome, type Workspace } from './support/workspace.ts';

interface Report {
  readonly receipts: readonly { registry: string; file: string; result: string }[];
  readonly findings: readonly { code: string; severity: string; message: string }[];
}

/** A build that finds a token of the owner in its environment says so, and fails. */
const nosyBuild = `fn main() {
    for (name, value) in std::env::vars() {
        assert!(!value.starts_with("cio") && !value.starts_with("pypi-"), "{name} is seen");
    }
}
`;

const minutes = 60_000;

let workspace: Workspace;
let rehearsal: RunningRehearsal;
/** By the names that the registries' own clients read. */
let owner: { CARGO_REGISTRY_TOKEN: string; UV_PUBLISH_TOKEN: string };
let env: Record<string, string>;

beforeAll(async () => {
  workspace = await makeWorkspace();
  await workspace.write('crates-stub/crates/tidewater-core/build.rs', nosyBuild);
  await commit(workspace, 'feat: a nosy build');
  await workspace.run('git', ['tag', 'v0.1.0']);
  await workspace.run('git', ['remote', 'add', 'origin', 'https://github.com/octo/tide.git']);
  // Nothing is built beside a token: what comes later takes these builds from the cache.
  const built = await workspace.nx('run', 'release:publish', '--dry-run');
  if (built.exitCode !== 0) throw new Error(built.output);
  rehearsal = await startStandalone(workspace.path('.slipway/registries'));
  for (const name of ['tidewater-core', 'tidewater']) {
    await rehearsal.post('projects', { registry: 'crates-io', name, versions: ['0.0.9'] });
  }
  const { cratesIo, pypi, github, admin } = rehearsal.ready;
  owner = { CARGO_REGISTRY_TOKEN: cratesIo.ownerToken, UV_PUBLISH_TOKEN: pypi.ownerToken };
  // A CI that runs these tests is none for them.
  const nowhere = { CI: '', GITHUB_ACTIONS: '', GITHUB_REPOSITORY: '' };
  env = { SLIPWAY_REHEARSAL: admin, GH_TOKEN: github.ownerToken, ...nowhere };
}, 10 * minutes);
afterAll(async () => {
  await rehearsal.stop();
  await workspace.dispose();
});

const command = ['run', 'release:publish:emergency'];
const emergency = (more: Record<string, string>, ...args: string[]): Promise<Outcome> =>
  workspace.run('nx', [...command, ...args], { ...env, ...more });
/** Of the processes that saw a token, those that run code of others: Nx itself has the environment of its user. */
const ofTools = (leaks: readonly string[]): string[] =>
  leaks.filter((leak) =>
    /^(\S*\/)?(cargo|maturin|uv|pip) (?!--version)|--crate-name|build-script|-m (pip|pytest)/.test(
      leak,
    ),
  );
const report = () => workspace.json<Report>('dist/release/report.json');
const uploads = async () => (await rehearsal.state()).files.filter((file) => file.uploads > 0);

describe('release:publish:production --dry-run, on a laptop', () => {
  it(
    'goes as far as the gate, and says what nobody could check here',
    async () => {
      const dry = await workspace.run(
        'nx',
        ['run', 'release:publish:production', '--dry-run'],
        env,
      );
      expect(dry.exitCode, dry.output).toBe(0);
      expect(codes(await report())).toEqual([]);
      // The versions before were made for the test, and are next to empty.
      const warnings = ['SLW515', 'SLW301', 'SLW248', 'SLW248'];
      expect(codes(await report(), 'warning')).toEqual(warnings);
      expect(dry.output).toContain('✔ names and versions are free, or ours with the same bytes');
      expect(dry.output).toContain('not checked, because this is no job of GitHub Actions');
      expect(await uploads()).toEqual([]);
    },
    10 * minutes,
  );
});

describe('release:publish:emergency', () => {
  it(
    'SLW437, SLW439: is nothing for CI, and says which variables it reads',
    async () => {
      const inCi = await emergency({ CI: 'true', ...owner });
      expect(inCi.output).toContain('SLW437');
      expect(inCi.exitCode).not.toBe(0);
      expect(codes(await report())).toEqual(['SLW437']);
      const silent = await emergency({ CI: 'true' }, '--in-ci');
      expect(silent.exitCode, silent.output).not.toBe(0);
      expect(codes(await report())).toEqual(['SLW439', 'SLW439']);
      expect(silent.output).toContain('read -rs CARGO_REGISTRY_TOKEN && export');
      expect(silent.output).toContain('UV_PUBLISH_TOKEN and MATURIN_PYPI_TOKEN are read as well');
      expect(await uploads()).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'lets no build see what the environment has, and stops a dry run before anything is sent',
    async () => {
      const dry = await emergency(owner, '--dry-run');
      expect(dry.exitCode, dry.output).toBe(0);
      expect(codes(await report(), 'warning')).toContain('SLW438');
      expect(await uploads()).toEqual([]);
    },
    10 * minutes,
  );

  it(
    'SLW436: stops before anything is sent where a crate takes identities alone',
    async () => {
      const alone = { registry: 'crates-io', name: 'tidewater', trustpubOnly: true };
      await rehearsal.post('projects', alone);
      const refused = await emergency(owner);
      expect(refused.exitCode, refused.output).not.toBe(0);
      expect(codes(await report())).toEqual(['SLW436']);
      expect(refused.output).toContain('nx run release:publish:emergency --continue');
      expect(await uploads()).toEqual([]);
      await rehearsal.post('projects', { ...alone, trustpubOnly: false });
    },
    10 * minutes,
  );

  describe('with tokens of an owner', () => {
    let outcome: Outcome;
    let watched: Watched;
    let started: number;
    let secret: RegExp;

    beforeAll(async () => {
      secret = new RegExp(Object.values(owner).join('|'));
      started = Date.now() - 1000;
      const watching = watch(workspace.root, secret);
      outcome = await emergency(owner);
      watched = await watching.stop();
    }, 10 * minutes);

    it('SLW438: publishes everything, and says what is lost', async () => {
      expect(outcome.exitCode, outcome.output).toBe(0);
      const { receipts, findings } = await report();
      expect(new Set(receipts.map(({ registry }) => registry))).toEqual(
        new Set(['crates.io', 'PyPI', 'GitHub Releases']),
      );
      expect(receipts.every(({ result }) => result === 'published')).toBe(true);
      expect(receipts.some(({ file }) => file.endsWith('.attestation'))).toBe(false);
      expect(codes({ findings }, 'warning')).toContain('SLW438');
      expect((await rehearsal.state()).tokens).toEqual([]);
    });

    it('SLW515: never calls itself a release, for its registries are lent', async () => {
      const { admin } = rehearsal.ready;
      const lines = outcome.output.split('\n').filter((line) => line.includes(admin));
      expect(lines[0]).toContain(`Rehearsing over ${admin}`);
      expect(outcome.output).toContain(`✔ Rehearsed over ${admin}: tidewater`);
      expect(lines.at(-1)).toBe(`Rehearsed over ${admin}: nothing was published.`);
      expect(outcome.output).not.toContain('Released');
      const told = await report();
      expect(told).toMatchObject({ destination: 'production', rehearsal: admin });
      expect(codes(told, 'warning')).toContain('SLW515');
      expect(told.findings.filter(({ code }) => code === 'SLW515')).toHaveLength(1);
    });

    it('shows no token: in output, arguments, files, Nx’s cache, or the environment of a tool', async () => {
      expect(outcome.output).not.toMatch(secret);
      expect(ofTools(watched.leaks)).toEqual([]);
      for (const folder of ['dist', '.slipway/rehearsal', '.nx']) {
        expect(await leaking(workspace.path(folder), started, secret)).toEqual([]);
      }
      expect(await leaking(cache, started, secret)).toEqual([]);
    });

    it.runIf(process.platform === 'linux')('was watched while the tools were at work', () => {
      expect([...watched.programs]).toEqual(expect.arrayContaining(['cargo', 'node']));
    });

    it(
      'sends nothing twice when it is run again',
      async () => {
        const again = await emergency(owner, '--continue');
        expect(again.exitCode, again.output).toBe(0);
        const { receipts } = await report();
        expect(receipts.every(({ result }) => result === 'already-there')).toBe(true);
        expect((await uploads()).every((file) => file.uploads === 1)).toBe(true);
      },
      10 * minutes,
    );
  });
});
