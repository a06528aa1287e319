import { notVisible, otherBytes, uploadRefused } from '../finding/index.ts';
import type { Crate } from '../manifest/index.ts';
import { decide, type Action, type Artifact, type Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import {
  observeCrate,
  readRefusal,
  type CratesIoEndpoint,
  type Destination,
} from '../registry/index.ts';
import { excludeOwnFiles } from '../build/index.ts';
import { runTool, type Workshop } from '../command/index.ts';
import { apply, type Attempt, type Receipt } from './apply.ts';
import { serveCargoTokens } from './cargo-token.ts';

/** How long an accepted crate may take to show in the index, and how often we look. */
const visibleWithin = 300_000;
const lookEvery = 1000;

const maxAttempts = 5;

/** What a publishing stage tells while it works, and what it leaves. */
export interface Told {
  action(action: Action): void;
  receipt(receipt: Receipt): void;
}

/**
 * Publishes one packaged crate with cargo, unless the registry has these bytes already.
 * @throws SlipwayError SLW402 for other bytes, SLW403 when refused, SLW404 when it stays invisible,
 * SLW205 when cargo would upload other bytes than those checked, SLW302 without a token.
 */
export async function publishCrate(
  crate: Crate,
  artifact: Artifact,
  destination: Destination & { readonly cratesIo: CratesIoEndpoint },
  workshop: Workshop,
  told: Told,
): Promise<void> {
  const { ports } = workshop;
  const observe = (): Promise<Observation> => observeCrate(crate.name, destination.cratesIo, ports);
  const { actions } = decide('crates.io', [artifact], await observe());
  for (const action of actions) told.action(action);
  const upload = { ...artifact, registry: 'crates.io' as const, after: [] };
  const perform = async (_: unknown, attempt: number): Promise<Attempt> => {
    if (isLive(artifact, await observe())) return { live: true, result: 'already-there' };
    const retryAt = await runCargo(crate, artifact, destination, workshop, observe, attempt);
    if (retryAt !== null) return { live: false, retryAt };
    await waitUntilVisible(artifact, observe, ports);
    return { live: true, result: 'published' };
  };
  for await (const receipt of apply([upload], perform, { clock: ports.clock, limit: 1 })) {
    told.receipt(receipt);
  }
}

/** Whether these bytes are there. Other bytes under the same name end the release. */
function isLive(artifact: Artifact, live: Observation): boolean {
  const remote = live.get(artifact.file);
  if (remote === undefined) return false;
  if (remote === artifact.sha256) return true;
  const { file, sha256: local } = artifact;
  throw otherBytes.error(
    { registry: 'crates.io', file, local, remote: remote ?? 'unknown' },
    { at: { file: artifact.path, line: null } },
  );
}

/** Null when cargo succeeded, or when it failed and the crate is there all the same. */
async function runCargo(
  crate: Crate,
  artifact: Artifact,
  destination: Destination & { readonly cratesIo: CratesIoEndpoint },
  workshop: Workshop,
  observe: () => Promise<Observation>,
  attempt: number,
): Promise<number | null> {
  const { root, ports, progress } = workshop;
  const { cratesIo, identity } = destination;
  // The package may have come from a cache: what it was kept clean of may lie here now.
  await excludeOwnFiles(workshop);
  const tokens = await serveCargoTokens(artifact, cratesIo, identity, ports);
  try {
    // Verified already, as a package: no build script runs while a token is near.
    const args = ['publish', '-p', crate.name, '--no-verify', '--allow-dirty', ...tokens.arguments];
    const cwd = crate.directory === '' ? root : `${root}/${crate.directory}`;
    progress(`$ cargo publish -p ${crate.name} --no-verify`);
    const options = { cwd, env: cratesIo.cargoEnvironment, onLine: progress };
    const result = await runTool('cargo', args, options, ports);
    if (result.exitCode === 0) return null;
    if (tokens.refusal()) throw tokens.refusal();
    // The answer may have been lost on the way: the registry knows.
    if (isLive(artifact, await observe())) return null;
    const { detail, remedy, retryAt } = readRefusal(result.all);
    if (retryAt !== null && attempt < maxAttempts) return retryAt;
    const context = { registry: 'crates.io', file: artifact.file, detail };
    throw uploadRefused.error(remedy ? { ...context, remedy } : context, {
      at: { file: crate.manifest, line: null },
    });
  } finally {
    await tokens.close();
  }
}

async function waitUntilVisible(
  artifact: Artifact,
  observe: () => Promise<Observation>,
  { clock }: Pick<Ports, 'clock'>,
): Promise<void> {
  const until = clock.now() + visibleWithin;
  while (!isLive(artifact, await observe())) {
    if (clock.now() >= until) {
      const seconds = visibleWithin / 1000;
      throw notVisible.error({ registry: 'crates.io', file: artifact.file, seconds });
    }
    await clock.sleep(lookEvery);
  }
}
