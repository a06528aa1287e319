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
import { apply, type Attempt, type Pace, type Receipt } from './apply.ts';
import { attempt } from './attempt.ts';
import { serveCargoTokens } from './cargo-token.ts';
import { paceOf } from './pace.ts';

/** How long an accepted crate may take to show in the index, and how often we look. */
const visibleWithin = 300_000;
const lookEvery = 1000;

/** What a publishing stage tells while it works, what it leaves, and how it goes on. */
export interface Told extends Pace {
  action(action: Action): void;
  receipt(receipt: Receipt): void;
}

/**
 * Publishes one packaged crate with cargo, unless the registry has these bytes already.
 * @throws SlipwayError SLW402 for other bytes, SLW403 when refused, SLW404 when it stays invisible, SLW411 when the
 * registry wants it later than we wait, SLW205 when cargo would upload other bytes than those checked, SLW302
 * without a token.
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
  const isThere = async (): Promise<boolean> => isLive(artifact, await observe());
  const perform = async (_: unknown, count: number): Promise<Attempt> => {
    if (await isThere()) return { live: true, result: count === 1 ? 'already-there' : 'published' };
    const send = (): Promise<void> => runCargo(crate, artifact, destination, workshop);
    const ended = await attempt(send, isThere, ports);
    if (ended.live) await waitUntilVisible(artifact, observe, ports);
    return ended;
  };
  const options = { ...paceOf(told, workshop), limit: 1 };
  for await (const receipt of apply([upload], perform, options)) told.receipt(receipt);
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

/** @throws SlipwayError with the cause `Passing` where another try may end better. */
async function runCargo(
  crate: Crate,
  artifact: Artifact,
  destination: Destination & { readonly cratesIo: CratesIoEndpoint },
  workshop: Workshop,
): Promise<void> {
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
    if (result.exitCode === 0) return;
    if (tokens.refusal()) throw tokens.refusal();
    const { detail, remedy, trouble } = readRefusal(result.all);
    const context = { registry: 'crates.io', file: artifact.file, detail };
    throw uploadRefused.error(remedy ? { ...context, remedy } : context, {
      at: { file: crate.manifest, line: null },
      cause: trouble,
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
