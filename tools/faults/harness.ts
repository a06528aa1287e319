import {
  openDirect,
  type DirectRehearsal,
  type Fault,
  type FaultEffect,
} from '../../packages/rehearsal/src/index.ts';
import { commit, release, repository, type Ending } from './release.ts';
import { makeSubject, type Subject } from './subject.ts';
import { makeWorld, virtualClock, type Meddling, type RequestKey, type World } from './world.ts';

/** What disturbs a run: a registry that answers wrongly, or what happens to the machine. */
export type Disturbance = { readonly at: RequestKey; readonly fault: FaultEffect } | Meddling;

/** What disturbed runs and a plain one after them left. */
export interface Outcome {
  /** How each of them ended, the plain one last. */
  readonly endings: readonly Ending[];
  readonly converged: boolean;
  /** Uploads of bytes that had been accepted before. */
  readonly repeatedUploads: number;
  /** Files that an undisturbed run leaves and these did not. */
  readonly lost: readonly string[];
  /** Tokens that runs which were not killed were given, and that are valid after the plain run. */
  readonly tokensLeftValid: number;
  /** The age of the oldest credential when it was used. */
  readonly oldestCredentialSeconds: number;
}

export interface Harness {
  /** The requests of an undisturbed run, in their order. */
  readonly requests: readonly RequestKey[];
  /** A run with each of these, one after the other, then a plain one. */
  run(disturbances: readonly Disturbance[]): Promise<Outcome>;
  /** Two runs at once, of which the first begins so many milliseconds before the other; then a plain one. */
  runTwo(apart: number): Promise<Outcome>;
}

export const start = Date.UTC(2026, 10, 23, 12);

interface TokenRow {
  readonly issuedAt: string;
  readonly lastUsedAt: string | null;
  readonly valid: boolean;
  readonly fingerprint: string;
}

type Fetch = typeof globalThis.fetch;

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
  const world = makeWorld(subject, calm, clock, null);
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
  for (const disturbance of [...disturbances, null]) {
    const meddling = disturbance && 'kind' in disturbance ? disturbance : null;
    const world = withDefect(makeWorld(subject, registries, clock, meddling), defect);
    registries.faults.clear();
    if (disturbance && 'fault' in disturbance) registries.faults.set([toFault(disturbance)]);
    const ending = await release(subject, registries, world);
    endings.push(ending);
    // What a killed process held nobody can give back: it dies within the half hour that it lives.
    if (ending !== 'killed') for (const token of world.given) held.add(token);
    // What was on its way when the process died has come in by then.
    clock.advance(60_000);
  }
  return outcomeOf(registries, wanted, endings, held);
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
  const worlds = Array.from({ length: 3 }, () => makeWorld(subject, registries, clock, null));
  const run = (at: number): Promise<Ending> => release(subject, registries, worlds[at]!);
  const endings = await Promise.all([run(0), clock.sleep(apart).then(() => run(1))]);
  endings.push(await run(2));
  const held = new Set(worlds.flatMap(({ given }) => [...given]));
  return outcomeOf(registries, wanted, endings, held);
}

/** `held` are the tokens of runs that were not killed, by their SHA-256. */
function outcomeOf(
  registries: DirectRehearsal,
  wanted: ReadonlyMap<string, string>,
  endings: readonly Ending[],
  held: ReadonlySet<string>,
): Outcome {
  const live = endState(registries);
  const lost = [...wanted.keys()].filter((one) => live.get(one) !== wanted.get(one));
  const { files } = registries.state();
  const tokens = registries.state().tokens as readonly TokenRow[];
  return {
    endings,
    lost,
    converged: endings.at(-1) === 'done' && lost.length === 0 && live.size === wanted.size,
    repeatedUploads: files.reduce((sum, { accepted }) => sum + accepted - 1, 0),
    tokensLeftValid: tokens.filter((one) => one.valid && held.has(one.fingerprint)).length,
    oldestCredentialSeconds: Math.max(0, ...tokens.map(ageOf)),
  };
}

function withDefect(world: World, defect: (fetch: Fetch) => Fetch): World {
  const { ports } = world.workshop;
  const wrong = { ...ports, fetch: defect(ports.fetch) };
  return { ...world, workshop: { ...world.workshop, ports: wrong } };
}

function toFault({ at, fault }: Extract<Disturbance, { fault: FaultEffect }>): Fault {
  const path = `/^${escaped(at.path.split('?')[0]!).replaceAll('/N', '/\\d+')}$/`;
  return { match: { method: at.method, path, nth: at.nth }, do: fault };
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

function ageOf({ issuedAt, lastUsedAt }: TokenRow): number {
  return lastUsedAt === null ? 0 : (Date.parse(lastUsedAt) - Date.parse(issuedAt)) / 1000;
}

/** Everything that is live: files with their digests, and that the GitHub release is public, and one. */
function endState(registries: DirectRehearsal): ReadonlyMap<string, string> {
  const { files, releases } = registries.state();
  const rows = files.map(({ registry, file, sha256 }): [string, string] => [
    `${registry} ${file}`,
    sha256,
  ]);
  const drafts = (releases as readonly { draft: boolean }[]).map(
    ({ draft }, at): [string, string] => [`release ${at}`, draft ? 'draft' : 'public'],
  );
  return new Map([...rows, ...drafts]);
}

/** Registries that know the packages, the crates with some versions or not at all, and what the tag's workflow may do. */
export async function seededRegistries(
  { crates, python }: Subject,
  known: { readonly versions: readonly string[] } | null = { versions: [] },
): Promise<DirectRehearsal> {
  const registries = await openDirect(() => start);
  const post = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const response = await registries.fetch(`${registries.ready.admin}/${path}`, init);
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
  };
  const [owner, name] = repository.split('/');
  const ref = 'refs/tags/v1.0.0';
  const file = `${repository}/.github/workflows/publish.yml@${ref}`;
  await post('claims', {
    repository,
    repository_owner: owner,
    repository_owner_id: '1',
    environment: 'release',
    event_name: 'push',
    ref,
    ref_type: 'tag',
    sha: commit,
    workflow_ref: file,
    job_workflow_ref: file,
    sub: `repo:${repository}:environment:release`,
  });
  const publisher = {
    owner,
    ownerId: '1',
    repository: name,
    workflow: 'publish.yml',
    environment: 'release',
  };
  for (const { package: crate } of known === null ? [] : crates) {
    await post('projects', { registry: 'crates-io', name: crate, ...known, owner: 'owner' });
    await post('publishers', { registry: 'crates-io', name: crate, ...publisher, pending: false });
  }
  for (const project of python) {
    await post('publishers', { registry: 'pypi', name: project.name, ...publisher, pending: true });
  }
  return registries;
}
