import { pathDependencies } from './dependencies.ts';
import { directoryOf, isGlob, isWithin, resolvePath, toMatcher } from './path.ts';
import { isTable, tableAt, textAt, textsAt, type Document, type WorkspaceRoot } from './toml.ts';

/** A member that the workspace names in full. */
export interface NamedMember {
  readonly root: WorkspaceRoot;
  readonly manifest: string;
}

/** Which Cargo workspace each manifest belongs to, by file; none for a package on its own. */
export function assignWorkspaces(
  documents: readonly Document[],
  roots: readonly WorkspaceRoot[],
): Map<string, WorkspaceRoot> {
  const byFile = new Map(documents.map((document) => [document.file, document]));
  const assigned = new Map<string, WorkspaceRoot>();
  // The innermost first: what it claims is none of those around it.
  const inwards = roots.toSorted((a, b) => b.directory.length - a.directory.length);
  for (const root of inwards) claim(root, byFile, assigned);
  for (const document of documents) {
    const pointed = textAt(tableAt(document.table, 'package'), 'workspace');
    if (pointed === null) continue;
    const directory = resolvePath(directoryOf(document.file), pointed);
    const root = roots.find((one) => one.directory === directory);
    if (root) assigned.set(document.file, root);
  }
  return assigned;
}

/** The manifests with a `[workspace]` table. */
export function workspaceRoots(documents: readonly Document[]): WorkspaceRoot[] {
  return documents
    .filter(({ table }) => isTable(table['workspace']))
    .map((document) => ({ document, directory: directoryOf(document.file) }));
}

/** The members that workspaces name without a pattern. */
export function namedMembers(roots: readonly WorkspaceRoot[]): NamedMember[] {
  return roots.flatMap((root) =>
    textsAt(tableAt(root.document.table, 'workspace'), 'members')
      .filter((member) => !isGlob(member))
      .map((member) => ({ root, manifest: resolvePath(root.directory, `${member}/Cargo.toml`) })),
  );
}

/**
 * Members are the root package, what `members` names, and what members depend on by path below the
 * root. https://doc.rust-lang.org/cargo/reference/workspaces.html#the-members-and-exclude-fields
 */
function claim(
  root: WorkspaceRoot,
  byFile: ReadonlyMap<string, Document>,
  assigned: Map<string, WorkspaceRoot>,
): void {
  const { directory } = root;
  const workspace = tableAt(root.document.table, 'workspace');
  const members = textsAt(workspace, 'members').map((one) => resolvePath(directory, one));
  const excluded = textsAt(workspace, 'exclude').map((one) => resolvePath(directory, one));
  // As cargo has it: `exclude` takes folders, no patterns, and `members` in full outdoes it.
  const isExcluded = (path: string): boolean =>
    excluded.some((folder) => isWithin(path, folder)) &&
    !members.some((member) => isWithin(path, member));
  const matchers = members.map(toMatcher);
  const queue = [...byFile.values()].filter(({ file }) => {
    const path = directoryOf(file);
    return path === directory || matchers.some((matches) => matches(path));
  });
  for (let document = queue.pop(); document; document = queue.pop()) {
    const { file } = document;
    if (assigned.has(file) || (file !== root.document.file && isExcluded(directoryOf(file))))
      continue;
    assigned.set(file, root);
    for (const { manifest } of pathDependencies(document, root)) {
      const next = byFile.get(manifest);
      if (next && isWithin(manifest, directory)) queue.push(next);
    }
  }
}
