import { execa } from 'execa';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { repository } from '../pack/stage.ts';
import type { Cell, Way } from './cells.ts';
import { managersFolder, nodeFolder } from './programs.ts';

export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/** The repository of somebody who has never heard of Slipway, and their machine. */
export interface Stranger {
  readonly root: string;
  run(program: string, ...args: readonly string[]): Promise<Outcome>;
  nx(...args: readonly string[]): Promise<Outcome>;
  /** A program that a package brought. */
  bin(name: string, ...args: readonly string[]): Promise<Outcome>;
  /** Brings Nx and Slipway as the guide has it. */
  install(): Promise<Outcome>;
  commit(message: string): Promise<void>;
  /** What is built once is taken from this repository's own tools afterwards. */
  shareTools(): Promise<void>;
  dispose(): Promise<void>;
}

/** What the guide has people write: how to bring the packages, and how to run what they bring. */
const manuals: Record<Way, (nx: string) => { install: string[][]; exec: string[] }> = {
  npm: (nx) => ({
    install: [
      ['npm', 'init', '-y'],
      ['npm', 'install', '--save-dev', `nx@${nx}`, '@slipway/nx'],
    ],
    exec: ['npx', '--no-install'],
  }),
  pnpm: (nx) => ({
    install: [['pnpm', 'add', '--save-dev', `nx@${nx}`, '@slipway/nx', '@slipway/rehearsal']],
    exec: ['pnpm', 'exec'],
  }),
  yarn: (nx) => ({
    install: [['yarn', 'add', '--dev', `nx@${nx}`, '@slipway/nx', '@slipway/rehearsal']],
    exec: ['yarn', 'run'],
  }),
  bun: (nx) => ({
    install: [['bun', 'add', '--dev', `nx@${nx}`, '@slipway/nx']],
    exec: ['bun', 'run'],
  }),
  './nx': (nx) => ({
    install: [
      ['npx', '--yes', `nx@${nx}`, 'init', '--useDotNxInstallation', '--interactive=false'],
      ['./nx', 'add', '@slipway/nx'],
    ],
    exec: [],
  }),
};

/** Files that come before the first command: without a version of the package manager `ci` refuses. */
function filesOf(way: Way, versions: Record<string, string>): Record<string, string> {
  const version = versions[way];
  if (version === undefined) return {};
  const manifest = { name: 'stranger', private: true, packageManager: `${way}@${version}` };
  return {
    'package.json': JSON.stringify(manifest, null, 2),
    ...(way === 'yarn' ? { '.yarnrc.yml': 'nodeLinker: node-modules\n' } : {}),
    ...(way === 'pnpm' ? { 'pnpm-workspace.yaml': 'allowBuilds:\n  nx: false\n' } : {}),
  };
}

export interface Offer {
  /** The npm registry that has the packages. */
  readonly registry: string;
  /** A folder for caches of package managers that know a package by its version alone. */
  readonly caches: string;
  readonly versions: Record<string, string>;
}

export async function makeStranger(cell: Cell, offer: Offer): Promise<Stranger> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-stranger-')));
  const manual = manuals[cell.way](cell.nx);
  const env = await environmentOf(cell, offer);
  const run: Stranger['run'] = async (program, ...args) => {
    const options = { cwd: root, env, extendEnv: false, all: true, reject: false } as const;
    const result = await execa(program, args, { ...options, stdin: 'ignore', timeout: 600_000 });
    return { exitCode: result.exitCode ?? -1, output: result.all || (result.message ?? '') };
  };
  const commit = async (message: string): Promise<void> => {
    await must(run('git', 'add', '-A'));
    await must(run('git', 'commit', '-q', '--allow-empty', '-m', message));
  };
  await cp(join(repository, 'crates-stub'), join(root, 'crates-stub'), copied);
  await cp(join(repository, 'python-stub'), join(root, 'python-stub'), copied);
  await writeFile(join(root, '.gitignore'), 'target\n__pycache__\n');
  for (const [file, text] of Object.entries(filesOf(cell.way, offer.versions))) {
    await writeFile(join(root, file), text);
  }
  await must(run('git', 'init', '-q', '-b', 'main'));
  await commit('feat: a first version');
  const exec = (program: string, args: readonly string[]): Promise<Outcome> => {
    const [first, ...rest] = [...manual.exec, program, ...args];
    return run(first ?? program, ...rest);
  };
  const own = cell.way === './nx';
  return {
    root,
    run,
    commit,
    nx: (...args) => exec(own ? './nx' : 'nx', args),
    bin: (name, ...args) => exec(own ? `.nx/installation/node_modules/.bin/${name}` : name, args),
    async install() {
      let output = '';
      for (const [program = '', ...args] of manual.install) {
        const outcome = await run(program, ...args);
        output += `$ ${program} ${args.join(' ')}\n${outcome.output}\n`;
        if (outcome.exitCode !== 0) return { exitCode: outcome.exitCode, output };
      }
      return { exitCode: 0, output };
    },
    async shareTools() {
      await mkdir(join(root, '.slipway'), { recursive: true });
      for (const name of ['tools', 'cache']) {
        const shared = join(repository, '.slipway', name);
        await mkdir(shared, { recursive: true });
        await symlink(shared, join(root, '.slipway', name)).catch(
          (error: NodeJS.ErrnoException) => {
            if (error.code !== 'EEXIST') throw error;
          },
        );
      }
    },
    dispose: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

const copied = {
  recursive: true,
  filter: (file: string) => !/\/(target|__pycache__|dist)(\/|$)/.test(file),
};

async function must(outcome: Promise<Outcome>): Promise<void> {
  const { exitCode, output } = await outcome;
  if (exitCode !== 0) throw new Error(output);
}

/** The machine's environment without what this workspace and npm have put there, on the Node of the cell. */
async function environmentOf(cell: Cell, offer: Offer): Promise<Record<string, string>> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|NX_|NODE_|VITEST|CI$|GITHUB_|FORCE_COLOR$|INIT_CWD$)/i.test(name),
  );
  const path = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'));
  const who = { NAME: 'A Sailor', EMAIL: 'sailor@example.org' };
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    PATH: [await nodeFolder(cell.node), await managersFolder(), ...path].join(delimiter),
    ...Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) =>
        Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
      ),
    ),
    NX_DAEMON: 'false',
    NO_COLOR: '1',
    npm_config_registry: offer.registry,
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    pnpm_config_registry: offer.registry,
    pnpm_config_minimum_release_age: '0',
    pnpm_config_store_dir: join(offer.caches, 'pnpm'),
    YARN_NPM_REGISTRY_SERVER: offer.registry,
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    YARN_GLOBAL_FOLDER: join(offer.caches, 'yarn'),
    YARN_ENABLE_TELEMETRY: '0',
    YARN_NPM_MINIMAL_AGE_GATE: '0',
    BUN_CONFIG_REGISTRY: offer.registry,
    BUN_INSTALL_CACHE_DIR: join(offer.caches, 'bun'),
  };
}

/** The JSON of a file of a stranger. */
export async function jsonOf<T>(stranger: Stranger, file: string): Promise<T> {
  return JSON.parse(await readFile(join(stranger.root, file), 'utf8')) as T;
}
