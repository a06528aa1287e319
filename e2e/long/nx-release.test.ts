import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { liveFiles, startStandalone } from '../support/rehearsal.ts';
import { commit, makeWorkspace, type Outcome, type Workspace } from '../support/workspace.ts';

const fixed = {
  projects: ['tidewater-core', 'tidewater', 'tidewater-python'],
  version: { versionActions: '@slipway/nx/version-actions' },
};
const independent = {
  ...fixed,
  projectsRelationship: 'independent',
  releaseTag: { pattern: '{projectName}-v{version}' },
  version: { ...fixed.version, conventionalCommits: true },
  changelog: { projectChangelogs: true },
};

let workspace: Workspace;
let start: string;

beforeAll(async () => {
  workspace = await makeWorkspace();
  await git('config', 'user.name', 'A Sailor');
  await git('config', 'user.email', 'sailor@example.org');
  await configure(fixed);
  for (const tag of ['v0.1.0', ...fixed.projects.map((name) => `${name}-v0.1.0`)]) {
    await git('tag', tag);
  }
  start = await git('rev-parse', 'HEAD');
});
beforeEach(async () => {
  await git('reset', '--quiet', '--hard', start);
  await git('clean', '--quiet', '-d', '--force');
});
afterAll(() => workspace.dispose());

async function git(...args: string[]): Promise<string> {
  const { exitCode, output } = await workspace.run('git', args);
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
  return output.trim();
}

async function configure(release: object): Promise<void> {
  const nxJson = await workspace.json<object>('nx.json');
  await workspace.write('nx.json', JSON.stringify({ ...nxJson, release }));
  await commit(workspace, 'chore: how nx releases');
}

async function change(file: string, message: string): Promise<void> {
  await workspace.write(file, `// ${message}\n`);
  await commit(workspace, message);
}

async function release(...args: string[]): Promise<Outcome> {
  const outcome = await workspace.nx('release', ...args);
  expect(outcome.exitCode, outcome.output).toBe(0);
  return outcome;
}

const exists = async (file: string): Promise<boolean> =>
  (await stat(workspace.path(file)).catch(() => null)) !== null;

async function expectLocked(version: string): Promise<void> {
  for (const folder of ['crates-stub', 'python-stub']) {
    const args = ['metadata', '--locked', '--format-version', '1', '--no-deps'];
    const file = workspace.path(`${folder}/Cargo.toml`);
    const { exitCode, output } = await workspace.run('cargo', [...args, '--manifest-path', file]);
    expect(exitCode, output).toBe(0);
    expect(output).toContain(`"version":"${version}"`);
  }
}

describe('nx release version', () => {
  it('tells in a dry run what would change, and changes nothing', async () => {
    const { output } = await release('version', '0.2.0', '--dry-run');
    for (const file of ['crates-stub/Cargo.toml', 'python-stub/Cargo.lock']) {
      expect(output).toContain(`UPDATE ${file} [dry-run]`);
    }
    expect(output).toContain('+ version = "0.2.0"');
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('writes a pre-release as each registry spells it, and no other character', async () => {
    await release('version', '0.2.0-rc.1');
    const lines = await git('diff', 'HEAD', '--unified=0', '--', '*.toml', '*.lock');
    const changed = lines.split('\n').filter((line) => /^[-+](?![-+])/.test(line));
    const texts = (sign: string): string[] =>
      changed.filter((line) => line.startsWith(sign)).map((line) => line.slice(1));
    expect(texts('+').map((line) => line.replace(/0\.2\.0(-rc\.|rc)1/, '0.1.0'))).toEqual(
      texts('-'),
    );
    expect(await workspace.read('python-stub/pyproject.toml')).toContain('version = "0.2.0rc1"');
    const status = await git('status', '--porcelain');
    expect(status.split('\n').every((line) => /\.(toml|lock)$/.test(line))).toBe(true);
    await expectLocked('0.2.0-rc.1');
  });

  it('SLW106: refuses what PyPI cannot have, in words', async () => {
    for (const asked of ['0.2.0-nightly.1', '0.2.0rc1']) {
      const { exitCode, output } = await workspace.nx('release', 'version', asked);
      expect(exitCode).toBe(1);
      expect(output).toContain('SLW106');
      expect(output).not.toMatch(/^\s+at \S+ \(|stacktrace/m);
    }
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('takes a level from the commits, for each project or for all', async () => {
    await configure(independent);
    await change('python-stub/src/extra.rs', 'fix: the tide comes back');
    const patch = await release('version', '--dry-run');
    expect(patch.output).toContain('tidewater-candles, tidewater-python: 0.1.1 written');
    expect(patch.output).not.toContain('tidewater-core, tidewater: 0.1.1');
    await change('crates-stub/crates/tidewater-core/src/extra.rs', 'feat!: another sea');
    const { output } = await release('version');
    expect(output).toContain('tidewater-core, tidewater: 0.2.0 written');
    await expectLocked('0.2.0');
  });
});

describe('nx release changelog', () => {
  it('extends the changelog, and in a dry run shows the entry alone', async () => {
    await change('crates-stub/crates/tidewater-core/src/extra.rs', 'feat: a longer horizon');
    const head = await git('rev-parse', 'HEAD');
    const shown = await release('changelog', '0.2.0', '--dry-run');
    expect(shown.output).toContain('a longer horizon');
    expect(await exists('CHANGELOG.md')).toBe(false);
    expect(await git('rev-parse', 'HEAD')).toBe(head);
    await release('changelog', '0.2.0', '--git-commit=false', '--git-tag=false');
    expect(await workspace.read('CHANGELOG.md')).toContain('- a longer horizon');
  });
});

describe('nx release publish', () => {
  it('publishes nothing in a dry run, and opens no registry', async () => {
    const { output } = await release('publish', '--dry-run');
    expect(output).toContain('tidewater-core-0.1.0.crate');
    expect(output).toContain('tidewater_candles-0.1.0.tar.gz and its wheels');
    expect(output).toContain('nothing published');
    expect(output).not.toContain('127.0.0.1');
    for (const folder of ['.slipway/rehearsal', '.slipway/nx-release', 'dist']) {
      expect(await exists(folder), folder).toBe(false);
    }
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('tells in a dry run of all three the versions that would be', async () => {
    const { output } = await release('0.2.0', '--dry-run', '--yes');
    expect(output).toContain('tidewater-0.2.0.crate');
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('tag', '--list', 'v0.2.0')).toBe('');
  });

  it('rehearses all projects once, although Nx starts a task for each', async () => {
    const { output } = await release('publish');
    expect(output.match(/is rehearsed; /g)).toHaveLength(2);
    const registries = await startStandalone(workspace.path('.slipway/rehearsal/state'));
    try {
      const { files } = await registries.state();
      expect(files.map(({ uploads }) => uploads)).toEqual(files.map(() => 1));
      const names = Object.keys(liveFiles(files)).join('\n');
      expect(names).toContain('tidewater-core-0.1.0.crate');
      expect(names).toContain('tidewater_candles-0.1.0.tar.gz');
    } finally {
      await registries.stop();
    }
    expect(await git('status', '--porcelain')).toBe('');
  });
});
