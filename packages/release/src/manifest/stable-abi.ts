import { tableAt, textAt, textsAt, type Document, type Table, type WorkspaceRoot } from './toml.ts';

/**
 * The CPython version of the stable ABI that a binding crate asks of PyO3, for instance "3.9", from
 * the features that are on when maturin builds it; null when it asks for none. The lowest wins, as
 * in PyO3, where `abi3-py39` turns on all that are higher.
 * https://pyo3.rs/latest/building-and-distribution.html#minimum-python-version-for-abi3
 *
 * @param maturin `[tool.maturin]`, which may turn features on and the default ones off
 * @param requiresPython decides where plain `abi3` names no version
 */
export function stableAbi(
  crate: Document,
  root: WorkspaceRoot | null,
  maturin: Table,
  requiresPython: string | null,
): string | null {
  const bindings = bindingEntries(crate.table);
  const features = new Set([
    ...bindings.flatMap(([key, entry]) => entryFeatures(key, entry, root)),
    ...forwarded(crate.table, maturin, new Set(bindings.map(([key]) => key))),
  ]);
  const minors = [...features]
    .flatMap((feature) => /^abi3-py3(\d+)$/.exec(feature)?.[1] ?? [])
    .map(Number);
  if (minors.length > 0) return `3.${Math.min(...minors)}`;
  return features.has('abi3') ? leastPython(requiresPython) : null;
}

/** The lower bound of `requires-python`: "3.8" for `>=3.8,<4`. */
function leastPython(requiresPython: string | null): string | null {
  return /(?:>=|~=|==|>)\s*(\d+\.\d+)/.exec(requiresPython ?? '')?.[1] ?? null;
}

/** PyO3 among the dependencies, by whatever name and for whatever target. */
function bindingEntries(table: Table): [string, unknown][] {
  const targets = Object.values(tableAt(table, 'target')) as Table[];
  return [table, ...targets].flatMap((place) =>
    Object.entries(tableAt(place, 'dependencies')).filter(([key, entry]) => {
      const name = textAt(tableAt({ entry }, 'entry'), 'package') ?? key;
      return name === 'pyo3' || name === 'pyo3-ffi';
    }),
  );
}

function entryFeatures(key: string, entry: unknown, root: WorkspaceRoot | null): string[] {
  const written = tableAt({ entry }, 'entry');
  const shared =
    written['workspace'] === true && root
      ? tableAt(root.document.table, 'workspace', 'dependencies', key)
      : {};
  return [...textsAt(written, 'features'), ...textsAt(shared, 'features')];
}

/** What the crate's own features, those that are on, turn on in PyO3: `pyo3/abi3`, `pyo3?/abi3`. */
function forwarded(table: Table, maturin: Table, names: ReadonlySet<string>): string[] {
  const features = tableAt(table, 'features');
  const queue = textsAt(maturin, 'features');
  if (maturin['no-default-features'] !== true) queue.push('default');
  if (maturin['all-features'] === true) queue.push(...Object.keys(features));
  const on = new Set<string>();
  for (let feature = queue.pop(); feature !== undefined; feature = queue.pop()) {
    if (on.has(feature)) continue;
    on.add(feature);
    queue.push(...textsAt(features, feature));
  }
  return [...on].flatMap((feature) => {
    const [, name = '', wanted] = /^([^/?]+)\??\/(.+)$/.exec(feature) ?? [];
    return wanted !== undefined && names.has(name) ? [wanted] : [];
  });
}
