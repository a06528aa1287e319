import type { Workshop } from '../command/index.ts';
import { notVisible, otherBytes } from '../finding/index.ts';
import type { Crate } from '../manifest/index.ts';
import type { Artifact, Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { observeCrate } from '../registry/index.ts';
import type { Attempt } from './apply.ts';
import { attempt } from './attempt.ts';
import { runCargo, type CrateDestination } from './cargo.ts';

/** How long an accepted crate may take to show in the index, and how often we look, in milliseconds. */
const visibleWithin = 300_000;
const lookEvery = 1000;

/** While cargo waits for the index: what needs this crate is to start when it shows, and cargo looks each second. */
const watchEvery = 250;

/**
 * One attempt to publish one crate; `count` is the how-manieth. It ends when the index shows the crate, which may be
 * before cargo has seen it: what cargo still does is handed to `trailing`.
 * @throws SlipwayError what `publishCrates` yields as refusals.
 */
export async function publishOne(
  crate: Crate,
  artifact: Artifact,
  destination: CrateDestination,
  workshop: Workshop,
  { count, trailing }: { readonly count: number; readonly trailing: (rest: Promise<void>) => void },
): Promise<Attempt> {
  const { ports } = workshop;
  const observe = (): Promise<Observation> => observeCrate(crate.name, destination.cratesIo, ports);
  const isThere = async (): Promise<boolean> => isLive(artifact, await observe());
  if (await isThere()) return { live: true, result: count === 1 ? 'already-there' : 'published' };
  const send = async (): Promise<void> => {
    const sending = Promise.withResolvers<void>();
    const cargo = runCargo(crate, artifact, destination, workshop, sending.resolve);
    const rest = cargo.catch(() => undefined);
    trailing(rest);
    const seen = sending.promise.then(() => watch(isThere, rest, ports));
    await Promise.race([cargo, seen]);
  };
  const ended = await attempt(send, isThere, ports);
  if (ended.live) await waitUntilVisible(artifact, observe, ports);
  return ended;
}

/** Ends when the crate is to be seen; never, once cargo has ended: then that counts. */
async function watch(
  isThere: () => Promise<boolean>,
  cargo: Promise<void>,
  { clock }: Pick<Ports, 'clock'>,
): Promise<void> {
  let isOver = false;
  void cargo.then(() => (isOver = true));
  for (;;) {
    await clock.sleep(watchEvery);
    if (isOver) return new Promise(() => undefined);
    // What is wrong with an answer, or with what is there, is told when cargo has ended.
    if (await isThere().catch(() => false)) return;
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
