import type { History, LoggedCommit } from './log.ts';

/** The commits of a history as numbers, so that a walk over tens of thousands takes a millisecond. */
interface Graph {
  readonly places: ReadonlyMap<string, number>;
  readonly parents: readonly (readonly number[])[];
}

const graphs = new WeakMap<History, Graph>();

/**
 * The commits on the way to `to`, HEAD when it is not given, that are not on the way to `from` (null: all
 * of them), in the order of the history. Both must be among the refs that were read. Pure.
 */
export function commitsSince(
  history: History,
  from: string | null,
  to: string | null = null,
): readonly LoggedCommit[] {
  const graph = graphOf(history);
  // 0 not met, 1 on the way to `from`, 2 since it.
  const marks = new Uint8Array(history.commits.length);
  if (from !== null) mark(graph, hashOf(history, from), marks, 1);
  mark(graph, to === null ? history.head : hashOf(history, to), marks, 2);
  return history.commits.filter((_, index) => marks[index] === 2);
}

function hashOf(history: History, ref: string): string {
  const hash = history.refs[ref];
  if (hash === undefined) throw new Error(`the history was read without ${ref}`);
  return hash;
}

function mark(graph: Graph, start: string, marks: Uint8Array, value: 1 | 2): void {
  const first = graph.places.get(start);
  const open = first === undefined || marks[first] !== 0 ? [] : [first];
  if (open.length > 0) marks[open[0]!] = value;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const parent of graph.parents[at]!) {
      if (marks[parent] !== 0) continue;
      marks[parent] = value;
      open.push(parent);
    }
  }
}

function graphOf(history: History): Graph {
  const known = graphs.get(history);
  if (known) return known;
  const places = new Map(history.commits.map(({ hash }, index) => [hash, index]));
  const parents = history.commits.map((commit) =>
    commit.parents.flatMap((hash) => places.get(hash) ?? []),
  );
  const graph = { places, parents };
  graphs.set(history, graph);
  return graph;
}
