import type { RegistryName } from '../plan/index.ts';
import type { Clock } from '../ports.ts';
import {
  isDone,
  nextInstant,
  settle,
  start,
  take,
  type Settled,
  type Waiting,
} from './schedule.ts';

/** That a file is live, written the moment it is known. A row of the report. */
export interface Receipt {
  readonly registry: RegistryName;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly result: 'published' | 'already-there';
  readonly attempts: number;
  /** UTC, ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string;
}

/** How one attempt ended. A refusal is thrown. */
export type Attempt =
  | { readonly live: true; readonly result: Receipt['result'] }
  | { readonly live: false; readonly retryAt: number };

/** A file with what it has to wait for, by file name. */
export interface Upload {
  readonly registry: RegistryName;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly after: readonly string[];
}

type Outcome =
  | { readonly event: Settled & { kind: 'done' }; readonly receipt: Receipt }
  | { readonly event: Settled & { kind: 'again' } }
  | { readonly event: Settled & { kind: 'refused' }; readonly error: unknown };

/**
 * Performs uploads in their order, several at once, and yields a receipt for each that is live.
 * When one is refused, those in flight end, no other starts, and the refusal is thrown at the end.
 */
export async function* apply<T extends Upload>(
  uploads: readonly T[],
  perform: (upload: T, attempt: number) => Promise<Attempt>,
  options: { readonly clock: Clock; readonly limit: number },
): AsyncIterable<Receipt> {
  const { clock, limit } = options;
  const items = uploads.map((upload) => ({ id: upload.file, item: upload, after: upload.after }));
  let schedule = start(items, limit);
  const running = new Map<string, { taken: Waiting<T>; outcome: Promise<Outcome> }>();
  let refusal: { error: unknown } | null = null;
  while (!isDone(schedule)) {
    const [batch, next] = take(schedule, clock.now());
    schedule = next;
    for (const taken of batch) {
      running.set(taken.id, { taken, outcome: attempt(taken, perform, clock) });
    }
    if (running.size === 0) {
      await clock.sleep(Math.max(0, (nextInstant(schedule) ?? clock.now()) - clock.now()));
      continue;
    }
    const outcome = await Promise.race([...running.values()].map((one) => one.outcome));
    const { taken } = running.get(outcome.event.id)!;
    running.delete(outcome.event.id);
    if ('receipt' in outcome) yield outcome.receipt;
    if ('error' in outcome) refusal ??= { error: outcome.error };
    schedule = settle(schedule, outcome.event, taken);
  }
  if (refusal) throw refusal.error;
}

async function attempt<T extends Upload>(
  taken: Waiting<T>,
  perform: (upload: T, attempt: number) => Promise<Attempt>,
  clock: Clock,
): Promise<Outcome> {
  const { id, item } = taken;
  const startedAt = new Date(clock.now()).toISOString();
  try {
    const ended = await perform(item, taken.attempts);
    if (!ended.live) return { event: { id, kind: 'again', notBefore: ended.retryAt } };
    const { registry, file, sha256, bytes } = item;
    const endedAt = new Date(clock.now()).toISOString();
    const { result } = ended;
    const { attempts } = taken;
    const receipt: Receipt = {
      registry,
      file,
      sha256,
      bytes,
      result,
      attempts,
      startedAt,
      endedAt,
    };
    return { event: { id, kind: 'done' }, receipt };
  } catch (error) {
    return { event: { id, kind: 'refused' }, error };
  }
}
