import { waitTooLong } from '../finding/index.ts';
import type { RegistryName } from '../plan/index.ts';
import type { Clock } from '../ports.ts';
import { untilTold } from './countdown.ts';
import {
  isDone,
  nextWaiting,
  settle,
  start,
  take,
  type Budget,
  type Settled,
  type Task,
  type Waiting,
} from '../schedule/index.ts';

/** That a file is live, or withdrawn, written the moment it is known. A row of the report. */
export interface Receipt {
  readonly registry: RegistryName;
  readonly file: string;
  /** Null for a release as a whole, which is no file. */
  readonly sha256: string | null;
  readonly bytes: number;
  readonly result: 'published' | 'already-there' | 'withdrawn' | 'restored';
  readonly attempts: number;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string;
}

/** How one attempt ended. A refusal is thrown. */
export type Attempt =
  | { readonly live: true; readonly result: Receipt['result'] }
  | {
      readonly live: false;
      /** Milliseconds since 1970: when the registry wants to hear of it again; null where it named no instant. */
      readonly retryAt: number | null;
      /** What to say when it is not tried again. */
      readonly error: unknown;
    };

/** How the uploads of a stage go on where something does not go well. */
export interface Pace {
  /** So long, in milliseconds from the first upload on, a registry is waited for that names an instant. */
  readonly maxWait: number;
  /** Whether the other files are uploaded when one was refused. */
  readonly keepGoing: boolean;
}

/** A file with what it has to wait for, by file name. */
export interface Upload {
  readonly registry: RegistryName;
  readonly file: string;
  readonly sha256: string | null;
  readonly bytes: number;
  readonly after: readonly string[];
  /** What the registry counts it with; left out: everything that goes there. */
  readonly budget?: Budget;
}

/** That nothing can be done but wait. */
export interface Pause {
  readonly registry: RegistryName;
  /** What is tried first then. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  /** How many files are not live yet. */
  readonly files: number;
}

type Outcome =
  | { readonly event: Settled & { kind: 'done' }; readonly receipt: Receipt }
  | { readonly event: Settled & { kind: 'again' }; readonly cause: unknown }
  | { readonly event: Settled & { kind: 'refused' }; readonly error: unknown };

interface Options extends Pace {
  readonly clock: Clock;
  /** Uploads at the same time. */
  readonly limit: number;
  /** Told again and again while nothing can be done but wait. */
  readonly waiting: (pause: Pause) => void;
}

/** One file is tried so often where a registry names no instant. */
const maxAttempts = 5;

/** What is over sooner, in milliseconds, is not told. */
const shortest = 3000;

/** How one upload ended: live, or refused. */
export type Ended<T> =
  | { readonly upload: T; readonly receipt: Receipt }
  | { readonly upload: T; readonly refusal: unknown };

type Perform<T> = (upload: T, attempt: number) => Promise<Attempt>;

/**
 * Performs uploads in their order, several at once, and yields a receipt for each that is live. The first refusal is
 * thrown at the end.
 * @throws SlipwayError SLW411 where a registry is to be waited for longer than `maxWait`.
 */
export async function* apply<T extends Upload>(
  uploads: readonly T[],
  perform: Perform<T>,
  options: Options,
): AsyncIterable<Receipt> {
  let first: { readonly refusal: unknown } | null = null;
  for await (const ended of applyEach(uploads, perform, options)) {
    if ('receipt' in ended) yield ended.receipt;
    else first ??= ended;
  }
  if (first) throw first.refusal;
}

/**
 * Performs uploads in their order, several at once, and yields how each of them ended. When one is refused, those in
 * flight end and no other starts (but for `keepGoing`): of what never started nothing is yielded. Where the registry
 * names an instant, all that it counts together wait for it.
 */
export async function* applyEach<T extends Upload>(
  uploads: readonly T[],
  perform: Perform<T>,
  options: Options,
): AsyncIterable<Ended<T>> {
  const { clock, limit, keepGoing } = options;
  const until = clock.now() + options.maxWait;
  let schedule = start(uploads.map(toTask), limit, keepGoing);
  const running = new Map<string, { taken: Waiting<T>; outcome: Promise<Outcome> }>();
  let held: unknown = null;
  while (!isDone(schedule)) {
    const [batch, next] = take(schedule, clock.now());
    schedule = next;
    for (const taken of batch) {
      const outcome = attempt(taken, perform, { until, clock, keepGoing });
      running.set(taken.id, { taken, outcome });
    }
    if (running.size === 0) {
      const waiting = nextWaiting(schedule)!;
      if (waiting.notBefore > until) {
        const { item: upload, notBefore } = waiting;
        yield { upload, refusal: waitsTooLong(upload, notBefore, held) };
        return;
      }
      await waitFor(waiting, schedule.left, options);
      continue;
    }
    const outcome = await Promise.race([...running.values()].map((one) => one.outcome));
    const { taken } = running.get(outcome.event.id)!;
    running.delete(outcome.event.id);
    if ('cause' in outcome) held = outcome.cause;
    schedule = settle(schedule, outcome.event, taken);
    const upload = taken.item;
    if ('receipt' in outcome) yield { upload, receipt: outcome.receipt };
    if ('error' in outcome) yield { upload, refusal: outcome.error };
  }
}

/** Without a budget of its own it is of all that goes to its registry. */
function toTask<T extends Upload>(upload: T): Task<T> {
  const { file, after, registry, budget = { name: registry, every: 0 } } = upload;
  return { id: file, item: upload, after, budget };
}

/** Sleeps until something may start, or until it is time to tell once more that we wait. */
async function waitFor(
  { item: { registry, file }, notBefore: until }: Waiting<Upload>,
  files: number,
  { clock, waiting }: Options,
): Promise<void> {
  const left = until - clock.now();
  if (left >= shortest) waiting({ registry, file, until, files });
  await clock.sleep(Math.max(0, Math.min(left, untilTold(left))));
}

interface Patience {
  readonly until: number;
  readonly clock: Clock;
  readonly keepGoing: boolean;
}

async function attempt<T extends Upload>(
  taken: Waiting<T>,
  perform: Perform<T>,
  { until, clock, keepGoing }: Patience,
): Promise<Outcome> {
  const { id, item, attempts } = taken;
  const failures = taken.failures + 1;
  const startedAt = new Date(clock.now()).toISOString();
  try {
    const ended = await perform(item, taken.attempts);
    if (!ended.live) {
      // An instant that is over by now names none: whoever keeps to it never counts and never ends.
      const isNamed = ended.retryAt !== null && ended.retryAt > clock.now();
      const notBefore = isNamed ? ended.retryAt : clock.now() + 1000 * 2 ** failures;
      if (!isNamed && failures >= maxAttempts) throw ended.error;
      // What else may go on does, where it is wanted; this one is told of at the end.
      if (notBefore > until && !keepGoing) throw waitsTooLong(item, notBefore, ended.error);
      const scope = isNamed ? 'budget' : 'task';
      return { event: { id, kind: 'again', notBefore, scope }, cause: ended.error };
    }
    const { registry, file, sha256, bytes } = item;
    const endedAt = new Date(clock.now()).toISOString();
    const { result } = ended;
    const row = { registry, file, sha256, bytes, result, attempts, startedAt, endedAt };
    return { event: { id, kind: 'done' }, receipt: row };
  } catch (error) {
    return { event: { id, kind: 'refused' }, error };
  }
}

function waitsTooLong({ registry, file }: Upload, until: number, cause: unknown): Error {
  return waitTooLong.error({ registry, file, until: new Date(until).toISOString() }, { cause });
}
