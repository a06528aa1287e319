import { isTemplate } from './cargo.ts';
import type { Crate, OtherPackage } from './model.ts';
import { directoryOf } from './path.ts';
import { tableAt, textAt, textsAt, type Document, type Table } from './toml.ts';

/**
 * The Python packages that maturin does not build: told of, not released. Without a name, or with
 * one that a generator has still to fill in, a pyproject.toml only holds settings of tools.
 */
export function readOthers(
  documents: readonly Document[],
  crates: readonly Crate[],
): OtherPackage[] {
  return documents.flatMap(({ file, table, line }) => {
    const project = tableAt(table, 'project');
    const poetry = tableAt(table, 'tool', 'poetry');
    const name = textAt(project, 'name') ?? textAt(poetry, 'name');
    if (name === null || isTemplate(name)) return [];
    const backend = textAt(tableAt(table, 'build-system'), 'build-backend');
    const directory = directoryOf(file);
    const own = textAt(project, 'version');
    return {
      name,
      version: own ?? textAt(poetry, 'version'),
      versionPath: own === null ? 'tool.poetry.version' : 'project.version',
      manifest: file,
      directory,
      crateManifest: crates.find((crate) => crate.directory === directory)?.manifest ?? null,
      isRust: buildsRust(table),
      line: line('project', 'name') ?? line('tool', 'poetry', 'name'),
      // PEP 517: what builds a project that says nothing.
      backend: backend ?? 'setuptools',
    };
  });
}

/** https://setuptools-rust.readthedocs.io */
function buildsRust(table: Table): boolean {
  const requires = textsAt(tableAt(table, 'build-system'), 'requires');
  return requires.some((one) => /^setuptools[-_.]rust\b/i.test(one.trim()));
}
