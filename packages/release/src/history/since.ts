import type { History, LoggedCommit } from './log.ts';

/** The commits of a history as numbers, so that a walk over tens of thousands takes a millisecond. */
interface Graph {
  readonly places: ReadonlyMap<string, number>;
  /** Each greater than the number of its child, as the history has no commit before its children. */
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
  const end = graph.places.get(to === null ? history.head : (hashOf(history, to) ?? ''));
  const start = from === null ? undefined : graph.places.get(hashOf(history, from) ?? '');
  if (end === undefined) return [];
  return between(graph, start, end).map((index) => history.commits[index]!);
}

function hashOf(history: History, ref: string): string | null {
  const hash = history.refs[ref];
  if (hash === undefined) throw new Error(`the history was read without ${ref}`);
  return hash;
}

const wanted = 1;
const behind = 2;

/** Goes from child to parent, once over each commit, until all that is left is behind the start. */
function between(graph: Graph, start: number | undefined, end: number): number[] {
  const marks = new Uint8Array(graph.parents.length);
  const found: number[] = [];
  marks[end] = wanted;
  if (start !== undefined) marks[start] = behind;
  let open = start === end ? 0 : 1;
  for (let at = Math.min(end, start ?? end); open > 0; at++) {
    const mark = marks[at]!;
    if (mark === 0) continue;
    if (mark === wanted) {
      found.push(at);
      open--;
    }
    for (const parent of graph.parents[at]!) {
      const before = marks[parent]!;
      const after = before | mark;
      if (before === 0 && after === wanted) open++;
      if (before === wanted && after !== wanted) open--;
      marks[parent] = after;
    }
  }
  return found;
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
