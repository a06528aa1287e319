/** What has a rank, lowest first: a leftist heap, which is never changed, only joined with another. */
export type Heap<T extends Ranked> = Node<T> | null;

export interface Ranked {
  readonly rank: number;
}

interface Node<T extends Ranked> {
  readonly value: T;
  /** Steps to the nearest empty place; never more on the right than on the left. */
  readonly depth: number;
  readonly left: Heap<T>;
  readonly right: Heap<T>;
}

/** Both heaps in one, in as many steps as the logarithm of what they hold. */
export function join<T extends Ranked>(a: Heap<T>, b: Heap<T>): Heap<T> {
  if (!a || !b) return a ?? b;
  const [top, other] = a.value.rank <= b.value.rank ? [a, b] : [b, a];
  const right = join(top.right, other);
  return nodeOf(top.value, top.left, right);
}

/** A heap with one more. */
export function push<T extends Ranked>(heap: Heap<T>, value: T): Heap<T> {
  return join(heap, nodeOf<T>(value, null, null));
}

/** What is left without the one of the lowest rank. */
export function pop<T extends Ranked>({ left, right }: Node<T>): Heap<T> {
  return join(left, right);
}

function nodeOf<T extends Ranked>(value: T, a: Heap<T>, b: Heap<T>): Node<T> {
  const [left, right] = (a?.depth ?? 0) >= (b?.depth ?? 0) ? [a, b] : [b, a];
  return { value, left, right, depth: (right?.depth ?? 0) + 1 };
}
