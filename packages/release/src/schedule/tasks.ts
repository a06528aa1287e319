/** What a registry counts together: "try again" for one of them is meant for all. */
export interface Budget {
  /** For people: "new crates". */
  readonly name: string;
  /** Milliseconds after which it lets the next one in, once it has refused one; 0: it lets in all. */
  readonly every: number;
}

/** One thing to do, after others, out of a budget. */
export interface Task<T> {
  readonly id: string;
  readonly item: T;
  /** Those that are not among the tasks are not waited for. */
  readonly after?: readonly string[];
  readonly budget?: Budget;
}

/** What never changes while tasks are done: each by its place in the list. */
export interface Graph<T> {
  readonly tasks: readonly Task<T>[];
  /** Who waits for it. */
  readonly dependants: readonly (readonly number[])[];
  /** For how many it waits. */
  readonly needs: readonly number[];
  /** Which goes first of those that may: the one with the longest chain of others behind it, then as listed. */
  readonly ranks: readonly number[];
}

/** The graph of tasks. Those of a circle, and what waits for it, never start. */
export function graphOf<T>(tasks: readonly Task<T>[]): Graph<T> {
  const places = new Map(tasks.map(({ id }, at) => [id, at]));
  const dependants = tasks.map((): number[] => []);
  const needs = tasks.map(({ after = [] }, at) => {
    const known = [...new Set(after)].flatMap((id) => places.get(id) ?? []);
    for (const other of known) dependants[other]!.push(at);
    return known.length;
  });
  return { tasks, dependants, needs, ranks: ranksOf(dependants, needs) };
}

function ranksOf(dependants: readonly (readonly number[])[], needs: readonly number[]): number[] {
  const left = [...needs];
  const order = needs.flatMap((count, at) => (count === 0 ? [at] : []));
  // Grows while it is walked.
  for (const at of order) {
    for (const next of dependants[at]!) if (--left[next]! === 0) order.push(next);
  }
  const heights = needs.map(() => 0);
  for (const at of order.toReversed()) {
    for (const next of dependants[at]!) heights[at] = Math.max(heights[at]!, heights[next]! + 1);
  }
  const byHeight = needs.map((_, at) => at).sort((a, b) => heights[b]! - heights[a]! || a - b);
  const ranks = needs.map(() => 0);
  byHeight.forEach((at, rank) => (ranks[at] = rank));
  return ranks;
}
