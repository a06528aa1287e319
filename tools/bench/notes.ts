import { spawnSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileCache, compiledRelease, own } from './compiled.ts';
import { historyOf, type HistoryShape } from './inputs/history.ts';
import { exists } from './install.ts';
import {
  median,
  notInstalled,
  progress,
  repository,
  rounded,
  time,
  type Benchmark,
  type Size,
  type Sizes,
} from './measure.ts';

const shapes: Sizes<HistoryShape> = {
  whole: { commits: 50_000, tags: 200, packages: 100 },
  smoke: { commits: 200, tags: 4, packages: 2 },
};
/** How often each runs in the whole; once in a smoke. */
const rounds = { 'notes-latest': 21, 'notes-packages': 5, 'notes-history': 7 };
const cliffVersion = '2.14.2';

/** The notes of the newest release, less Node's own start, against git-cliff's executable. */
export async function notesLatest(size: Size): Promise<Benchmark> {
  const scene = await prepare('notes-latest', size);
  await writeFile(join(own, 'empty.mjs'), '');
  const cliff = await gitCliff(size);
  const sides = {
    ours: [scene.ours('latest')],
    'node alone': [{ command: process.execPath, args: [join(own, 'empty.mjs')] }],
    ...(cliff && { 'git-cliff': [{ command: cliff, args: ['--latest'] }] }),
  };
  return compare(scene, sides, ['git-cliff'], (of) => of('ours') - of('node alone'));
}

/** The notes of the newest release for each of 100 packages, against as many runs of git-cliff. */
export async function notesPackages(size: Size): Promise<Benchmark> {
  const scene = await prepare('notes-packages', size);
  const cliff = await gitCliff(size);
  const cliffs = Array.from({ length: scene.packages }, (_, index) => ({
    command: cliff ?? '',
    args: ['--latest', '--include-path', `packages/pkg${index}/**`],
  }));
  const sides = { ours: [scene.ours('packages')], ...(cliff && { 'git-cliff': cliffs }) };
  return compare(scene, sides, ['git-cliff']);
}

/** The notes of all releases so far, against conventional-changelog's own command. */
export async function notesHistory(size: Size): Promise<Benchmark> {
  const scene = await prepare('notes-history', size);
  const cli = join(repository, 'node_modules/conventional-changelog/dist/cli/index.js');
  const args = [cli, '--preset', 'conventionalcommits', '--release-count', '0', '--stdout'];
  const library = [{ command: process.execPath, args }];
  const sides = { ours: [scene.ours('history')], 'conventional-changelog': library };
  return compare(scene, sides, ['conventional-changelog']);
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

interface Scene {
  readonly bench: string;
  readonly rounds: number;
  readonly packages: number;
  readonly directory: string;
  readonly ours: (what: string) => Command;
}

async function prepare(bench: keyof typeof rounds, size: Size): Promise<Scene> {
  const shape = shapes[size];
  progress(`${bench}: making ${shape.commits} commits, compiling`);
  const [directory, release] = [await historyOf(shape), await compiledRelease()];
  const script = join(import.meta.dirname, 'notes-ours.ts');
  const { packages } = shape;
  return {
    ...{ bench, packages, directory },
    rounds: size === 'smoke' ? 1 : rounds[bench],
    ours: (what) => ({
      command: process.execPath,
      args: [script, what, release, directory, String(packages)],
    }),
  };
}

/** git-cliff's own executable, without the script that npm puts before it; a smoke takes what is there, or nothing. */
async function gitCliff(size: Size): Promise<string | null> {
  const folder = join(own, `git-cliff-${cliffVersion}`);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = process.platform === 'win32' ? 'git-cliff.exe' : 'git-cliff';
  const path = join(folder, `node_modules/git-cliff-${platform}-${process.arch}/bin`, name);
  if (await exists(path)) return path;
  if (size === 'smoke') return null;
  progress(`installing git-cliff ${cliffVersion}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await time('npm', ['install', ...quiet, `git-cliff@${cliffVersion}`], folder);
  return path;
}

type Sides = Readonly<Record<string, readonly Command[]>> & Record<'ours', readonly Command[]>;

/**
 * Runs all sides in turn, and divides ours by those of the `peers` that are there.
 * @param counted what of the medians counts as ours
 */
function compare(
  scene: Scene,
  sides: Sides,
  peers: readonly string[],
  counted = (of: (side: string) => number): number => of('ours'),
): Benchmark {
  const medians = inTurn(scene, sides);
  const of = (side: string): number => medians[side]!;
  const there = peers.filter((peer) => peer in medians);
  const ratios = there.map((peer) => [peer, rounded(counted(of) / of(peer))] as const);
  const { ours, ...others } = medians;
  const missing = peers.filter((peer) => !there.includes(peer));
  return {
    bench: scene.bench,
    seconds: rounded(ours!),
    peers: Object.fromEntries(
      Object.entries(others).map(([name, seconds]) => [name, rounded(seconds)]),
    ),
    ratios: Object.fromEntries(ratios),
    peakMiB: peakOf(scene, sides.ours[0]!),
    ...(missing.length > 0 ? notInstalled(...missing) : {}),
  };
}

/** The median seconds of each, one round after the other, so that all meet the same conditions. */
function inTurn({ bench, directory, rounds }: Scene, sides: Sides): Record<string, number> {
  const seconds: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round++) {
    for (const [name, series] of Object.entries(sides)) {
      const taken = series.reduce((sum, command) => sum + secondsOf(command, directory), 0);
      // The first round warms up what the operating system keeps.
      if (round >= 0) (seconds[name] ??= []).push(taken);
    }
  }
  const medians = Object.entries(seconds).map(([name, values]) => [name, median(values)] as const);
  for (const [name, value] of medians) {
    progress(`${bench}: ${name} ${rounded(value)} s (${rounds} times)`);
  }
  return Object.fromEntries(medians);
}

function secondsOf({ command, args }: Command, cwd: string): number {
  const env = { ...process.env, ...compileCache };
  const started = process.hrtime.bigint();
  const { status } = spawnSync(command, args, { cwd, stdio: 'ignore', env });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
  return seconds;
}

/** Runs ours once more, sees that notes come out, and gives the peak of its memory in MiB. */
function peakOf({ bench, directory }: Scene, { command, args }: Command): number {
  const options = { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  const { stdout, stderr } = spawnSync(command, args, options);
  const entries = stdout.match(/^\* /gm)?.length ?? 0;
  if (entries === 0) throw new Error(`${bench}: no notes came out: ${stderr}`);
  progress(`${bench}: ${entries} entries`);
  return Math.round(Number(stderr.trim().split('\n').at(-1)) / 1024);
}
