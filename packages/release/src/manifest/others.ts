import { isTemplate } from './cargo.ts';
import type { OtherPackage } from './model.ts';
import { directoryOf } from './path.ts';
import { tableAt, textAt, type Document } from './toml.ts';

/**
 * The Python packages that maturin does not build: told of, not released. Without a name, or with
 * one that a generator has still to fill in, a pyproject.toml only holds settings of tools.
 */
export function readOthers(documents: readonly Document[]): OtherPackage[] {
  return documents.flatMap(({ file, table, line }) => {
    const project = tableAt(table, 'project');
    const poetry = tableAt(table, 'tool', 'poetry');
    const name = textAt(project, 'name') ?? textAt(poetry, 'name');
    if (name === null || isTemplate(name)) return [];
    const backend = textAt(tableAt(table, 'build-system'), 'build-backend');
    return {
      name,
      version: textAt(project, 'version') ?? textAt(poetry, 'version'),
      manifest: file,
      directory: directoryOf(file),
      line: line('project', 'name') ?? line('tool', 'poetry', 'name'),
      // PEP 517: what builds a project that says nothing.
      backend: backend ?? 'setuptools',
    };
  });
}
