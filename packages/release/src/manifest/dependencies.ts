import type { DependencyKind } from './model.ts';
import { directoryOf, resolvePath } from './path.ts';
import { isTable, tableAt, textAt, type Document, type WorkspaceRoot } from './toml.ts';

/** A dependency by path, as one manifest writes it. */
export interface PathDependency {
  /** The package's name, also where the manifest renames it. */
  readonly name: string;
  readonly kind: DependencyKind;
  readonly requirement: string | null;
  /** The manifest it leads to, relative to the repository. */
  readonly manifest: string;
  /** Where it is written: the keys that lead to it. */
  readonly key: readonly string[];
}

/** The spellings with `_` are older than those with `-`; cargo knows both. */
const sections: readonly (readonly [string, DependencyKind])[] = [
  ['dependencies', 'normal'],
  ['build-dependencies', 'build'],
  ['build_dependencies', 'build'],
  ['dev-dependencies', 'dev'],
  ['dev_dependencies', 'dev'],
];

/**
 * Every dependency by path of a manifest, those of `[target.…]` and those inherited from
 * `[workspace.dependencies]` with them; what comes from a registry or git is passed over.
 * https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html
 */
export function pathDependencies(
  document: Document,
  root: WorkspaceRoot | null,
): readonly PathDependency[] {
  const targets = Object.keys(tableAt(document.table, 'target')).map((name) => ['target', name]);
  return [[], ...targets].flatMap((place) =>
    sections.flatMap(([section, kind]) => {
      const path = [...place, section];
      return Object.entries(tableAt(document.table, ...path)).flatMap(([key, written]) => {
        const found = follow(key, written, document, root);
        return found ? [{ ...found, kind, key: [...path, key] }] : [];
      });
    }),
  );
}

function follow(
  key: string,
  written: unknown,
  document: Document,
  root: WorkspaceRoot | null,
): Pick<PathDependency, 'name' | 'requirement' | 'manifest'> | null {
  if (!isTable(written)) return null;
  const shared = root !== null && inherits(written);
  const spec = shared ? tableAt(root.document.table, 'workspace', 'dependencies', key) : written;
  const path = textAt(spec, 'path');
  if (path === null) return null;
  const base = shared ? root.directory : directoryOf(document.file);
  return {
    name: textAt(spec, 'package') ?? key,
    requirement: textAt(spec, 'version'),
    manifest: resolvePath(base, `${path}/Cargo.toml`),
  };
}

/** `key.workspace = true`, dotted or inline. */
export function inherits(value: unknown): boolean {
  return isTable(value) && value['workspace'] === true;
}
