import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownTargets } from '../../packages/release/src/platform/index.ts';
import { makeCrates } from './inputs/workspace.ts';
import { installed, installOurs } from './install.ts';
import {
  median,
  notInstalled,
  peakOfChildren,
  progress,
  rounded,
  time,
  type Benchmark,
  type Size,
  type Sizes,
} from './measure.ts';

/** In the whole there is a first round besides, which warms the disk. */
const sizes: Sizes<{ firstRound: number; rounds: number; scale: number }> = {
  whole: { firstRound: -1, rounds: 6, scale: 1 },
  smoke: { firstRound: 0, rounds: 1, scale: 0.01 },
};

/** What is measured: Nx with a plugin or none, out of an installation of its own. */
interface Side {
  readonly name: string;
  /** A folder with node_modules. */
  readonly home: string;
  readonly plugins: readonly (string | object)[];
  readonly command: readonly string[];
}

const list = ['show', 'projects'] as const;

/** The graph of 1,000 crates and 200 Python packages, made anew without a daemon, beside @monodon/rust's. */
export async function graph(size: Size): Promise<Benchmark> {
  const ours = await installOurs(size);
  const theirs = await installed(size, 'monodon', [
    'nx@23.2.1',
    '@nx/devkit@23.2.1',
    '@monodon/rust@3.0.0',
  ]);
  const sides = [
    { name: 'bare', home: ours, plugins: [], command: list },
    { name: 'ours', home: ours, plugins: ['@slipway/nx/plugin'], command: list },
  ];
  const sidesOfTheirs = theirs === null ? [] : sidesOfMonodon(theirs);
  const seconds = await compare(size, [...sides, ...sidesOfTheirs]);
  const [bare = 0, mine = 0, bareTheirs = 0, monodon = 0] = seconds;
  const figures = {
    bench: 'graph',
    seconds: rounded(mine),
    peers: { bare: rounded(bare) },
    ratios: { bare: rounded(mine / bare) },
    peakMiB: peakOfChildren(),
  };
  if (theirs === null) return { ...figures, ...notInstalled('@monodon/rust') };
  const overhead = rounded((mine - bare) / (monodon - bareTheirs));
  return {
    ...figures,
    peers: { ...figures.peers, '@monodon/rust': rounded(monodon) },
    ratios: { 'overhead of @monodon/rust': overhead, ...figures.ratios },
  };
}

const sidesOfMonodon = (home: string): Side[] => [
  { name: 'bare, theirs', home, plugins: [], command: list },
  { name: '@monodon/rust', home, plugins: ['@monodon/rust'], command: list },
];

/** `release:plan` on the same workspace, against Nx that lists its projects. */
export async function plan(size: Size): Promise<Benchmark> {
  const home = await installOurs(size);
  const plugins = ['@slipway/nx/plugin'];
  const seconds = await compare(size, [
    { name: 'nx show projects, bare', home, plugins: [], command: list },
    { name: 'nx show projects', home, plugins, command: list },
    { name: 'release:plan', home, plugins, command: ['run', 'release:plan', '--live=false'] },
  ]);
  const [bare = 0, shown = 0, planned = 0] = seconds;
  return {
    bench: 'plan',
    seconds: rounded(planned),
    peers: { bare: rounded(bare), 'show projects': rounded(shown) },
    ratios: { bare: rounded(planned / bare), 'show projects': rounded(planned / shown) },
    peakMiB: peakOfChildren(),
  };
}

/** As many platforms as a package is ever built for. */
const platforms = knownTargets.filter((target) => !target.startsWith('arm-')).slice(0, 15);

/**
 * `release:matrix` on 200 Python packages × 15 platforms, against Nx that lists its projects. GitHub takes 256 jobs,
 * so it is asked for one platform of all packages; the graph has all 3,000 targets.
 */
export async function matrix(size: Size): Promise<Benchmark> {
  const home = await installOurs(size);
  const plugins = [{ plugin: '@slipway/nx/plugin', options: { platforms } }];
  const command = ['run', 'release:matrix', '--all', `--targets=${platforms[0]}`];
  const seconds = await compare(
    size,
    [
      { name: 'nx show projects, bare', home, plugins: [], command: list },
      { name: 'nx show projects', home, plugins, command: list },
      { name: 'release:matrix', home, plugins, command },
    ],
    { crates: 200, pythons: 200 },
  );
  const [bare = 0, shown = 0, made = 0] = seconds;
  return {
    bench: 'matrix',
    seconds: rounded(made),
    peers: { bare: rounded(bare), 'show projects': rounded(shown) },
    ratios: { bare: rounded(made / bare), 'show projects': rounded(made / shown) },
    peakMiB: peakOfChildren(),
  };
}

/** Medians of commands run in turn: without its daemon Nx makes the graph anew for each. */
async function compare(
  size: Size,
  sides: readonly Side[],
  { crates, pythons } = { crates: 1000, pythons: 200 },
): Promise<number[]> {
  const { firstRound, rounds, scale } = sizes[size];
  const folder = join(await mkdtemp(join(tmpdir(), 'slipway-bench-')), 'workspace');
  await makeCrates(folder, crates * scale, pythons * scale);
  await time('git', ['init', '--quiet'], folder);
  await time('git', ['add', '-A'], folder);
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org'];
  await time('git', [...author, 'commit', '--quiet', '-m', 'feat: all of it'], folder);
  const taken = sides.map((): number[] => []);
  for (let round = firstRound; round < rounds; round += 1) {
    for (const [at, side] of sides.entries()) {
      const seconds = await run(side, folder);
      if (round >= 0) taken[at]?.push(seconds);
      progress(`${side.name.padEnd(24)} ${seconds.toFixed(2)} s`);
    }
  }
  await rm(folder, { recursive: true, force: true });
  return taken.map(median);
}

async function run({ home, plugins, command }: Side, folder: string): Promise<number> {
  await rm(join(folder, 'node_modules'), { force: true });
  await symlink(join(home, 'node_modules'), join(folder, 'node_modules'));
  const settings = { plugins, analytics: false, tui: { enabled: false } };
  await writeFile(join(folder, 'nx.json'), JSON.stringify(settings));
  const { seconds } = await time(join(home, 'node_modules/.bin/nx'), command, folder);
  return seconds;
}
