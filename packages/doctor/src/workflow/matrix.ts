import { evaluate } from './expression.ts';
import { child, entriesOf, type Node } from './node.ts';
import { Unknown, type MatrixRow, type MatrixValue } from './value.ts';

/**
 * Takes the node of `strategy.matrix`. Returns its rows the way GitHub's runner builds them: the product of
 * the axes, without what `exclude` matches leaf by leaf, then `include`, which adds to rows it agrees with
 * and makes rows of its own otherwise. `known` is false when any of it is computed at run time.
 */
export function expandMatrix(node: Node | undefined): { rows: MatrixRow[]; known: boolean } {
  if (!node) return { rows: [new Map()], known: true };
  const matrix = valueOf(node);
  if (!isMapping(matrix)) return { rows: [new Map()], known: false };
  const axes = Object.entries(matrix).filter(([key]) => key !== 'include' && key !== 'exclude');
  const count = axes.reduce(
    (all, [, values]) => all * (Array.isArray(values) ? values.length : 1),
    1,
  );
  if (count > mostRows) return { rows: [new Map()], known: false };
  let known = axes.every(([, values]) => Array.isArray(values));
  const product = crossProduct(axes).filter(
    (row) => !listOf(matrix['exclude']).some((filter) => agrees(row, filter)),
  );
  const includes = listOf(matrix['include']);
  for (const key of ['include', 'exclude']) {
    if (matrix[key] instanceof Unknown) known = false;
  }
  const rows = include(product, includes, new Set(axes.map(([key]) => key)));
  if (!known && rows.length === 0) rows.push(new Map());
  return { rows, known };
}

/** GitHub runs no more than 256 jobs of a matrix; what `exclude` takes away may have been more. */
const mostRows = 2_048;

type Row = Map<string, MatrixValue>;
type MappingValue = { readonly [key: string]: MatrixValue };

function crossProduct(axes: readonly [string, MatrixValue][]): Row[] {
  if (axes.length === 0) return [];
  let rows: Row[] = [new Map()];
  for (const [key, axis] of axes) {
    const values: readonly MatrixValue[] = Array.isArray(axis) ? axis : [axis as MatrixValue];
    rows = rows.flatMap((row) => values.map((value) => new Map([...row, [key, value]])));
  }
  return rows;
}

function include(product: Row[], includes: MatrixValue[], axes: ReadonlySet<string>): Row[] {
  const added: Row[] = [];
  const originals = product.map((row) => new Map(row));
  for (const one of includes.filter(isMapping)) {
    const filter = Object.fromEntries(Object.entries(one).filter(([key]) => axes.has(key)));
    const matching = product.filter((_, index) => agrees(originals[index]!, filter));
    for (const row of matching) for (const [key, value] of Object.entries(one)) row.set(key, value);
    if (matching.length === 0) added.push(new Map(Object.entries(one)));
  }
  return [...product, ...added];
}

/** Whether every leaf of the filter is in the row, compared as `==` of GitHub's expressions does. */
function agrees(row: Row, filter: MatrixValue): boolean {
  return (
    isMapping(filter) && Object.entries(filter).every(([key, want]) => holds(row.get(key), want))
  );
}

function holds(value: MatrixValue | undefined, want: MatrixValue): boolean {
  if (Array.isArray(want)) {
    return want.every((one, index) => holds(Array.isArray(value) ? value[index] : undefined, one));
  }
  if (isMapping(want)) {
    return Object.entries(want).every(([key, one]) =>
      holds(isMapping(value) ? value[key] : undefined, one),
    );
  }
  if (value instanceof Unknown || want instanceof Unknown) return false;
  if (typeof value === 'object' && value !== null) return false;
  return String(value ?? '').toLowerCase() === String(want ?? '').toLowerCase();
}

function listOf(value: MatrixValue | undefined): MatrixValue[] {
  return Array.isArray(value) ? [...(value as readonly MatrixValue[])] : [];
}

function isMapping(value: MatrixValue | undefined): value is MappingValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Unknown)
  );
}

function valueOf(node: Node): MatrixValue {
  if (node.kind === 'list') return node.items.map(valueOf);
  if (node.kind === 'mapping') {
    return Object.fromEntries(
      [...entriesOf(node).keys()].map((key) => [key, valueOf(child(node, key)!)]),
    );
  }
  if (typeof node.value !== 'string' || !node.value.includes('${{')) return node.value;
  const computed = evaluate(node.value, {});
  return computed === undefined ? new Unknown(node.value) : computed;
}
