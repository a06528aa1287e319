import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonTools, type PythonTools } from '../../packages/rehearsal/test/python-tools.ts';
import type { Artifact } from '../../packages/release/src/plan/index.ts';
import { compileCache, compiledRelease } from './compiled.ts';
import { formConfig } from './curl.ts';
import { makeWheels } from './inputs/wheels.ts';
import {
  median,
  progress,
  rounded,
  time,
  type Benchmark,
  type Size,
  type Sizes,
} from './measure.ts';
import { serveSink, type Sink } from './served.ts';

const MiB = 1024 * 1024;
/** How many wheels of how many MiB: those that are compared, and large ones for the memory. */
const sizes: Sizes<{
  wheels: number;
  small: number;
  large: number;
  latency: number;
  rounds: number;
}> = {
  whole: { wheels: 60, small: 5, large: 20, latency: 400, rounds: 3 },
  smoke: { wheels: 2, small: 0.01, large: 0.02, latency: 10, rounds: 1 },
};

/** Wheels in a folder, and where they are sent. */
interface Scene {
  readonly folder: string;
  readonly artifacts: readonly Artifact[];
  readonly sink: Sink;
  readonly release: string;
}

/**
 * 60 wheels of 5 MiB to a registry that takes 400 ms for each request, by `publishPython` in a process of its own,
 * beside those who send the same files to the same place with the same token: twine, uv, and curl with eight and with 16 at once.
 * Ours also proves its files, and asks what is there, before and after. It is measured once more with a token that it
 * mints and gives back, and once more with wheels of 20 MiB for the peak of its memory.
 */
export async function uploads(size: Size): Promise<Benchmark> {
  const { wheels, latency, rounds, ...sized } = sizes[size];
  const tools = await pythonTools();
  const release = await compiledRelease();
  const sink = await serveSink(latency);
  const temporary = await mkdtemp(join(tmpdir(), 'slipway-uploads-'));
  try {
    const scene = async (each: number): Promise<Scene> => {
      progress(`uploads: making ${wheels} wheels of ${each} MiB`);
      const folder = join(temporary, `${each}`);
      const artifacts = await makeWheels(folder, wheels, Math.round(each * MiB));
      return { folder, artifacts, sink, release };
    };
    const small = await scene(sized.small);
    const taken = await inTurn(small, tools, rounds);
    const large = await scene(sized.large);
    const peak = await measured(large, 'ours, large', () => ours(large, token));
    return figures(taken, peak.peakMiB);
  } finally {
    sink.close();
    await rm(temporary, { recursive: true, force: true });
  }
}

interface Taken {
  readonly seconds: number;
  readonly peakMiB: number;
}

type Name = 'ours' | 'minted' | 'twine' | 'uv' | 'curl' | 'curl16';

async function inTurn(
  scene: Scene,
  tools: PythonTools,
  rounds: number,
): Promise<Record<Name, Taken[]>> {
  const sides: Record<Name, () => Promise<Taken>> = {
    ours: () => ours(scene, token),
    minted: () => ours(scene),
    curl: () => curl(scene, 8),
    curl16: () => curl(scene, 16),
    twine: () => twine(scene, tools),
    uv: () => uv(scene, tools),
  };
  const taken: Record<Name, Taken[]> = {
    ...{ ours: [], minted: [], curl: [], curl16: [], twine: [], uv: [] },
  };
  // Node keeps what it compiled, and the system what it read.
  await measured(scene, 'ours, not counted', sides.ours);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, run] of Object.entries(sides) as [Name, () => Promise<Taken>][]) {
      taken[name].push(await measured(scene, name, run));
    }
  }
  return taken;
}

/** Runs one of them, and sees that the sink has all files with their bytes, and has each once. */
async function measured(
  { artifacts, sink }: Scene,
  name: string,
  run: () => Promise<Taken>,
): Promise<Taken> {
  await sink.reset();
  const taken = await run();
  const { files, repeated, mostAtOnce, requests } = await sink.stats();
  const isWhole = artifacts.every(({ file, sha256 }) => files[file] === sha256);
  if (!isWhole || repeated > 0) throw new Error(`${name} sent other files, or some twice`);
  const figures = [`${taken.seconds.toFixed(2)} s`, `${requests} requests`];
  if (taken.peakMiB > 0) figures.push(`peak ${taken.peakMiB.toFixed(0)} MiB`);
  progress(`uploads: ${name.padEnd(18)} ${figures.join(', ')}, at most ${mostAtOnce} at once`);
  return taken;
}

/** Without a token it mints one. */
async function ours({ folder, sink, release }: Scene, ...given: string[]): Promise<Taken> {
  const script = join(import.meta.dirname, 'uploads-ours.ts');
  const args = [script, release, folder, sink.url, ...given];
  const { seconds, output } = await time(process.execPath, args, folder, compileCache);
  return { seconds, peakMiB: (JSON.parse(output) as { peakMiB: number }).peakMiB };
}

/** An owner's. */
const token = 'owner';

async function twine({ folder, artifacts, sink }: Scene, tools: PythonTools): Promise<Taken> {
  const files = artifacts.map(({ path }) => path);
  const options = ['--non-interactive', '--disable-progress-bar', '-u', '__token__', '-p', token];
  const args = ['upload', '--repository-url', `${sink.url}/legacy/`, ...options, ...files];
  return { ...(await time(tools.twine, args, folder)), peakMiB: 0 };
}

async function uv({ folder, artifacts, sink }: Scene, tools: PythonTools): Promise<Taken> {
  const files = artifacts.map(({ path }) => path);
  const options = ['--trusted-publishing', 'never', '--token', token, '--no-progress'];
  const args = ['publish', '--publish-url', `${sink.url}/legacy/`, ...options, ...files];
  return { ...(await time(tools.uv, args, folder)), peakMiB: 0 };
}

async function curl({ folder, artifacts, sink }: Scene, atOnce: number): Promise<Taken> {
  await writeFile(join(folder, 'curl'), formConfig(artifacts, `${sink.url}/legacy/`, token));
  const many = ['--parallel', '--parallel-immediate', '--parallel-max', `${atOnce}`];
  const args = [...many, '--config', 'curl'];
  return { ...(await time('curl', args, folder)), peakMiB: 0 };
}

function figures(taken: Record<Name, Taken[]>, peakOfLarge: number): Benchmark {
  const { ours, minted, twine, uv, curl, curl16 } = taken;
  const seconds = (of: readonly Taken[]): number => median(of.map((one) => one.seconds));
  const ratio = (of: readonly Taken[]): number =>
    rounded(median(ours.map((one, round) => one.seconds / of[round]!.seconds)));
  return {
    bench: 'uploads',
    seconds: rounded(seconds(ours)),
    peers: {
      'twine upload': rounded(seconds(twine)),
      'uv publish': rounded(seconds(uv)),
      'curl, 8 at once': rounded(seconds(curl)),
      'curl, 16 at once': rounded(seconds(curl16)),
    },
    ratios: {
      'twine upload': ratio(twine),
      'uv publish': ratio(uv),
      'curl, 8 at once': ratio(curl),
      'curl, 16 at once': ratio(curl16),
    },
    peakMiB: Math.round(Math.max(...ours.map(({ peakMiB }) => peakMiB))),
    more: {
      'seconds with a token of its own minting': rounded(seconds(minted)),
      'peakMiB with wheels of 20 MiB': Math.round(peakOfLarge),
    },
  };
}
