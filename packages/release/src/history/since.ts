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
  const met = new Uint8Array(history.commits.length);
  if (from !== null) walk(graph, hashOf(history, from), met);
  const since = walk(graph, to === null ? history.head : hashOf(history, to), met);
  return since.sort((a, b) => a - b).map((index) => history.commits[index]!);
}

function hashOf(history: History, ref: string): string | null {
  const hash = history.refs[ref];
  if (hash === undefined) throw new Error(`the history was read without ${ref}`);
  return hash;
}

/** The commits on the way to `start` that were not met before. */
function walk(graph: Graph, start: string | null, met: Uint8Array): number[] {
  const found: number[] = [];
  const visit = (index: number): void => {
    if (met[index] !== 0) return;
    met[index] = 1;
    found.push(index);
  };
  const first = start === null ? undefined : graph.places.get(start);
  if (first !== undefined) visit(first);
  for (let at = 0; at < found.length; at++) graph.parents[found[at]!]!.forEach(visit);
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
