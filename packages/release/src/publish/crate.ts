import type { SourceCopy } from '../build/index.ts';
import type { Workshop } from '../command/index.ts';
import { SlipwayError, type Finding } from '../finding/index.ts';
import type { Crate } from '../manifest/index.ts';
import type { Artifact, Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { observeCrate } from '../registry/index.ts';
import { Passing } from '../request/index.ts';
import type { Attempt } from './apply.ts';
import { attempt } from './attempt.ts';
import { runCargo, type CrateDestination } from './cargo.ts';
import { isLive, waitUntilVisible } from './visible.ts';

/** While cargo waits for the index: what needs this crate is to start when it shows, and cargo looks each second. */
const watchEvery = 250;

/** How one crate is published among others. */
export interface Among {
  /** The how-manieth attempt it is. */
  readonly count: number;
  /** Whether it needs crates that were published a moment ago. */
  readonly follows: boolean;
  /** Is handed what cargo still does when the crate is live. */
  trailing(rest: Promise<void>): void;
  /** What does not fail it, and is to be known all the same. */
  found(findings: readonly Finding[]): void;
  /** What cargo packs from; null where that is the repository itself. */
  readonly source: SourceCopy | null;
}

/**
 * One attempt to publish one crate. It ends when the index shows the crate, which may be before cargo has seen it.
 * @throws SlipwayError what `publishCrates` yields as refusals.
 */
export async function publishOne(
  crate: Crate,
  artifact: Artifact,
  destination: CrateDestination,
  workshop: Workshop,
  { count, follows, trailing, found, source }: Among,
): Promise<Attempt> {
  const { ports } = workshop;
  const observe = (): Promise<Observation> => observeCrate(crate.name, destination.cratesIo, ports);
  const isThere = async (): Promise<boolean> => isLive(artifact, await observe(), 'crates.io');
  if (await isThere()) return { live: true, result: count === 1 ? 'already-there' : 'published' };
  const send = async (): Promise<void> => {
    const sending = Promise.withResolvers<void>();
    const told = { sending: sending.resolve, found };
    const cargo = runCargo(crate, artifact, destination, source, workshop, told);
    const rest = cargo.catch(() => undefined);
    trailing(rest);
    const seen = sending.promise.then(() => watch(isThere, rest, ports));
    await Promise.race([follows ? cargo.catch(mayPass) : cargo, seen]);
  };
  const ended = await attempt(send, isThere, ports);
  if (ended.live) await waitUntilVisible([artifact], observe, 'crates.io', ports);
  return ended;
}

/**
 * One cache of the index may be behind another: then cargo locks an older version of what was just published, and packs
 * other bytes. Nothing was sent: it had no token for them.
 */
function mayPass(error: unknown): never {
  if (!(error instanceof SlipwayError) || error.finding.code !== 'SLW205') throw error;
  throw new SlipwayError(error.finding, { cause: new Passing({ isOpen: false, cause: error }) });
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
