import { manifestIncomplete, type Finding } from '../finding/index.ts';
import { directoryOf, readToml, type Document, type Repository } from '../manifest/index.ts';
import { normalizedName } from '../manifest/index.ts';
import { editCargoLock } from './cargo-lock.ts';
import { moveRequirements } from './cargo.ts';
import { planChanges, type Changes } from './changes.ts';
import { readGraph, type CargoGraph } from './graph.ts';
import type { Change, VersionEdits, VersionPlace } from './model.ts';
import { movePins, type PythonChanges } from './pypi.ts';
import { Replacements } from './splice.ts';
import { movePlaces } from './stated.ts';
import { sameVersion } from '../version/index.ts';
import { editUvLock } from './uv-lock.ts';

/**
 * Changes versions in the files of a repository, and nothing else in any byte. Pure: `texts` holds
 * every manifest and lock file and the files of `places`, `wanted` the new versions as Cargo spells
 * them, by manifest. What goes along: packages that take their version from the same line,
 * requirements and pins on what changes, lock files, and the places that the project names. What
 * cannot be is left as it is, and a finding: see `planChanges`, `moveRequirements`, `movePlaces`.
 */
export function editVersions(
  texts: ReadonlyMap<string, string>,
  repository: Repository,
  wanted: ReadonlyMap<string, string>,
  places: readonly VersionPlace[] = [],
): VersionEdits {
  const changes = planChanges(repository, wanted);
  const { byManifest } = changes;
  const pythons = pythonChanges(changes);
  const cargo = readAll('Cargo.toml', texts);
  const pypi = readAll('pyproject.toml', texts);
  const graph = readGraph(repository, cargo);
  const replacements = new Replacements();
  // A published crate that keeps its version is to stay what was published.
  const staying = new Set(
    repository.crates
      .filter(({ publishable, manifest }) => publishable && !byManifest.has(manifest))
      .map(({ manifest }) => manifest),
  );
  const findings = [
    ...changes.findings,
    ...writeSources(changes, new Map([...cargo, ...pypi]), replacements),
    ...[...cargo].flatMap(([file, document]) =>
      moveRequirements(
        document,
        graph.dependencies(file),
        byManifest,
        !staying.has(file),
        replacements,
      ),
    ),
  ];
  for (const [file, document] of pypi) {
    movePins(document, texts.get(file) ?? '', pythons, replacements);
  }
  const stating = [...places, ...placesBeside(repository)];
  findings.push(...movePlaces(texts, repository, stating, byManifest, replacements));
  const files = replacements.apply(texts);
  for (const [file, text] of editLocks(texts, graph, byManifest, pythons)) files.set(file, text);
  return { files, findings };
}

/** The manifests of one name that can be read; templates cannot. */
function readAll(name: string, texts: ReadonlyMap<string, string>): Map<string, Document> {
  const documents = new Map<string, Document>();
  for (const [file, text] of texts) {
    if (!isNamed(file, name)) continue;
    const document = readToml(file, text);
    if ('table' in document) documents.set(file, document);
  }
  return documents;
}

function isNamed(file: string, name: string): boolean {
  return file === name || file.endsWith(`/${name}`);
}

function writeSources(
  { sources }: Changes,
  documents: ReadonlyMap<string, Document>,
  replacements: Replacements,
): Finding[] {
  return sources.flatMap(({ file, path, version }) => {
    const document = documents.get(file);
    const span = document?.value(...path);
    if (span) {
      replacements.add(file, { ...span, text: version });
      return [];
    }
    const at = { file, line: document?.line(...path.slice(0, -1)) ?? null };
    return manifestIncomplete.at(at, { file, field: path.join('.') });
  });
}

function pythonChanges({ byManifest }: Changes): PythonChanges {
  const pythons = [...byManifest.values()].filter(({ ecosystem }) => ecosystem === 'pypi');
  return new Map(pythons.map((change) => [normalizedName(change.name), change]));
}

/** The lock files that change. */
function* editLocks(
  texts: ReadonlyMap<string, string>,
  graph: CargoGraph,
  byManifest: ReadonlyMap<string, Change>,
  pythons: PythonChanges,
): Generator<[file: string, text: string]> {
  if (byManifest.size === 0) return;
  for (const [file, text] of texts) {
    let next = text;
    if (isNamed(file, 'uv.lock')) next = editUvLock(file, text, byManifest, pythons);
    if (isNamed(file, 'Cargo.lock')) {
      const locked = [...graph.lockedIn(directoryOf(file))];
      const meant = locked.flatMap((manifest) => byManifest.get(manifest) ?? []);
      next = editCargoLock(
        text,
        Map.groupBy(meant, ({ name }) => name),
      );
    }
    if (next !== text) yield [file, next];
  }
}

/** The versions of Python packages that other tools than maturin build beside a crate, where they go with it. */
function placesBeside({ crates, others }: Repository): VersionPlace[] {
  return others.flatMap(({ version, versionPath, manifest, crateManifest }) => {
    const crate = crates.find((one) => one.manifest === crateManifest);
    if (!crate || version === null || !sameVersion(crate.version.value, version)) return [];
    return { file: manifest, path: versionPath, package: crate.name, spelling: 'pypi' as const };
  });
}
