import { directoryOf, matchesGlob, resolvePath } from './path.ts';
import { isTable, tableAt, textAt, textsAt, type Document, type Table } from './toml.ts';

/** A manifest with a `[workspace]` table. */
export interface WorkspaceRoot {
  readonly document: Document;
  readonly directory: string;
}

/** Which Cargo workspace each manifest belongs to, by file; itself where there is none. */
export function assignWorkspaces(documents: readonly Document[]): Map<string, WorkspaceRoot> {
  const roots = documents
    .filter(({ table }) => isTable(table['workspace']))
    .map((document) => ({ document, directory: directoryOf(document.file) }))
    .sort((a, b) => b.directory.length - a.directory.length);
  const assigned = new Map<string, WorkspaceRoot>();
  for (const root of roots) claim(root, documents, assigned);
  for (const document of documents) {
    const pointed = textAt(tableAt(document.table, 'package'), 'workspace');
    const directory = directoryOf(document.file);
    const root =
      pointed === null
        ? null
        : roots.find((one) => one.directory === resolvePath(directory, pointed));
    if (root) assigned.set(document.file, root);
  }
  return assigned;
}

/** Members are the root package, what `members` names, and path dependencies of members below it. */
function claim(
  root: WorkspaceRoot,
  documents: readonly Document[],
  assigned: Map<string, WorkspaceRoot>,
): void {
  const workspace = tableAt(root.document.table, 'workspace');
  const globs = textsAt(workspace, 'members').map((glob) => resolvePath(root.directory, glob));
  const excluded = textsAt(workspace, 'exclude').map((path) => resolvePath(root.directory, path));
  const byDirectory = new Map(documents.map((document) => [directoryOf(document.file), document]));
  const isExcluded = (directory: string): boolean =>
    excluded.some((path) => matchesGlob(directory, path) || directory.startsWith(`${path}/`));
  const queue = documents.filter(({ file }) => {
    const directory = directoryOf(file);
    if (directory === root.directory) return true;
    return globs.some((glob) => matchesGlob(directory, glob)) && !isExcluded(directory);
  });
  for (let document = queue.pop(); document; document = queue.pop()) {
    if (assigned.has(document.file)) continue;
    assigned.set(document.file, root);
    for (const path of pathsOf(document.table, directoryOf(document.file))) {
      const below = root.directory === '' || path.startsWith(`${root.directory}/`);
      const next = byDirectory.get(path);
      if (next && below && !isExcluded(path)) queue.push(next);
    }
  }
}

function pathsOf(table: Table, directory: string): string[] {
  return ['dependencies', 'build-dependencies', 'dev-dependencies'].flatMap((kind) =>
    Object.values(tableAt(table, kind)).flatMap((dependency) => {
      const path = isTable(dependency) ? textAt(dependency, 'path') : null;
      return path === null ? [] : [resolvePath(directory, path)];
    }),
  );
}
