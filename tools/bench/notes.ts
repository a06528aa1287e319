import { spawnSync } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileCache, compiledRelease, own } from './compiled.ts';
import { historyOf } from './inputs/history.ts';
import { median, progress, repository, rounded, time, type Benchmark } from './measure.ts';

const shape = { commits: 50_000, tags: 200, packages: 100 };
const cliffVersion = '2.14.2';

/** The notes of the newest release, less Node's own start, against git-cliff's executable. */
export async function notesLatest(): Promise<Benchmark> {
  const scene = await prepare('notes-latest');
  const cliff: Command = { command: await gitCliff(), args: ['--latest'] };
  await writeFile(join(own, 'empty.mjs'), '');
  const empty: Command = { command: process.execPath, args: [join(own, 'empty.mjs')] };
  const ours = scene.ours('latest');
  const runs = inTurn(scene, 21, { ours: [ours], node: [empty], cliff: [cliff] });
  return figures(
    scene,
    ours,
    runs,
    { 'git-cliff': runs.cliff!, 'node alone': runs.node! },
    {
      'git-cliff': (median(runs.ours!) - median(runs.node!)) / median(runs.cliff!),
    },
  );
}

/** The notes of the newest release for each of 100 packages, against as many runs of git-cliff. */
export async function notesPackages(): Promise<Benchmark> {
  const scene = await prepare('notes-packages');
  const command = await gitCliff();
  const cliffs = Array.from({ length: shape.packages }, (_, index) => ({
    command,
    args: ['--latest', '--include-path', `packages/pkg${index}/**`],
  }));
  const ours = scene.ours('packages');
  const runs = inTurn(scene, 5, { ours: [ours], cliff: cliffs });
  return figures(
    scene,
    ours,
    runs,
    { 'git-cliff': runs.cliff! },
    {
      'git-cliff': median(runs.ours!) / median(runs.cliff!),
    },
  );
}

/** The notes of all releases so far, against conventional-changelog's own command. */
export async function notesHistory(): Promise<Benchmark> {
  const scene = await prepare('notes-history');
  const cli = join(repository, 'node_modules/conventional-changelog/dist/cli/index.js');
  const args = [cli, '--preset', 'conventionalcommits', '--release-count', '0', '--stdout'];
  const ours = scene.ours('history');
  const runs = inTurn(scene, 7, { ours: [ours], library: [{ command: process.execPath, args }] });
  return figures(
    scene,
    ours,
    runs,
    { 'conventional-changelog': runs.library! },
    {
      'conventional-changelog': median(runs.ours!) / median(runs.library!),
    },
  );
}

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

interface Scene {
  readonly bench: string;
  readonly directory: string;
  readonly ours: (what: string) => Command;
}

async function prepare(bench: string): Promise<Scene> {
  progress(`${bench}: making ${shape.commits} commits, compiling`);
  const [directory, release] = [await historyOf(shape), await compiledRelease()];
  const script = join(import.meta.dirname, 'notes-ours.ts');
  return {
    bench,
    directory,
    ours: (what) => ({ command: process.execPath, args: [script, what, release, directory] }),
  };
}

/** git-cliff's own executable, without the script that npm puts before it. */
async function gitCliff(): Promise<string> {
  const folder = join(own, `git-cliff-${cliffVersion}`);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = process.platform === 'win32' ? 'git-cliff.exe' : 'git-cliff';
  const path = join(folder, `node_modules/git-cliff-${platform}-${process.arch}/bin`, name);
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there) return path;
  progress(`installing git-cliff ${cliffVersion}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts'];
  await time('npm', ['install', ...quiet, `git-cliff@${cliffVersion}`], folder);
  return path;
}

/** Seconds of each, one round after the other, so that all meet the same conditions. */
function inTurn(
  { bench, directory }: Scene,
  rounds: number,
  commands: Readonly<Record<string, readonly Command[]>>,
): Record<string, number[]> {
  const seconds: Record<string, number[]> = {};
  for (let round = -1; round < rounds; round++) {
    for (const [name, series] of Object.entries(commands)) {
      const taken = series.reduce((sum, command) => sum + secondsOf(command, directory), 0);
      // The first round warms up what the operating system keeps.
      if (round >= 0) (seconds[name] ??= []).push(taken);
    }
  }
  for (const [name, values] of Object.entries(seconds)) {
    progress(`${bench}: ${name} ${rounded(median(values))} s (${rounds} times)`);
  }
  return seconds;
}

function secondsOf({ command, args }: Command, cwd: string): number {
  const env = { ...process.env, ...compileCache };
  const started = process.hrtime.bigint();
  const { status } = spawnSync(command, args, { cwd, stdio: 'ignore', env });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
  return seconds;
}

function figures(
  { bench, directory }: Scene,
  ours: Command,
  runs: Readonly<Record<string, number[]>>,
  peers: Readonly<Record<string, number[]>>,
  ratios: Readonly<Record<string, number>>,
): Benchmark {
  const options = { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 28 } as const;
  const { stdout, stderr } = spawnSync(ours.command, ours.args, options);
  const entries = stdout.match(/^\* /gm)?.length ?? 0;
  if (entries === 0) throw new Error(`${bench}: no notes came out: ${stderr}`);
  progress(`${bench}: ${entries} entries`);
  const rounding = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rounded(value)]));
  return {
    bench,
    seconds: rounded(median(runs['ours']!)),
    peers: rounding(
      Object.fromEntries(Object.entries(peers).map(([name, values]) => [name, median(values)])),
    ),
    ratios: rounding(ratios),
    peakMiB: Math.round(Number(stderr.trim().split('\n').at(-1)) / 1024),
  };
}
