/** What may start when: a value, tested without a network. The loop in `apply.ts` follows it. */
export interface Schedule<T> {
  readonly waiting: readonly Waiting<T>[];
  readonly inFlight: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
  /** After a refusal nothing new starts. */
  readonly stopped: boolean;
  readonly limit: number;
  /** Unless the others are to be tried all the same; what waits for the refused one never starts. */
  readonly keepGoing: boolean;
}

/** One thing to do, after others. `notBefore` is in milliseconds since 1970. */
export interface Waiting<T> {
  readonly id: string;
  readonly item: T;
  readonly after: readonly string[];
  readonly notBefore: number;
  readonly attempts: number;
}

export type Settled =
  | { readonly id: string; readonly kind: 'done' }
  | { readonly id: string; readonly kind: 'again'; readonly notBefore: number }
  | { readonly id: string; readonly kind: 'refused' };

/** A schedule with at most `limit` things at once. */
export function start<T>(
  items: readonly { readonly id: string; readonly item: T; readonly after?: readonly string[] }[],
  limit: number,
  keepGoing = false,
): Schedule<T> {
  const waiting = items.map(({ id, item, after = [] }) => ({
    id,
    item,
    after,
    notBefore: 0,
    attempts: 0,
  }));
  return { waiting, inFlight: new Set(), done: new Set(), stopped: false, limit, keepGoing };
}

/** What starts now; it is in flight afterwards and never offered again. */
export function take<T>(schedule: Schedule<T>, now: number): [readonly Waiting<T>[], Schedule<T>] {
  if (schedule.stopped) return [[], schedule];
  const free = schedule.limit - schedule.inFlight.size;
  const batch = schedule.waiting
    .filter(
      ({ after, notBefore }) => notBefore <= now && after.every((id) => schedule.done.has(id)),
    )
    .slice(0, Math.max(0, free))
    .map((waiting) => ({ ...waiting, attempts: waiting.attempts + 1 }));
  const taken = new Set(batch.map(({ id }) => id));
  return [
    batch,
    {
      ...schedule,
      waiting: schedule.waiting.filter(({ id }) => !taken.has(id)),
      inFlight: new Set([...schedule.inFlight, ...taken]),
    },
  ];
}

/** The schedule after something in flight came back. */
export function settle<T>(schedule: Schedule<T>, event: Settled, taken: Waiting<T>): Schedule<T> {
  const inFlight = new Set([...schedule.inFlight].filter((id) => id !== event.id));
  switch (event.kind) {
    case 'done':
      return { ...schedule, inFlight, done: new Set([...schedule.done, event.id]) };
    case 'again':
      return {
        ...schedule,
        inFlight,
        waiting: [{ ...taken, notBefore: event.notBefore }, ...schedule.waiting],
      };
    case 'refused':
      return schedule.keepGoing
        ? { ...schedule, inFlight, waiting: without(schedule.waiting, event.id) }
        : { ...schedule, inFlight, stopped: true };
  }
}

/** Those that do not wait for one, in any number of steps. */
function without<T>(waiting: readonly Waiting<T>[], refused: string): readonly Waiting<T>[] {
  const lost = new Set([refused]);
  const isLost = ({ after }: Waiting<T>): boolean => after.some((id) => lost.has(id));
  for (
    let one = waiting.find(isLost);
    one;
    one = waiting.find((next) => !lost.has(next.id) && isLost(next))
  ) {
    lost.add(one.id);
  }
  return waiting.filter(({ id }) => !lost.has(id));
}

/** Whether nothing is in flight and nothing will ever start. */
export function isDone<T>(schedule: Schedule<T>): boolean {
  if (schedule.inFlight.size > 0) return false;
  return schedule.stopped || schedule.waiting.length === 0;
}

/** What waits for time alone and may start next; null when nothing does. */
export function nextWaiting<T>(schedule: Schedule<T>): Waiting<T> | null {
  if (schedule.stopped) return null;
  const ready = schedule.waiting.filter(({ after }) => after.every((id) => schedule.done.has(id)));
  return ready.sort((a, b) => a.notBefore - b.notBefore)[0] ?? null;
}
