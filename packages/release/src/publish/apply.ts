import { waitTooLong } from '../finding/index.ts';
import type { RegistryName } from '../plan/index.ts';
import type { Clock } from '../ports.ts';
import {
  isDone,
  nextWaiting,
  settle,
  start,
  take,
  type Schedule,
  type Settled,
  type Waiting,
} from './schedule.ts';

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
}

type Outcome =
  | { readonly event: Settled & { kind: 'done' }; readonly receipt: Receipt }
  | { readonly event: Settled & { kind: 'again' } }
  | { readonly event: Settled & { kind: 'refused' }; readonly error: unknown };

interface Options extends Pace {
  readonly clock: Clock;
  /** Uploads at the same time. */
  readonly limit: number;
  /** Told again and again while nothing can be done but wait until an instant (milliseconds since 1970). */
  readonly waiting: (file: string, until: number) => void;
}

/** One file is tried so often where a registry names no instant. */
const maxAttempts = 5;

/** How often it is told that we wait, in milliseconds. */
const tellEvery = 30_000;

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
 * flight end and no other starts (but for `keepGoing`): of what never started nothing is yielded.
 */
export async function* applyEach<T extends Upload>(
  uploads: readonly T[],
  perform: Perform<T>,
  options: Options,
): AsyncIterable<Ended<T>> {
  const { clock, limit, keepGoing } = options;
  const patience = { until: clock.now() + options.maxWait, clock };
  const items = uploads.map((upload) => ({ id: upload.file, item: upload, after: upload.after }));
  let schedule = start(items, limit, keepGoing);
  const running = new Map<string, { taken: Waiting<T>; outcome: Promise<Outcome> }>();
  while (!isDone(schedule)) {
    const [batch, next] = take(schedule, clock.now());
    schedule = next;
    for (const taken of batch) {
      running.set(taken.id, { taken, outcome: attempt(taken, perform, patience) });
    }
    if (running.size === 0) {
      await waitFor(schedule, options);
      continue;
    }
    const outcome = await Promise.race([...running.values()].map((one) => one.outcome));
    const { taken } = running.get(outcome.event.id)!;
    running.delete(outcome.event.id);
    schedule = settle(schedule, outcome.event, taken);
    const upload = taken.item;
    if ('receipt' in outcome) yield { upload, receipt: outcome.receipt };
    if ('error' in outcome) yield { upload, refusal: outcome.error };
  }
}

/** Sleeps until something may start, or until it is time to tell once more that we wait. */
async function waitFor<T extends Upload>(
  schedule: Schedule<T>,
  { clock, waiting }: Options,
): Promise<void> {
  const next = nextWaiting(schedule);
  if (!next) return;
  const left = next.notBefore - clock.now();
  if (left >= tellEvery / 10) waiting(next.item.file, next.notBefore);
  await clock.sleep(Math.max(0, Math.min(left, tellEvery)));
}

async function attempt<T extends Upload>(
  taken: Waiting<T>,
  perform: Perform<T>,
  { until, clock }: { readonly until: number; readonly clock: Clock },
): Promise<Outcome> {
  const { id, item, attempts } = taken;
  const startedAt = new Date(clock.now()).toISOString();
  try {
    const ended = await perform(item, taken.attempts);
    if (!ended.live) {
      // An instant that is over by now names none: whoever keeps to it never counts and never ends.
      const isNamed = ended.retryAt !== null && ended.retryAt > clock.now();
      const notBefore = isNamed ? ended.retryAt : clock.now() + 1000 * 2 ** attempts;
      if (!isNamed && attempts >= maxAttempts) throw ended.error;
      if (notBefore > until) throw waitsTooLong(item, notBefore, ended.error);
      return { event: { id, kind: 'again', notBefore } };
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
