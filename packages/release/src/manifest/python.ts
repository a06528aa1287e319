import { manifestIncomplete, manifestMissing, type Finding } from '../finding/index.ts';
import { normalizedName } from '../version/index.ts';
import type { Crate, PythonPackage, StatedVersion } from './model.ts';
import { directoryOf, resolvePath } from './path.ts';
import { isTable, lineOf, tableAt, textAt, textsAt, type Document, type Table } from './toml.ts';

/** What a Python manifest is read against. */
export interface Surroundings {
  readonly crates: readonly Crate[];
  /** Cargo manifests by file, for the features of PyO3 and the library's name. */
  readonly cargo: ReadonlyMap<string, Document>;
  /** Every file of the repository. */
  readonly listing: readonly string[];
  /** Whether no other Python package claims the repository's tests. */
  readonly alone: boolean;
}

/** Whether maturin builds it (PEP 517). */
export function isMaturin({ table }: Document): boolean {
  return textAt(tableAt(table, 'build-system'), 'build-backend') === 'maturin';
}

/** Reads the package of a pyproject.toml that maturin builds (PEP 621 and `[tool.maturin]`). */
export function readPython(
  document: Document,
  around: Surroundings,
): { python: PythonPackage | null; findings: Finding[] } {
  const { file, text, table } = document;
  const directory = directoryOf(file);
  const maturin = tableAt(table, 'tool', 'maturin');
  const crateManifest = manifestPath(maturin, directory, around.cargo);
  const crate = around.crates.find(({ manifest }) => manifest === crateManifest);
  if (!crate) {
    const at = { file, line: lineOf(text, 'tool.maturin', 'manifest-path') };
    return {
      python: null,
      findings: [manifestMissing.at(at, { wanted: crateManifest, from: file })],
    };
  }
  const project = tableAt(table, 'project');
  const version = versionOf(document, crate);
  const name = textAt(project, 'name') ?? crate.name;
  if (!version) {
    const at = { file, line: lineOf(text, 'project', 'version') };
    return {
      python: null,
      findings: [manifestIncomplete.at(at, { file, field: 'project.version' })],
    };
  }
  const cargo = around.cargo.get(crateManifest)?.table ?? {};
  const requiresPython = textAt(project, 'requires-python');
  const python: PythonPackage = {
    name,
    normalizedName: normalizedName(name),
    manifest: file,
    directory,
    version,
    crateManifest,
    crate: crate.name,
    module: moduleOf(maturin, cargo, crate),
    requiresPython,
    abi3: abi3Of(cargo, requiresPython),
    testRequirements: testRequirements(table),
    tests: testsOf(table, directory, around),
  };
  return { python, findings: [] };
}

/** maturin looks beside pyproject.toml, then into rust/. */
function manifestPath(
  maturin: Table,
  directory: string,
  cargo: ReadonlyMap<string, Document>,
): string {
  const stated = textAt(maturin, 'manifest-path');
  if (stated !== null) return resolvePath(directory, stated);
  const beside = resolvePath(directory, 'Cargo.toml');
  const rust = resolvePath(directory, 'rust/Cargo.toml');
  return !cargo.has(beside) && cargo.has(rust) ? rust : beside;
}

/** A static version wins; without one maturin takes Cargo's, declared as dynamic or not. */
function versionOf({ file, text, table }: Document, crate: Crate): StatedVersion | null {
  const project = tableAt(table, 'project');
  const stated = project['version'];
  if (typeof stated === 'string') {
    return { value: stated, source: 'explicit', file, line: lineOf(text, 'project', 'version') };
  }
  if (stated !== undefined) return null;
  const source = textsAt(project, 'dynamic').includes('version') ? 'dynamic' : 'cargo';
  return { ...crate.version, source };
}

function moduleOf(maturin: Table, cargo: Table, crate: Crate): string {
  const library = textAt(tableAt(cargo, 'lib'), 'name') ?? crate.name.replaceAll('-', '_');
  return textAt(maturin, 'module-name') ?? library;
}

function abi3Of(cargo: Table, requiresPython: string | null): string | null {
  const pyo3 = tableAt(cargo, 'dependencies')['pyo3'];
  const defaults = Object.values(tableAt(cargo, 'features')).flatMap((feature) =>
    Array.isArray(feature) ? feature : [],
  );
  const features = [
    ...(isTable(pyo3) ? textsAt(pyo3, 'features') : []),
    ...defaults.map((feature) => String(feature).replace(/^pyo3\??\//, '')),
  ];
  const minors = features
    .flatMap((feature) => /^abi3-py3(\d+)$/.exec(feature)?.[1] ?? [])
    .map(Number);
  if (minors.length > 0) return `3.${Math.min(...minors)}`;
  const least = /(\d+\.\d+)/.exec(requiresPython ?? '')?.[1] ?? null;
  return features.includes('abi3') ? least : null;
}

const groupNames = ['test', 'tests', 'dev'];

function testRequirements(table: Table): string[] {
  const groups = tableAt(table, 'dependency-groups');
  const extras = tableAt(table, 'project', 'optional-dependencies');
  for (const source of [groups, extras]) {
    const name = groupNames.find((one) => Array.isArray(source[one]));
    if (name) return expandGroup(source, name, []);
  }
  return [];
}

/** PEP 735: a group may include others. */
function expandGroup(groups: Table, name: string, seen: readonly string[]): string[] {
  const entries = groups[name];
  if (!Array.isArray(entries) || seen.includes(name)) return [];
  return entries.flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [entry];
    const included = isTable(entry) ? textAt(entry, 'include-group') : null;
    return included === null ? [] : expandGroup(groups, included, [...seen, name]);
  });
}

const isTestFile = (path: string): boolean => /(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(path);

function testsOf(table: Table, directory: string, { listing, alone }: Surroundings): string[] {
  const stated = textsAt(tableAt(table, 'tool', 'pytest', 'ini_options'), 'testpaths');
  if (stated.length > 0) return stated.map((path) => resolvePath(directory, path));
  const holdsTests = (folder: string): boolean =>
    listing.some((path) => path.startsWith(`${folder}/`) && isTestFile(path));
  const own = ['tests', 'test'].map((name) => resolvePath(directory, name)).find(holdsTests);
  if (own) return [own];
  return alone && holdsTests('tests/python') ? ['tests/python'] : [];
}
