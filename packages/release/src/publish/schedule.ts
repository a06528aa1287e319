/** What may start when: a value, tested without a network. The loop in `apply.ts` follows it. */
export interface Schedule<T> {
  readonly waiting: readonly Waiting<T>[];
  readonly inFlight: ReadonlySet<string>;
  readonly done: ReadonlySet<string>;
  /** After a refusal nothing new starts. */
  readonly stopped: boolean;
  readonly limit: number;
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
): Schedule<T> {
  const waiting = items.map(({ id, item, after = [] }) => ({
    id,
    item,
    after,
    notBefore: 0,
    attempts: 0,
  }));
  return { waiting, inFlight: new Set(), done: new Set(), stopped: false, limit };
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
      return { ...schedule, inFlight, stopped: true };
  }
}

/** Whether nothing is in flight and nothing will ever start. */
export function isDone<T>(schedule: Schedule<T>): boolean {
  if (schedule.inFlight.size > 0) return false;
  return schedule.stopped || schedule.waiting.length === 0;
}

/** The next instant at which something that waits for time may start; null when nothing does. */
export function nextInstant<T>(schedule: Schedule<T>): number | null {
  const instants = schedule.waiting
    .filter(({ after }) => after.every((id) => schedule.done.has(id)))
    .map(({ notBefore }) => notBefore);
  return instants.length === 0 || schedule.stopped ? null : Math.min(...instants);
}
