import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { indexPath } from '../../packages/release/src/registry/crates-io.ts';
import { compileCache, compiledRelease } from './compiled.ts';
import { getConfig } from './curl.ts';
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

/** So many packages of each kind. */
const sizes: Sizes<{ packages: number; latency: number; rounds: number }> = {
  whole: { packages: 50, latency: 100, rounds: 5 },
  smoke: { packages: 2, latency: 10, rounds: 1 },
};
/** The gate asks both registries at the same time, each 32 questions at once. */
const curlAtOnce = 64;

/**
 * The gate of a release of 50 crates and 50 Python packages, in a process of its own, at registries that take 100 ms for
 * each request: what they have of each, then whether they give tokens. Against one curl that asks the same 100
 * questions of them, as many at once, and nothing more.
 */
export async function observe(size: Size): Promise<Benchmark> {
  const { packages, latency, rounds } = sizes[size];
  const release = await compiledRelease();
  const sink = await serveSink(latency);
  const folder = await mkdtemp(join(tmpdir(), 'slipway-observe-'));
  await writeFile(join(folder, 'curl'), getConfig(questionsAt(sink.url, packages)));
  const ours: Ours[] = [];
  const floor: number[] = [];
  try {
    for (let round = -1; round < rounds; round += 1) {
      const mine = await passGate(release, folder, sink, packages);
      const curl = await askByCurl(folder, sink, packages);
      progress(`observe: ${rounded(mine.seconds)} s against ${rounded(curl)} s`);
      // The first round warms up what the operating system keeps.
      if (round < 0) continue;
      ours.push(mine);
      floor.push(curl);
    }
  } finally {
    sink.close();
    await rm(folder, { recursive: true, force: true });
  }
  return {
    bench: 'observe',
    seconds: rounded(median(ours.map(({ seconds }) => seconds))),
    peers: { 'curl, the same questions': rounded(median(floor)) },
    ratios: {
      'curl, the same questions': rounded(
        median(ours.map(({ seconds }, at) => seconds / floor[at]!)),
      ),
    },
    peakMiB: Math.round(Math.max(...ours.map(({ peakMiB }) => peakMiB))),
  };
}

function questionsAt(url: string, packages: number): string[] {
  const all = Array.from({ length: packages }, (_, at) => at);
  return [
    ...all.map((at) => `${url}/index/${indexPath(`ws-${at}`)}`),
    ...all.map((at) => `${url}/simple/py-${at}/`),
  ];
}

interface Ours {
  readonly seconds: number;
  readonly peakMiB: number;
}

async function passGate(
  release: string,
  folder: string,
  sink: Sink,
  packages: number,
): Promise<Ours> {
  await sink.reset();
  const script = join(import.meta.dirname, 'observe-ours.ts');
  const args = [script, release, sink.url, String(packages)];
  const { seconds, output } = await time(process.execPath, args, folder, compileCache);
  const { actions, peakMiB } = JSON.parse(output) as { actions: number; peakMiB: number };
  const { requests, mostAtOnce } = await sink.stats();
  progress(`observe: ${requests} requests, at most ${mostAtOnce} at once`);
  if (actions !== 2 * packages || requests < actions) throw new Error('not all were asked about');
  if (mostAtOnce > curlAtOnce) throw new Error(`${mostAtOnce} requests at once are too many`);
  return { seconds, peakMiB };
}

async function askByCurl(folder: string, sink: Sink, packages: number): Promise<number> {
  await sink.reset();
  const atOnce = ['--parallel', '--parallel-immediate', '--parallel-max', String(curlAtOnce)];
  const { seconds } = await time('curl', [...atOnce, '--config', 'curl'], folder);
  const { requests } = await sink.stats();
  if (requests !== 2 * packages) throw new Error(`curl asked ${requests} questions`);
  return seconds;
}
