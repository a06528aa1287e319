import type { DirectRehearsal } from '../../packages/rehearsal/src/index.ts';
import type { Workshop } from '../../packages/release/src/command/index.ts';
import { virtualClock, type VirtualClock } from './clock.ts';
import { digestOf, portsOf } from './machine.ts';
import type { Subject } from './subject.ts';

/**
 * A request, or a file that is written (`WRITE`), by what it is and the how-manieth of its kind: the same in every run
 * up to what disturbs it.
 */
export interface RequestKey {
  readonly method: string;
  /** The path with its query, without what differs from run to run. */
  readonly path: string;
  /** From 1. */
  readonly nth: number;
}

/** What happens at a request besides what the registries themselves do. */
export interface Meddling {
  readonly at: RequestKey;
  readonly kind:
    | 'kill-before'
    | 'kill-after'
    | 'stall'
    | 'slow'
    | 'clock-forward'
    | 'clock-back'
    | 'disk-full'
    | 'tag-moved';
}

/** One run's machine: nothing of it is real but the code under test. */
export interface World {
  readonly workshop: Workshop;
  readonly clock: VirtualClock;
  /** Every request so far. */
  readonly requests: readonly RequestKey[];
  /** The tokens that registries have given this run, by their SHA-256. */
  readonly given: ReadonlySet<string>;
  /** The codes of what it was told. */
  readonly codes: Set<string>;
  /** Ends when the run is killed; else never. */
  readonly killed: Promise<'killed'>;
}

/** Milliseconds that a request takes. */
const latency = 20;
/** Longer than any token of a registry lives. */
const aLongTime = 40 * 60_000;
const slow = 70_000;
const anHour = 60 * 60_000;

/** `moveTag` is what somebody else does to the repository at GitHub. */
export function makeWorld(
  subject: Subject,
  registries: DirectRehearsal,
  clock: VirtualClock,
  meddling: Meddling | null,
  moveTag: () => Promise<void>,
): World {
  const requests: RequestKey[] = [];
  const given = new Set<string>();
  const codes = new Set<string>();
  const counted = counter();
  /** How far the machine's own clock is from that of everybody else. */
  let off = 0;
  let isFull = false;
  let isDead = false;
  let kill = (): void => undefined;
  const killed = new Promise<'killed'>((resolve) => {
    kill = () => {
      isDead = true;
      resolve('killed');
    };
  });
  const alive = async <T>(work: () => Promise<T> | T): Promise<T> => {
    if (isDead) return new Promise<T>(() => undefined);
    const result = await work();
    return isDead ? new Promise<T>(() => undefined) : result;
  };
  const meddle = {
    'kill-before': kill,
    'kill-after': () => undefined,
    stall: () => clock.advance(aLongTime),
    slow: () => clock.advance(slow),
    'clock-forward': () => void (off = anHour),
    'clock-back': () => void (off = -anHour),
    'disk-full': () => void (isFull = true),
    'tag-moved': moveTag,
  } satisfies Record<Meddling['kind'], () => void | Promise<void>>;
  /** What is to happen, with whatever is to happen before and after it. */
  const amid = async <T>(key: RequestKey, work: () => Promise<T>): Promise<T | null> => {
    requests.push(key);
    const isMeant = meddling !== null && same(meddling.at, key);
    if (isMeant) await meddle[meddling.kind]();
    // Nobody hears this answer; but who never ended to work would hold the clock for ever.
    if (isDead) return null;
    const result = await work();
    if (isMeant && meddling.kind === 'kill-after') kill();
    return result;
  };
  const ask: typeof globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input));
    const method = init?.method ?? (input instanceof Request ? input.method : 'GET');
    const key = counted(method, `${url.pathname}${url.search}`);
    clock.advance(latency);
    const response = await amid(key, () => registries.fetch(input, init));
    for (const token of response ? await tokensIn(key, response) : []) given.add(digestOf(token));
    return response ?? Response.error();
  };
  const writing = async (path: string): Promise<void> => {
    await alive(() => amid(counted('WRITE', path), async () => undefined));
    if (isFull)
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };
  const hands = {
    fetch: ((input, init) => alive(() => clock.busy(() => ask(input, init)))) as typeof fetch,
    writing,
    alive,
    clock: {
      now: () => clock.now() + off,
      sleep: (time: number) => alive(() => clock.sleep(time)),
    },
  };
  const ports = portsOf(subject, registries, hands);
  const workshop = { root: '', ports, progress: () => undefined };
  return { clock, requests, given, codes, killed, workshop };
}

/** The token of an exchange, where it came to us; one that was lost on its way was never held by anybody. */
async function tokensIn({ method, path }: RequestKey, response: Response): Promise<string[]> {
  if (method !== 'POST' || !/\/(mint-token|trusted_publishing\/tokens)$/.test(path)) return [];
  const text = await response
    .clone()
    .text()
    .catch(() => '');
  const [, token] = /"token":"([^"]+)"/.exec(response.ok ? text : '') ?? [];
  return token === undefined ? [] : [token];
}

export const same = (a: RequestKey, b: RequestKey): boolean =>
  a.method === b.method && a.path === b.path && a.nth === b.nth;

/** Gives each thing that happens its key. */
function counter(): (method: string, target: string) => RequestKey {
  const counts = new Map<string, number>();
  return (method, target) => {
    const path = target.replace(/(releases|assets)\/\d+/g, '$1/N');
    const kind = `${method} ${path}`;
    const nth = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, nth);
    return { method, path, nth };
  };
}

export { virtualClock };
