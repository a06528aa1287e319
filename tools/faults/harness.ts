import type { DirectRehearsal, Fault } from '../../packages/rehearsal/src/index.ts';
import { endState, moveTag, seededRegistries, start } from './registries.ts';
import { commit, release, type Ending } from './release.ts';
import { makeSubject, type Subject } from './subject.ts';
import { makeWorld, virtualClock, type Meddling, type RequestKey, type World } from './world.ts';

/** What disturbs a run: a registry that answers wrongly, or what happens to the machine. */
export type Disturbance = { readonly at: RequestKey; readonly fault: Fault } | Meddling;

/** What disturbed runs and a plain one after them left. */
export interface Outcome {
  /** How each of them ended, the plain one last. */
  readonly endings: readonly Ending[];
  /** What the first of them asked and wrote, in its order. */
  readonly trail: readonly RequestKey[];
  readonly converged: boolean;
  /** Uploads of bytes that had been accepted before. */
  readonly repeatedUploads: number;
  /** Files that an undisturbed run leaves and these did not. */
  readonly lost: readonly string[];
  /** Tokens that runs which were not killed were given, and that are valid after the plain run. */
  readonly tokensLeftValid: number;
  /** The age of the oldest credential when it was used. */
  readonly oldestCredentialSeconds: number;
  /** How long all of them took together, by the registries' clock. */
  readonly minutes: number;
}

export interface Harness {
  /** The requests of an undisturbed run, in their order. */
  readonly requests: readonly RequestKey[];
  /** A run with each of these, one after the other, then a plain one. */
  run(disturbances: readonly Disturbance[]): Promise<Outcome>;
  /** Two runs at once, of which the first begins so many milliseconds before the other; then a plain one. */
  runTwo(apart: number): Promise<Outcome>;
}

interface TokenRow {
  readonly issuedAt: string;
  readonly lastUsedAt: string | null;
  readonly valid: boolean;
  readonly fingerprint: string;
}

type Fetch = typeof globalThis.fetch;

const nobody = async (): Promise<void> => undefined;

/**
 * Makes what is released, and the registries that know it, once; every run gets a copy of them.
 * `defect` makes of a publisher one that is wrong, to see that it is found out.
 */
export async function openHarness(
  crates: number,
  pythons: number,
  defect: (fetch: Fetch) => Fetch = (fetch) => fetch,
): Promise<Harness> {
  const subject = makeSubject(crates, pythons);
  const seeded = await seededRegistries(subject);
  const clock = virtualClock(start);
  const calm = seeded.fork(clock.now);
  const world = makeWorld(subject, calm, clock, null, nobody);
  const ending = await release(subject, calm, world);
  if (ending !== 'done')
    throw new Error(`the undisturbed run ended with ${JSON.stringify(ending)}`);
  const wanted = endState(calm);
  return {
    requests: world.requests,
    run: (disturbances) => runAll(subject, seeded, wanted, disturbances, defect),
    runTwo: (apart) => runTwo(subject, seeded, wanted, apart),
  };
}

async function runAll(
  subject: Subject,
  seeded: DirectRehearsal,
  wanted: ReadonlyMap<string, string>,
  disturbances: readonly Disturbance[],
  defect: (fetch: Fetch) => Fetch,
): Promise<Outcome> {
  const clock = virtualClock(start);
  const registries = seeded.fork(clock.now);
  const endings: Ending[] = [];
  const held = new Set<string>();
  const trails: (readonly RequestKey[])[] = [];
  const move = (): Promise<void> => moveTag('d'.repeat(40), registries);
  for (const disturbance of [...disturbances, null]) {
    const meddling = disturbance && 'kind' in disturbance ? disturbance : null;
    const world = withDefect(makeWorld(subject, registries, clock, meddling, move), defect);
    trails.push(world.requests);
    registries.faults.clear();
    if (disturbance && 'fault' in disturbance) registries.faults.set([disturbance.fault]);
    const ending = await release(subject, registries, world);
    endings.push(ending);
    // Nothing of ours puts a tag back: that is for people.
    if (meddling?.kind === 'tag-moved') await moveTag(commit, registries);
    // What a killed process held nobody can give back: it dies within the half hour that it lives. And where a registry
    // takes no token back, it says so, and so do we.
    const isKept = ending === 'killed' || world.codes.has('SLW305');
    if (!isKept) for (const token of world.given) held.add(token);
    // What was on its way when the process died has come in by then.
    clock.advance(60_000);
  }
  const minutes = (clock.now() - start) / 60_000;
  return { ...outcomeOf(registries, wanted, endings, held), trail: trails[0] ?? [], minutes };
}

/** Two machines that release the same tag, and know nothing of each other. */
async function runTwo(
  subject: Subject,
  seeded: DirectRehearsal,
  wanted: ReadonlyMap<string, string>,
  apart: number,
): Promise<Outcome> {
  const clock = virtualClock(start);
  const registries = seeded.fork(clock.now);
  const worlds = Array.from({ length: 3 }, () =>
    makeWorld(subject, registries, clock, null, nobody),
  );
  const run = (at: number): Promise<Ending> => release(subject, registries, worlds[at]!);
  const endings = await Promise.all([run(0), clock.sleep(apart).then(() => run(1))]);
  endings.push(await run(2));
  const held = new Set(worlds.flatMap(({ given }) => [...given]));
  const minutes = (clock.now() - start) / 60_000;
  return { ...outcomeOf(registries, wanted, endings, held), trail: worlds[0]!.requests, minutes };
}

/** `held` are the tokens of runs that were not killed, by their SHA-256. */
function outcomeOf(
  registries: DirectRehearsal,
  wanted: ReadonlyMap<string, string>,
  endings: readonly Ending[],
  held: ReadonlySet<string>,
): Omit<Outcome, 'trail' | 'minutes'> {
  const live = endState(registries);
  const lost = [...wanted.keys()].filter((one) => live.get(one) !== wanted.get(one));
  const { files } = registries.state();
  const tokens = registries.state().tokens as readonly TokenRow[];
  return {
    endings,
    lost,
    converged: endings.at(-1) === 'done' && lost.length === 0 && live.size === wanted.size,
    repeatedUploads: files.reduce((sum, { accepted }) => sum + Math.max(0, accepted - 1), 0),
    tokensLeftValid: tokens.filter((one) => one.valid && held.has(one.fingerprint)).length,
    oldestCredentialSeconds: Math.max(0, ...tokens.map(ageOf)),
  };
}

function withDefect(world: World, defect: (fetch: Fetch) => Fetch): World {
  const { ports } = world.workshop;
  const wrong = { ...ports, fetch: defect(ports.fetch) };
  return { ...world, workshop: { ...world.workshop, ports: wrong } };
}

function ageOf({ issuedAt, lastUsedAt }: TokenRow): number {
  return lastUsedAt === null ? 0 : (Date.parse(lastUsedAt) - Date.parse(issuedAt)) / 1000;
}
