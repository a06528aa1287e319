import { countAt, countsOf, withCount, type Counts } from './counts.ts';
import { pop, push, type Heap } from './heap.ts';
import { graphOf, type Budget, type Graph, type Task } from './tasks.ts';

/** What may start when: a value, tested without a network. The loop in `publish/apply.ts` follows it. */
export interface Schedule<T> {
  readonly graph: Graph<T>;
  /** For how many each one waits still. */
  readonly unmet: Counts;
  /** What waits for no other, by the budget that it is of. */
  readonly ready: ReadonlyMap<string, Heap<Waiting<T>>>;
  /** What waits for an instant of its own, the soonest first. */
  readonly later: readonly Waiting<T>[];
  /** Budgets that have refused one: when they let the next one in, in milliseconds since 1970. */
  readonly opensAt: ReadonlyMap<string, number>;
  readonly inFlight: ReadonlySet<string>;
  /** How many will be started still, unless something is refused. */
  readonly left: number;
  /** After a refusal nothing new starts. */
  readonly stopped: boolean;
  readonly limit: number;
  /** Unless the others are to be tried all the same; what waits for the refused one never starts. */
  readonly keepGoing: boolean;
}

/** One thing that waits for no other, or is in flight. `notBefore` is in milliseconds since 1970. */
export interface Waiting<T> {
  readonly id: string;
  readonly item: T;
  readonly place: number;
  readonly rank: number;
  readonly notBefore: number;
  readonly attempts: number;
  /** How often it was put off for an instant of its own, which nobody had named. */
  readonly failures: number;
}

export type Settled =
  | { readonly id: string; readonly kind: 'done' }
  | {
      readonly id: string;
      readonly kind: 'again';
      readonly notBefore: number;
      /** Whom the instant is for: this one, or all of its budget, which the registry let in no more. */
      readonly scope: 'task' | 'budget';
    }
  | { readonly id: string; readonly kind: 'refused' };

const anybody: Budget = { name: '', every: 0 };

/** A schedule with at most `limit` things at once. */
export function start<T>(tasks: readonly Task<T>[], limit: number, keepGoing = false): Schedule<T> {
  const graph = graphOf(tasks);
  const nothing: Schedule<T> = {
    graph,
    unmet: countsOf(graph.needs),
    ready: new Map(),
    later: [],
    opensAt: new Map(),
    inFlight: new Set(),
    left: tasks.length,
    stopped: false,
    limit,
    keepGoing,
  };
  const first = graph.needs.flatMap((count, place) => (count === 0 ? [place] : []));
  return {
    ...nothing,
    ready: withReady(
      nothing,
      first.map((place) => waitingAt(graph, place)),
    ),
  };
}

/** What starts now; it is in flight afterwards and never offered again. */
export function take<T>(schedule: Schedule<T>, now: number): [readonly Waiting<T>[], Schedule<T>] {
  if (schedule.stopped) return [[], schedule];
  const due = schedule.later.findIndex(({ notBefore }) => notBefore > now);
  const [come, later] = split(schedule.later, due === -1 ? schedule.later.length : due);
  const ready = new Map(withReady(schedule, come));
  const opensAt = new Map(schedule.opensAt);
  const batch: Waiting<T>[] = [];
  for (let free = schedule.limit - schedule.inFlight.size; free > 0; free--) {
    const open = [...ready].filter(([name]) => (opensAt.get(name) ?? 0) <= now);
    const [name, heap] = open.reduce<Lane<T>>(sooner, ['', null]);
    if (!heap) break;
    batch.push({ ...heap.value, attempts: heap.value.attempts + 1 });
    const rest = pop(heap);
    if (rest) ready.set(name, rest);
    else ready.delete(name);
    const opened = opensAt.get(name);
    if (opened !== undefined) opensAt.set(name, opened + budgetOf(schedule, heap.value).every);
  }
  const inFlight = new Set([...schedule.inFlight, ...batch.map(({ id }) => id)]);
  const left = schedule.left - batch.length;
  return [batch, { ...schedule, ready, later, opensAt, inFlight, left }];
}

type Lane<T> = [string, Heap<Waiting<T>>];

const sooner = <T>(a: Lane<T>, b: Lane<T>): Lane<T> =>
  (a[1]?.value.rank ?? Infinity) <= (b[1]?.value.rank ?? Infinity) ? a : b;

const split = <T>(list: readonly T[], at: number): [readonly T[], readonly T[]] => [
  list.slice(0, at),
  list.slice(at),
];

/** The schedule after something in flight came back. */
export function settle<T>(schedule: Schedule<T>, event: Settled, taken: Waiting<T>): Schedule<T> {
  const inFlight = new Set(schedule.inFlight);
  inFlight.delete(event.id);
  const landed = { ...schedule, inFlight };
  switch (event.kind) {
    case 'done':
      return unlock(landed, taken.place);
    case 'again':
      return putBack(landed, { ...taken, notBefore: event.notBefore }, event.scope);
    case 'refused':
      return schedule.keepGoing ? without(landed, taken.place) : { ...landed, stopped: true };
  }
}

function putBack<T>(
  schedule: Schedule<T>,
  waiting: Waiting<T>,
  scope: 'task' | 'budget',
): Schedule<T> {
  const left = schedule.left + 1;
  const { notBefore } = waiting;
  if (scope === 'task') {
    const failed = { ...waiting, failures: waiting.failures + 1 };
    const later = [...schedule.later, failed].sort((a, b) => a.notBefore - b.notBefore);
    return { ...schedule, later, left };
  }
  const { name } = budgetOf(schedule, waiting);
  // Those that were refused together name the same instant; one that has been used since counts on.
  const opensAt = Math.max(notBefore, schedule.opensAt.get(name) ?? 0);
  return {
    ...schedule,
    ready: withReady(schedule, [waiting]),
    opensAt: new Map([...schedule.opensAt, [name, opensAt]]),
    left,
  };
}

/** Those that waited for the last thing may start. */
function unlock<T>(schedule: Schedule<T>, place: number): Schedule<T> {
  let { unmet } = schedule;
  const free: Waiting<T>[] = [];
  for (const next of schedule.graph.dependants[place]!) {
    const count = countAt(unmet, next) - 1;
    unmet = withCount(unmet, next, count);
    if (count === 0) free.push(waitingAt(schedule.graph, next));
  }
  return { ...schedule, unmet, ready: withReady(schedule, free) };
}

/** What waits for a refused one, in any number of steps, never starts. */
function without<T>(schedule: Schedule<T>, place: number): Schedule<T> {
  const lost = new Set([place]);
  // Grows while it is walked.
  for (const one of lost) for (const next of schedule.graph.dependants[one]!) lost.add(next);
  const isNews = (one: number): boolean => one !== place && countAt(schedule.unmet, one) < Infinity;
  const news = [...lost].filter(isNews);
  const unmet = news.reduce((counts, one) => withCount(counts, one, Infinity), schedule.unmet);
  return { ...schedule, unmet, left: schedule.left - news.length };
}

function withReady<T>(
  schedule: Schedule<T>,
  more: readonly Waiting<T>[],
): ReadonlyMap<string, Heap<Waiting<T>>> {
  if (more.length === 0) return schedule.ready;
  const ready = new Map(schedule.ready);
  for (const one of more) {
    const { name } = budgetOf(schedule, one);
    ready.set(name, push(ready.get(name) ?? null, one));
  }
  return ready;
}

const waitingAt = <T>({ tasks, ranks }: Graph<T>, place: number): Waiting<T> => {
  const { id, item } = tasks[place]!;
  return { id, item, place, rank: ranks[place]!, notBefore: 0, attempts: 0, failures: 0 };
};

const budgetOf = <T>({ graph }: Schedule<T>, { place }: Waiting<T>): Budget =>
  graph.tasks[place]!.budget ?? anybody;

/** Whether nothing is in flight and nothing will ever start. */
export function isDone<T>({ inFlight, stopped, ready, later }: Schedule<T>): boolean {
  return inFlight.size === 0 && (stopped || ready.size + later.length === 0);
}

/** What waits for time alone and may start next, and when; null when nothing does. */
export function nextWaiting<T>(schedule: Schedule<T>): Waiting<T> | null {
  if (schedule.stopped) return null;
  const heads = [...schedule.ready].flatMap(([name, heap]): Waiting<T>[] =>
    heap ? [{ ...heap.value, notBefore: schedule.opensAt.get(name) ?? 0 }] : [],
  );
  const [next] = [...heads, ...schedule.later.slice(0, 1)].sort(
    (a, b) => a.notBefore - b.notBefore,
  );
  return next ?? null;
}
