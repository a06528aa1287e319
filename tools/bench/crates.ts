import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nodePorts } from '@slipway/release/node';
import { readRepository, type Repository } from '@slipway/release/manifest';
import type { Artifact } from '@slipway/release/plan';
import { publishCrates, type CrateUpload } from '@slipway/release/publish';
import { openProbe, type Probe } from '../../packages/workspace/test/probe.ts';
import { chains } from './inputs/chains.ts';
import {
  median,
  peakOfChildren,
  progress,
  rounded,
  time,
  type Benchmark,
  type Size,
  type Sizes,
} from './measure.ts';

const sizes: Sizes<{ width: number; depth: number; rounds: number }> = {
  whole: { width: 5, depth: 10, rounds: 3 },
  smoke: { width: 1, depth: 2, rounds: 1 },
};
const indexDelayMs = 1000;

/**
 * 50 crates in five chains of ten, to a registry whose index shows each one second late: by `publishCrates`, from its
 * first look to its last receipt, against `cargo publish --workspace`, with its verification and without. Ours were
 * packaged before and are not verified while it publishes, as in a release; the same cargo sends them, one process a
 * crate. Each side has registries of its own, and no limit of the owner's account.
 */
export async function crates(size: Size): Promise<Benchmark> {
  const { width, depth, rounds } = sizes[size];
  const texts = chains(width, depth);
  const repository = readRepository(texts, [...texts.keys()], {});
  const sides: Record<Name, (scene: Scene) => Promise<number>> = {
    ours: publishOurs,
    unverified: (scene) => publishByCargo(scene, '--no-verify'),
    verified: (scene) => publishByCargo(scene),
  };
  const taken: Record<Name, number[]> = { ours: [], unverified: [], verified: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, publish] of Object.entries(sides) as [Name, typeof publishOurs][]) {
      const seconds = await measured(texts, repository, publish);
      progress(`crates: ${name.padEnd(10)} ${seconds.toFixed(1)} s`);
      taken[name].push(seconds);
    }
  }
  const { ours, unverified, verified } = taken;
  const ratio = (of: readonly number[]): number =>
    rounded(median(ours.map((seconds, round) => seconds / of[round]!)));
  const cargo = 'cargo publish --workspace';
  return {
    bench: 'crates',
    seconds: rounded(median(ours)),
    peers: {
      [cargo]: rounded(median(verified)),
      [`${cargo} --no-verify`]: rounded(median(unverified)),
    },
    ratios: { [cargo]: ratio(verified), [`${cargo} --no-verify`]: ratio(unverified) },
    peakMiB: peakOfChildren(),
  };
}

type Name = 'ours' | 'unverified' | 'verified';

interface Scene {
  readonly probe: Probe;
  readonly repository: Repository;
  readonly cargoEnvironment: Record<string, string>;
}

/** Seconds of one way to publish all of them, into an empty world. */
async function measured(
  texts: ReadonlyMap<string, string>,
  repository: Repository,
  publish: (scene: Scene) => Promise<number>,
): Promise<number> {
  const probe = await openProbe(repository);
  try {
    await commit(texts, probe.root);
    const bursts = { 'publish-new': 1000, 'publish-update': 1000 };
    await probe.admin('accounts', { registry: 'crates-io', bursts });
    const match = { method: 'PUT', path: '/crates/new' };
    await probe.admin('faults', [{ match, do: { indexDelayMs } }]);
    const cargoEnvironment = { ...(await probe.destination()).cratesIo!.cargoEnvironment };
    const seconds = await publish({ probe, repository, cargoEnvironment });
    const { files } = await probe.state();
    const once = files.filter(({ uploads }) => uploads === 1).length;
    const wanted = repository.crates.length;
    if (once !== wanted) throw new Error(`${once} of ${wanted} crates are there`);
    return seconds;
  } finally {
    await probe.close();
  }
}

async function commit(texts: ReadonlyMap<string, string>, root: string): Promise<void> {
  for (const [file, text] of texts) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
    if (file !== 'Cargo.toml') {
      await mkdir(join(root, dirname(file), 'src'));
      await writeFile(join(root, dirname(file), 'src/lib.rs'), '');
    }
  }
  await writeFile(join(root, '.gitignore'), 'target\ndist\n.slipway\n');
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.org'];
  await time('git', ['init', '--quiet'], root);
  await time('git', ['add', '-A'], root);
  await time('git', [...author, 'commit', '--quiet', '-m', 'feat: all of it'], root);
}

async function publishOurs({ probe, repository, cargoEnvironment }: Scene): Promise<number> {
  const { root } = probe;
  await time('cargo', ['package', '--workspace', '--no-verify'], root, cargoEnvironment);
  const uploads: CrateUpload[] = [];
  for (const crate of repository.crates) {
    const told = { action: () => undefined, receipt: () => undefined, found: () => undefined };
    uploads.push({ crate, artifact: await artifactOf(crate.name, root), told });
  }
  const to = await probe.destination();
  const workshop = { root, ports: nodePorts(), progress: () => undefined };
  const pace = { maxWait: 0, keepGoing: false };
  const destination = { ...to, cratesIo: to.cratesIo! };
  const started = process.hrtime.bigint();
  for await (const ended of publishCrates(uploads, destination, workshop, pace)) {
    if ('refusal' in ended) throw ended.refusal;
  }
  return Number(process.hrtime.bigint() - started) / 1e9;
}

async function artifactOf(name: string, root: string): Promise<Artifact> {
  const file = `${name}-0.1.0.crate`;
  const path = `target/package/${file}`;
  const { sha256, bytes } = (await nodePorts().files.digest(join(root, path)))!;
  return { kind: 'crate', package: name, version: '0.1.0', file, path, sha256, bytes };
}

async function publishByCargo(
  { probe, cargoEnvironment }: Scene,
  ...how: string[]
): Promise<number> {
  const { ownerToken: CARGO_REGISTRY_TOKEN } = probe.rehearsal.ready.cratesIo;
  const env = { ...cargoEnvironment, CARGO_REGISTRY_TOKEN };
  return (await time('cargo', ['publish', '--workspace', ...how], probe.root, env)).seconds;
}
