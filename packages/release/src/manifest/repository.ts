import { manifestMissing, type Finding } from '../finding/index.ts';
import { readCrate, type Whereabouts } from './cargo.ts';
import { askConsent } from './consent.ts';
import { readLock } from './lock.ts';
import type { CargoWorkspace, Crate, PythonPackage, Repository } from './model.ts';
import { directoryOf, resolvePath } from './path.ts';
import { readOthers } from './others.ts';
import { findTestFiles } from './python-tests.ts';
import { isMaturin, readPython } from './python.ts';
import { readToml, tableAt, type Document, type WorkspaceRoot } from './toml.ts';
import { assignWorkspaces, namedMembers, workspaceRoots } from './workspace.ts';

/** Folders whose manifests are examples of something, and no packages, unless a workspace has them. */
const asides =
  /(^|\/)((?:py)?tests?([-_][^/]*)?|testdata|fixtures?|templates?|examples?|benches|cases|node_modules|target|vendor|\.template|[^/]*\{\{[^/]*)\//;

/** What the project has decided about itself. */
export interface Decisions {
  /** Names of crates to publish although their manifests do not say so. */
  readonly publish?: readonly string[];
  /** Whether to find the lines of what is read; so by default. The graph has no use for them. */
  readonly lines?: boolean;
}

/**
 * What the manifests of a repository say. Pure: `texts` holds every Cargo.toml, Cargo.lock and
 * pyproject.toml by path from the repository's root, `listing` every file that git knows.
 * What is wrong with one manifest becomes a finding; the others are read all the same.
 */
export function readRepository(
  texts: ReadonlyMap<string, string>,
  listing: readonly string[] = [...texts.keys()],
  decisions: Decisions = {},
): Repository {
  const findings: Finding[] = [];
  const cargo = readDocuments('Cargo.toml', texts, decisions, findings);
  const whereabouts = locateManifests(texts, listing);
  const roots = workspaceRoots(cargo).filter(({ document }) => !asides.test(document.file));
  const workspaces = assignWorkspaces(cargo, roots);
  findings.push(...missingMembers(roots, whereabouts));
  const crates = cargo
    .filter(({ file }) => !asides.test(file) || workspaces.has(file))
    .flatMap((document) => {
      const read = readCrate(document, workspaces.get(document.file) ?? null, whereabouts);
      findings.push(...read.findings);
      return read.crate ?? [];
    });
  const projects = readDocuments('pyproject.toml', texts, decisions, findings).filter(
    ({ file }) => !asides.test(file),
  );
  const built = projects.filter(isMaturin);
  const around = { crates, cargo, workspaces, whereabouts, listing };
  const pythons = readPythons(built, around, findings);
  return {
    crates: askConsent(crates, pythons, decisions.publish),
    pythons,
    others: readOthers(
      projects.filter((document) => !isMaturin(document)),
      crates,
    ),
    workspaces: workspacesOf(crates, cargo, texts),
    aside: [...texts.keys()].filter((file) => isAside(file, workspaces)).sort(),
    findings,
  };
}

/** An example, a fixture, a template: no package, unless a workspace has it as a member. */
function isAside(file: string, workspaces: ReadonlyMap<string, WorkspaceRoot>): boolean {
  return /(Cargo|pyproject)\.toml$/.test(file) && asides.test(file) && !workspaces.has(file);
}

/** Parses the manifests of one name; a broken template or example is nobody's mistake. */
function readDocuments(
  name: string,
  texts: ReadonlyMap<string, string>,
  { lines = true }: Decisions,
  findings: Finding[],
): Document[] {
  return [...texts].flatMap(([file, text]) => {
    if (file !== name && !file.endsWith(`/${name}`)) return [];
    const read = readToml(file, text);
    if ('table' in read) return [lines ? read : { ...read, line: () => null }];
    if (!asides.test(file) && !text.includes('{{')) findings.push(read);
    return [];
  });
}

/** git lists a submodule as one path: what lies below it cannot be seen. */
function locateManifests(
  texts: ReadonlyMap<string, string>,
  listing: readonly string[],
): (manifest: string) => Whereabouts {
  let listed: ReadonlySet<string> | null = null;
  return (manifest) => {
    if (texts.has(manifest)) return 'here';
    if (manifest.startsWith('../')) return 'elsewhere';
    listed ??= new Set(listing);
    for (let path = directoryOf(manifest); path !== ''; path = directoryOf(path)) {
      if (listed.has(path)) return 'elsewhere';
    }
    return 'nowhere';
  };
}

function missingMembers(
  roots: readonly WorkspaceRoot[],
  whereabouts: (manifest: string) => Whereabouts,
): Finding[] {
  return namedMembers(roots)
    .filter(({ manifest }) => whereabouts(manifest) === 'nowhere')
    .map(({ root: { document }, manifest }) => {
      const at = { file: document.file, line: document.line('workspace', 'members') };
      return manifestMissing.at(at, { wanted: manifest, from: document.file });
    });
}

interface Read {
  readonly crates: readonly Crate[];
  readonly cargo: readonly Document[];
  readonly workspaces: ReadonlyMap<string, WorkspaceRoot>;
  readonly whereabouts: (manifest: string) => Whereabouts;
  readonly listing: readonly string[];
}

function readPythons(
  built: readonly Document[],
  { crates, cargo, workspaces, whereabouts, listing }: Read,
  findings: Finding[],
): PythonPackage[] {
  if (built.length === 0) return [];
  const around = {
    crates: new Map(crates.map((crate) => [crate.manifest, crate])),
    cargo: new Map(cargo.map((document) => [document.file, document])),
    workspaces,
    exists: (manifest: string): boolean => whereabouts(manifest) !== 'nowhere',
    tests: findTestFiles(listing),
    alone: built.length === 1,
  };
  return built.flatMap((document) => {
    const read = readPython(document, around);
    findings.push(...read.findings);
    return read.python ?? [];
  });
}

function workspacesOf(
  crates: readonly Crate[],
  cargo: readonly Document[],
  texts: ReadonlyMap<string, string>,
): CargoWorkspace[] {
  const byFile = new Map(cargo.map((document) => [document.file, document]));
  const directories = [...new Set(crates.map(({ workspace }) => workspace))].sort();
  return directories.map((directory) => {
    const file = resolvePath(directory, 'Cargo.lock');
    const text = texts.get(file);
    const lock = text === undefined ? null : readLock(file, text);
    const manifest = resolvePath(directory, 'Cargo.toml');
    const document = byFile.get(manifest);
    const patched = Object.keys(document ? tableAt(document.table, 'patch', 'crates-io') : {});
    const patchLine = document?.line('patch', 'crates-io') ?? null;
    return { directory, manifest, lock, patched, patchLine };
  });
}
