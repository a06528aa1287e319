import { manifestIncomplete, manifestMissing, type Finding } from '../finding/index.ts';
import { normalizedName } from './name.ts';
import { isTemplate } from './cargo.ts';
import type { Crate, PythonPackage, StatedVersion } from './model.ts';
import { directoryOf, resolvePath } from './path.ts';
import { testPaths, testRequirements, type TestFiles } from './python-tests.ts';
import { stableAbi } from './stable-abi.ts';
import { tableAt, textAt, textsAt, type Document, type Table, type WorkspaceRoot } from './toml.ts';

/** What a Python manifest is read against. */
export interface Surroundings {
  /** By manifest. */
  readonly crates: ReadonlyMap<string, Crate>;
  /** Cargo manifests that could be read, by file. */
  readonly cargo: ReadonlyMap<string, Document>;
  readonly workspaces: ReadonlyMap<string, WorkspaceRoot>;
  /** Whether a Cargo manifest is there, readable or not. */
  readonly exists: (manifest: string) => boolean;
  readonly tests: TestFiles;
  /** Whether no other Python package claims the repository's tests. */
  readonly alone: boolean;
}

/** Whether maturin builds it (PEP 517), by itself or through a backend made around it. */
export function isMaturin({ table }: Document): boolean {
  const settings = tableAt(table, 'tool')['maturin'];
  // maturin's own repository starts itself with a backend of its own.
  if (settings !== undefined && tableAt(table, 'build-system')['backend-path']) return true;
  return /\bmaturin/.test(textAt(tableAt(table, 'build-system'), 'build-backend') ?? '');
}

/** Reads the package of a pyproject.toml that maturin builds (PEP 621 and `[tool.maturin]`). */
export function readPython(
  document: Document,
  around: Surroundings,
): { python: PythonPackage | null; findings: Finding[] } {
  const { file, table } = document;
  const directory = directoryOf(file);
  const project = tableAt(table, 'project');
  const maturin = tableAt(table, 'tool', 'maturin');
  if (isTemplate(textAt(project, 'name')) || isTemplate(project['version'])) {
    return { python: null, findings: [] };
  }
  const crateManifest = manifestPath(table, directory, around);
  const crate = around.crates.get(crateManifest);
  const cargo = around.cargo.get(crateManifest);
  if (!crate || !cargo) return { python: null, findings: noCrate(document, crateManifest, around) };
  const version = versionOf(document, crate);
  if (!version) {
    const at = { file, line: document.line('project', 'version') };
    const finding = manifestIncomplete.at(at, { file, field: 'project.version' });
    return { python: null, findings: [finding] };
  }
  const name = textAt(project, 'name') ?? crate.name;
  const requiresPython = textAt(project, 'requires-python');
  const root = around.workspaces.get(crateManifest) ?? null;
  const python: PythonPackage = {
    name,
    normalizedName: normalizedName(name),
    manifest: file,
    directory,
    version,
    publishable: !textsAt(project, 'classifiers').some((one) => one.startsWith('Private ::')),
    crateManifest,
    crate: crate.name,
    module: moduleOf(maturin, cargo.table, name),
    requiresPython,
    abi3: stableAbi(cargo, root, maturin, requiresPython),
    testRequirements: testRequirements(table),
    tests: testPaths(table, directory, around.tests, around.alone),
  };
  return { python, findings: [] };
}

/** What is wrong with the crate's manifest may have been said already: one cause, one finding. */
function noCrate(document: Document, crateManifest: string, around: Surroundings): Finding[] {
  const { file } = document;
  const at = { file, line: document.line('tool', 'maturin', 'manifest-path') };
  if (!around.exists(crateManifest)) {
    return [manifestMissing.at(at, { wanted: crateManifest, from: file })];
  }
  const cargo = around.cargo.get(crateManifest);
  const isVirtual = cargo !== undefined && cargo.table['package'] === undefined;
  return isVirtual ? [manifestIncomplete.at(at, { file: crateManifest, field: '[package]' })] : [];
}

/**
 * Where maturin looks for the crate: as told; in rust/ where the Python sources lie in a folder of
 * their own; beside pyproject.toml. https://www.maturin.rs/project_layout.html
 */
function manifestPath(table: Table, directory: string, around: Surroundings): string {
  const maturin = tableAt(table, 'tool', 'maturin');
  const stated = textAt(maturin, 'manifest-path');
  if (stated !== null) return resolvePath(directory, stated);
  const beside = resolvePath(directory, 'Cargo.toml');
  const rust = resolvePath(directory, 'rust/Cargo.toml');
  if (!around.exists(rust)) return beside;
  const name = textAt(tableAt(table, 'project'), 'name')?.replaceAll('-', '_');
  const sources = [...(name === undefined ? [] : [name]), ...textsAt(maturin, 'python-packages')];
  const apart =
    textAt(maturin, 'python-source') !== null ||
    sources.some((one) => around.tests.paths.has(resolvePath(directory, `src/${one}/__init__.py`)));
  return apart || !around.exists(beside) ? rust : beside;
}

/** A static version wins; without one maturin takes Cargo's, declared as dynamic or not. */
function versionOf({ file, table, line }: Document, crate: Crate): StatedVersion | null {
  const project = tableAt(table, 'project');
  const stated = project['version'];
  if (typeof stated === 'string') {
    return { value: stated, source: 'explicit', file, line: line('project', 'version') };
  }
  if (stated !== undefined) return null;
  const source = textsAt(project, 'dynamic').includes('version') ? 'dynamic' : 'cargo';
  return { ...crate.version, source };
}

/** The order of maturin: its own setting, the library's name, the project's (src/project_layout.rs). */
function moduleOf(maturin: Table, cargo: Table, name: string): string {
  const library = textAt(tableAt(cargo, 'lib'), 'name') ?? name.replaceAll(/[-.]/g, '_');
  return textAt(maturin, 'module-name') ?? library;
}
