import { execa } from 'execa';
import { mkdir, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { commandsOf, problemOf, type Command } from './commands.ts';
import { commit, makeSubject, write } from './subject.ts';
import {
  home,
  isPinned,
  managerFolder,
  nodeFolder,
  statedManager,
  type Manager,
  type Node,
} from './toolchains.ts';

/** One way to have Slipway: by this package manager, with this Nx, on this Node. */
export interface Cell {
  readonly manager: Manager;
  readonly nx: string;
  readonly node: Node;
}

/** What became of one command. */
export interface Row {
  readonly command: string;
  /** Null where it ended as it has to. */
  readonly problem: string | null;
  readonly seconds: number;
  readonly output: string;
}

export const nameOf = ({ manager, nx, node }: Cell): string => `${manager}/${nx}/${node}`;

/**
 * Installs the packages that `registry` serves into a repository that knows nothing of them, and runs every command.
 * @param tell is called after each, for progress
 */
export async function runCell(
  cell: Cell,
  registry: string,
  tell: (row: Row) => void,
): Promise<Row[]> {
  const root = await makeSubject();
  try {
    const run = await runnerOf(cell, root);
    const rows: Row[] = [];
    const add = async (command: Command, words: readonly string[]): Promise<Row> => {
      const row = await timed(command, () => run(words));
      rows.push(row);
      tell(row);
      return row;
    };
    for (const step of await installation(cell, registry, root)) {
      const command = { name: 'install', args: step, ends: 'well' } as const;
      if ((await add(command, step)).problem !== null) return rows;
    }
    for (const command of commandsOf(cell.manager !== './nx')) {
      const words = wordsOf(cell, command);
      if (words) await add(command, words);
      if (command.name === 'init') await commit(root, 'chore: slipway');
    }
    return rows;
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Run = (words: readonly string[]) => Promise<{ exitCode: number; output: string }>;

/** As a user has it: this Node and this package manager first in PATH, and nothing of ours. */
async function runnerOf({ manager, node }: Cell, root: string): Promise<Run> {
  const own = join(import.meta.dirname, '../../node_modules');
  const others = (process.env['PATH'] ?? '').split(delimiter).filter((one) => !one.startsWith(own));
  const path = [
    await nodeFolder(node),
    ...(isPinned(manager) ? [await managerFolder(manager)] : []),
  ];
  // npm and vitest hand their own settings to what they start.
  const unset = Object.keys(process.env).filter((name) =>
    /^(npm_|NX_|NODE_(?!EXTRA_CA_CERTS)|VITEST|SLIPWAY_|GITHUB_|ACTIONS_|CI$|ACT$|GH_TOKEN)/i.test(
      name,
    ),
  );
  await mkdir(join(home, 'target'), { recursive: true });
  const env = {
    ...Object.fromEntries(unset.map((name) => [name, undefined])),
    PATH: [...path, ...others].join(delimiter),
    CARGO_TARGET_DIR: join(home, 'target'),
    COREPACK_ENABLE_STRICT: '0',
    // This pnpm is the one that package.json names: it need not look for it.
    pnpm_config_manage_package_manager_versions: 'false',
    npm_config_manage_package_manager_versions: 'false',
    NX_DAEMON: 'false',
    NO_COLOR: '1',
  };
  return async ([program = '', ...args]) => {
    const options = { cwd: root, env, all: true, reject: false, stdin: 'ignore' } as const;
    const { exitCode, all, shortMessage } = await execa(program, args, options);
    return { exitCode: exitCode ?? -1, output: all || String(shortMessage ?? '') };
  };
}

async function timed(command: Command, work: () => ReturnType<Run>): Promise<Row> {
  const started = performance.now();
  const { exitCode, output } = await work();
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  return { command: command.name, problem: problemOf(command, exitCode, output), seconds, output };
}

/** As `create-nx-workspace` leaves it, where a workspace was there before. */
const preset = `{
  "targetDefaults": {
    "build": { "dependsOn": ["^build"], "cache": true },
    "test": { "cache": true }
  }
}
`;

/** What a user types to have it; settings that name the registry are written before. */
async function installation(
  { manager, nx }: Cell,
  registry: string,
  root: string,
): Promise<string[][]> {
  const { host } = new URL(registry);
  await write(root, '.npmrc', `registry=${registry}/\n//${host}/:_authToken=anybody\n`);
  const packages = [`nx@${nx}`, '@slipway/nx'];
  const manifest = (stated?: string): Promise<void> => {
    const content = {
      name: 'estuary',
      private: true,
      ...(stated ? { packageManager: stated } : {}),
    };
    return write(root, 'package.json', `${JSON.stringify(content, null, 2)}\n`);
  };
  if (manager === './nx') {
    const content = { installation: { version: nx, plugins: { '@slipway/nx': '0.1.0' } } };
    await write(root, 'nx.json', `${JSON.stringify(content, null, 2)}\n`);
    return [['npx', '--yes', `nx@${nx}`, 'init', '--useDotNxInstallation', '--interactive=false']];
  }
  await manifest(manager === 'npm' ? undefined : statedManager(manager));
  if (manager !== 'npm') await write(root, 'nx.json', preset);
  if (manager === 'npm')
    return [['npm', 'install', '--save-dev', '--no-audit', '--no-fund', ...packages]];
  // These show no program of what another package needs.
  const own = [...packages, '@slipway/rehearsal'];
  // pnpm ends with 1 where it has run no scripts of a package and nobody has said whether it may.
  if (manager === 'pnpm') return [['pnpm', 'add', '--save-dev', '--allow-build=nx', ...own]];
  if (manager === 'bun') {
    await write(root, 'bunfig.toml', `[install]\nregistry = "${registry}/"\n`);
    return [['bun', 'add', '--dev', ...packages]];
  }
  await write(
    root,
    '.yarnrc.yml',
    `nodeLinker: node-modules\nnpmRegistryServer: ${registry}\nunsafeHttpWhitelist: [127.0.0.1]\nenableTelemetry: false\nnpmMinimalAgeGate: 0\n`,
  );
  return [['yarn', 'add', '--dev', ...own]];
}

/** Null where a form does not have the program. */
function wordsOf({ manager }: Cell, { program = 'nx', args }: Command): string[] | null {
  if (manager === './nx') return program === 'nx' ? ['./nx', ...args] : null;
  const starting = {
    npm: ['npx'],
    pnpm: ['pnpm', 'exec'],
    yarn: ['yarn', 'run'],
    bun: ['bun', 'run'],
  };
  return [...starting[manager], program, ...args];
}
