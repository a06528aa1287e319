import type { DirectRehearsal } from '../../../packages/rehearsal/src/index.ts';
import type { Workshop } from '../../../packages/release/src/command/index.ts';
import { Secret } from '../../../packages/release/src/identity/index.ts';
import { precedingCrates } from '../../../packages/release/src/plan/index.ts';
import {
  passGate,
  publishCrates,
  publishPython,
  type Told,
} from '../../../packages/release/src/publish/index.ts';
import { atOnce, usual, type Estimate } from '../../../packages/release/src/schedule/index.ts';
import { virtualClock, type VirtualClock } from '../../faults/clock.ts';
import { portsOf } from '../../faults/machine.ts';
import { seededRegistries, start } from '../../faults/registries.ts';
import { commit, destinationOf } from '../../faults/release.ts';
import { drawn, overNetwork } from './network.ts';
import type { ScaleSubject } from './subject.ts';

/** With whose tokens, and what crates.io has of the crates: nothing counted, or what an owner's token is counted with. */
export type Variant = 'trusted' | 'new crates' | 'updates';

const known = {
  trusted: { versions: [] },
  'new crates': null,
  updates: { versions: ['0.9.0'] },
} as const satisfies Record<Variant, unknown>;

/** How a release went on the simulated clock. */
export interface Simulated {
  /** What the gate announced. */
  readonly announced: Estimate;
  readonly seconds: number;
  /** Receipts of what was published. */
  readonly published: number;
  /** Uploads that crates.io refused because it had counted enough. */
  readonly refused: number;
  readonly oldestCredentialSeconds: number;
}

/** Publishes everything, through all of Slipway from its stages down to the requests, on a clock that jumps. */
export async function simulateRelease(subject: ScaleSubject, variant: Variant): Promise<Simulated> {
  const clock = virtualClock(start);
  const registries = (await seededRegistries(subject, known[variant])).fork(clock.now);
  const indexed = { method: 'PUT', path: '/crates/new' };
  registries.faults.set([{ match: indexed, do: { indexDelayMs: usual.indexed } }]);
  const counted = { published: 0, refused: 0 };
  const workshop = workshopOf(subject, registries, clock, counted);
  const destination = placesOf(registries, variant);
  const gate = {
    ...subject,
    preceding: precedingCrates(subject.manifests),
    inferred: [],
    tag: 'v1.0.0',
    commit,
    dryRun: false,
  };
  const { estimate: announced } = await passGate(gate, destination, workshop);
  const begun = clock.now();
  await publishAll(subject, destination, workshop, counted);
  const seconds = (clock.now() - begun) / 1000;
  return { announced, seconds, ...counted, oldestCredentialSeconds: oldestOf(registries) };
}

interface Counted {
  published: number;
  refused: number;
}

function workshopOf(
  subject: ScaleSubject,
  registries: DirectRehearsal,
  clock: VirtualClock,
  counted: Counted,
): Workshop {
  const artifacts = [...subject.crates, ...subject.python.flatMap((one) => one.artifacts)];
  const sizes = new Map(artifacts.map(({ file, bytes }) => [file, bytes]));
  const network = overNetwork(registries, clock, sizes);
  const fetch: typeof network = async (input, init) => {
    const response = await network(input, init);
    if (response.status === 429) counted.refused += 1;
    return response;
  };
  const hands = { fetch, clock, writing: async () => undefined, alive };
  const ports = portsOf(subject, registries, hands);
  const run: typeof ports.processes.run = async (command, args, options) => {
    if (command === 'cargo') await clock.sleep(drawn('cargo', args[2]!));
    return ports.processes.run(command, args, options);
  };
  return { root: '', ports: { ...ports, processes: { run } }, progress: () => undefined };
}

/** Nobody is killed here. */
const alive = async <T>(work: () => Promise<T> | T): Promise<T> => work();

function placesOf({ ready }: DirectRehearsal, variant: Variant) {
  const places = { ...destinationOf(ready), github: null };
  if (variant === 'trusted') return places;
  return {
    ...places,
    cratesIo: { ...places.cratesIo, ownToken: new Secret(ready.cratesIo.ownerToken) },
  };
}

/** The crates by one schedule, then the packages as Nx starts their tasks. */
async function publishAll(
  { crates, manifests, python }: ScaleSubject,
  destination: ReturnType<typeof placesOf>,
  workshop: Workshop,
  counted: Counted,
): Promise<void> {
  const { clock } = workshop.ports;
  const told: Told = {
    action: () => undefined,
    found: () => undefined,
    receipt: () => void (counted.published += 1),
    maxWait: Infinity,
    keepGoing: false,
  };
  if (crates.length > 0) await clock.sleep(usual.task);
  const uploads = crates.map((artifact, at) => ({ crate: manifests[at]!, artifact, told }));
  for await (const ended of publishCrates(uploads, destination, workshop, told)) {
    if ('refusal' in ended) throw ended.refusal;
  }
  const queue = [...python];
  const task = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await clock.sleep(usual.task);
      await publishPython(next.name, next.artifacts, destination, workshop, told);
    }
  };
  await Promise.all(Array.from({ length: atOnce.packages }, task));
}

function oldestOf(registries: DirectRehearsal): number {
  const rows = registries.state().tokens as readonly {
    issuedAt: string;
    lastUsedAt: string | null;
  }[];
  const ages = rows.map(({ issuedAt, lastUsedAt }) =>
    lastUsedAt === null ? 0 : (Date.parse(lastUsedAt) - Date.parse(issuedAt)) / 1000,
  );
  return Math.max(0, ...ages);
}
