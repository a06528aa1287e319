import type { Finding } from '../finding/index.ts';
import { readCrate } from './cargo.ts';
import { readLock } from './lock.ts';
import type { CargoWorkspace, Crate, PythonPackage, Repository } from './model.ts';
import { resolvePath } from './path.ts';
import { isMaturin, readPython } from './python.ts';
import { readToml, type Document } from './toml.ts';
import { assignWorkspaces, type WorkspaceRoot } from './workspace.ts';

/** Folders whose manifests are examples of something, and no packages, unless a workspace names them. */
const asides =
  /(^|\/)(tests?|fixtures?|templates?|examples?|benches|cases|node_modules|target|vendor|\.template)\//;

/**
 * What the manifests of a repository say. Pure: `texts` holds every Cargo.toml, Cargo.lock and
 * pyproject.toml by path from the repository's root, `listing` every file that git knows.
 * What is wrong with one manifest becomes a finding; the others are read all the same.
 */
export function readRepository(
  texts: ReadonlyMap<string, string>,
  listing: readonly string[] = [...texts.keys()],
): Repository {
  const findings: Finding[] = [];
  const documents = (name: string): Document[] =>
    [...texts].flatMap(([file, text]) => {
      if (file !== name && !file.endsWith(`/${name}`)) return [];
      const read = readToml(file, text);
      if ('table' in read) return [read];
      if (!asides.test(file)) findings.push(read);
      return [];
    });
  const cargo = documents('Cargo.toml');
  const assigned = assignWorkspaces(cargo);
  const packages = cargo.filter(({ file }) => !asides.test(file) || assigned.has(file));
  // A manifest that cannot be read is there all the same: one cause, one finding.
  const known = new Set([...texts.keys()].filter((file) => file.endsWith('Cargo.toml')));
  const crates = readCrates(packages, assigned, known, findings);
  const pythons = readPythons(documents('pyproject.toml'), cargo, crates, listing, findings);
  return { crates, pythons, workspaces: workspacesOf(crates, texts), findings };
}

function readCrates(
  documents: readonly Document[],
  assigned: ReadonlyMap<string, WorkspaceRoot>,
  known: ReadonlySet<string>,
  findings: Finding[],
): Crate[] {
  return documents.flatMap((document) => {
    const read = readCrate(document, assigned.get(document.file) ?? null, known);
    findings.push(...read.findings);
    return read.crate ? [read.crate] : [];
  });
}

function readPythons(
  documents: readonly Document[],
  cargo: readonly Document[],
  crates: readonly Crate[],
  listing: readonly string[],
  findings: Finding[],
): PythonPackage[] {
  const built = documents.filter((document) => isMaturin(document) && !asides.test(document.file));
  const byFile = new Map(cargo.map((document) => [document.file, document]));
  const around = { crates, cargo: byFile, listing, alone: built.length === 1 };
  return built.flatMap((document) => {
    const read = readPython(document, around);
    findings.push(...read.findings);
    return read.python ? [read.python] : [];
  });
}

function workspacesOf(
  crates: readonly Crate[],
  texts: ReadonlyMap<string, string>,
): CargoWorkspace[] {
  const directories = [...new Set(crates.map(({ workspace }) => workspace))].sort();
  return directories.map((directory) => {
    const file = resolvePath(directory, 'Cargo.lock');
    const text = texts.get(file);
    const lock = text === undefined ? null : readLock(file, text);
    return { directory, manifest: resolvePath(directory, 'Cargo.toml'), lock };
  });
}
