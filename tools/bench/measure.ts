import { execa } from 'execa';
import { mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How much a benchmark takes: all of it, or the least that runs its lines, whose figures say nothing. */
export type Size = 'whole' | 'smoke';

/** What differs between the two. */
export type Sizes<T> = Readonly<Record<Size, T>>;

/** One line of the figures: seconds are medians; ratios are ours divided by the peer's, run in turn. */
export interface Benchmark {
  readonly bench: string;
  readonly seconds: number;
  readonly peers: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, number>>;
  readonly peakMiB: number;
  /** Other figures, by what they are. */
  readonly more?: Readonly<Record<string, number>>;
  /** Peers that a smoke does without, and why: `because …`. */
  readonly skipped?: Readonly<Record<string, string>>;
}

/** A smoke installs nothing: what of these peers is not there yet. */
export const notInstalled = (
  ...peers: readonly string[]
): Required<Pick<Benchmark, 'skipped'>> => ({
  skipped: Object.fromEntries(peers.map((peer) => [peer, 'because it is not installed'])),
});

export const repository = join(import.meta.dirname, '../..');
const binaries = join(repository, 'node_modules/.bin');

export interface Run {
  readonly seconds: number;
  readonly output: string;
}

/** Runs a command to its end; throws with its output when it fails. */
export async function time(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Run> {
  const started = process.hrtime.bigint();
  const result = await execa(command, args, {
    cwd,
    env: { NX_DAEMON: 'false', ...env, PATH: `${binaries}:${env['PATH'] ?? process.env['PATH']}` },
    all: true,
    reject: false,
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (result.exitCode !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${result.all}`);
  return { seconds, output: result.all };
}

/** A fresh clone of this repository as it is committed, with its node_modules. */
export async function freshClone(): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'slipway-bench-')), 'slipway');
  await time('git', ['clone', '--quiet', repository, folder], repository);
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The largest resident memory of any child that has ended, in MiB (Linux and macOS). */
export function peakOfChildren(): number {
  const { maxRSS } = process.resourceUsage();
  return Math.round(maxRSS / 1024);
}

export function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
