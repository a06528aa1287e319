import { execa } from 'execa';
import { mkdtemp, readdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNpmRegistry, type NpmRegistry } from '../../tools/installed/npm-registry.ts';
import { at, commit, repository, type Workspace } from '../support/workspace.ts';

interface Plan {
  readonly packages: { name: string; ecosystem: string; publish: string }[];
}

const tarballs = join(repository, 'dist/packages');
let registry: NpmRegistry;

beforeAll(async () => {
  await execa('npm', ['run', 'pack'], { cwd: repository });
  registry = await startNpmRegistry();
  for (const file of await readdir(tarballs)) await registry.publish(join(tarballs, file));
});
afterAll(() => registry?.close());

/** A repository that knows nothing of npm. */
async function makeRepository(): Promise<Workspace> {
  const workspace = at(await realpath(await mkdtemp(join(tmpdir(), 'slipway-user-'))));
  await workspace.write(
    'Cargo.toml',
    '[package]\nname = "estuary-flow"\nversion = "0.3.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\npublish = ["crates-io"]\n',
  );
  await workspace.write('src/lib.rs', '');
  await workspace.write(
    'python/pyproject.toml',
    '[build-system]\nrequires = ["maturin>=1.9,<2"]\nbuild-backend = "maturin"\n[project]\nname = "estuary-flow"\nversion = "0.3.0"\n[tool.maturin]\nmanifest-path = "../Cargo.toml"\n',
  );
  await commit(workspace, 'feat: a first version');
  return workspace;
}

/** As a user has it: the machine's Node, nothing of this workspace in PATH. */
function asUser(workspace: Workspace) {
  const own = join(repository, 'node_modules/.bin');
  const path = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.startsWith(own));
  // npm hands its own settings to what it starts, this test among them.
  const unset = Object.keys(process.env).filter((name) => /^(npm_|NX_|NODE_OPTIONS)/i.test(name));
  const env = {
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    PATH: path.join(':'),
    NX_DAEMON: 'false',
    NO_COLOR: '1',
  };
  return async (command: string, ...args: string[]): Promise<string> => {
    const result = await execa(command, args, {
      cwd: workspace.root,
      env,
      all: true,
      reject: false,
    });
    expect(result.exitCode, result.all).toBe(0);
    return result.stdout;
  };
}

async function setUpAndPlan(install: readonly string[]): Promise<void> {
  const workspace = await makeRepository();
  try {
    const run = asUser(workspace);
    await run('npm', 'init', '-y');
    await run('npm', 'install', '--save-dev', '--no-audit', '--no-fund', 'nx@23.2.1', ...install);
    expect(await run('npx', 'nx', 'g', '@slipway/nx:init')).toContain('to release');
    await run('npx', 'nx', 'run', 'release:plan', '--live=false');
    const { packages } = await workspace.json<Plan>('dist/release/report.json');
    expect(packages).toMatchObject([
      { ecosystem: 'cargo', name: 'estuary-flow', publish: 'yes' },
      { ecosystem: 'python', name: 'estuary-flow', publish: 'yes' },
    ]);
    const shown = await run('npx', 'nx', 'show', 'projects', '--json');
    expect(JSON.parse(shown)).toEqual(expect.arrayContaining(['release', 'estuary-flow']));
    expect(await run('npx', 'slipway-rehearsal', '--help')).toContain('--state');
    await run('npx', 'nx', 'run', 'release:version', '--bump=minor');
    expect(await workspace.read('python/pyproject.toml')).toContain('version = "0.4.0"');
  } finally {
    await workspace.dispose();
  }
}

describe('npm run pack', () => {
  it('packs what a registry takes and npm installs', () =>
    setUpAndPlan(['@slipway/nx', '--registry', registry.url]));

  it('packs what npm installs from files', async () => {
    const files = (await readdir(tarballs)).map((file) => join(tarballs, file));
    await setUpAndPlan(files);
  });

  it('packs no tests and no sources that Node would have to strip', async () => {
    for (const file of await readdir(tarballs)) {
      const { stdout } = await execa('tar', ['tzf', join(tarballs, file)]);
      const names = stdout.split('\n');
      expect(names).toContain('package/LICENSE');
      expect(names.filter((name) => /\.(test|fixture)\.|(?<!\.d)\.ts$/.test(name))).toEqual([]);
    }
  });
});
