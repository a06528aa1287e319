import { manifestIncomplete, manifestMissing, type Finding } from '../finding/index.ts';
import type { Crate, DependencyKind, InternalDependency, StatedVersion } from './model.ts';
import { directoryOf, resolvePath } from './path.ts';
import { isTable, lineOf, tableAt, textAt, textsAt, type Document, type Table } from './toml.ts';
import type { WorkspaceRoot } from './workspace.ts';

const sections: readonly (readonly [string, DependencyKind])[] = [
  ['dependencies', 'normal'],
  ['build-dependencies', 'build'],
  ['dev-dependencies', 'dev'],
];

/** Reads the package of a Cargo manifest; null for a virtual one. */
export function readCrate(
  document: Document,
  root: WorkspaceRoot | null,
  known: ReadonlySet<string>,
): { crate: Crate | null; findings: Finding[] } {
  const { file, text, table } = document;
  if (!isTable(table['package'])) return { crate: null, findings: [] };
  const section = tableAt(table, 'package');
  const directory = directoryOf(file);
  const name = textAt(section, 'name');
  const version = versionOf(document, root);
  if (name === null || version === null) {
    const field = name === null ? 'package.name' : 'package.version';
    const line = lineOf(text, 'package', name === null ? 'name' : 'version');
    return { crate: null, findings: [manifestIncomplete.at({ file, line }, { file, field })] };
  }
  const inherited = root ? tableAt(root.document.table, 'workspace', 'package') : {};
  const value = (key: string): unknown => (inherits(section[key]) ? inherited[key] : section[key]);
  const text_ = (key: string): string | null => {
    const found = value(key);
    return typeof found === 'string' && found.trim() !== '' ? found : null;
  };
  const { dependencies, findings } = readDependencies(document, root, known);
  const crate: Crate = {
    name,
    manifest: file,
    directory,
    version,
    publishable: isPublishable(value('publish')),
    description: text_('description'),
    license: text_('license'),
    licenseFile: text_('license-file'),
    dependencies,
    workspace: root?.directory ?? directory,
    cdylibOnly: isCdylibOnly(table),
  };
  return { crate, findings };
}

/** `key.workspace = true`, dotted or inline. */
export function inherits(value: unknown): boolean {
  return isTable(value) && value['workspace'] === true;
}

function versionOf(
  { file, text, table }: Document,
  root: WorkspaceRoot | null,
): StatedVersion | null {
  const stated = tableAt(table, 'package')['version'];
  if (typeof stated === 'string') {
    return { value: stated, source: 'explicit', file, line: lineOf(text, 'package', 'version') };
  }
  if (!inherits(stated)) {
    // Without a version cargo takes 0.0.0 and publishes nothing.
    const line = lineOf(text, 'package', 'name');
    return stated === undefined ? { value: '0.0.0', source: 'explicit', file, line } : null;
  }
  const value = root
    ? textAt(tableAt(root.document.table, 'workspace', 'package'), 'version')
    : null;
  if (!root || value === null) return null;
  const { document } = root;
  const line = lineOf(document.text, 'workspace.package', 'version');
  return { value, source: 'inherited', file: document.file, line };
}

/** https://doc.rust-lang.org/cargo/reference/manifest.html#the-publish-field */
function isPublishable(publish: unknown): boolean {
  return Array.isArray(publish) ? publish.includes('crates-io') : publish !== false;
}

/** An extension module has no rlib for its tests to link. */
function isCdylibOnly(table: Table): boolean {
  const kinds = textsAt(tableAt(table, 'lib'), 'crate-type');
  return kinds.length > 0 && kinds.every((kind) => kind === 'cdylib');
}

function readDependencies(
  document: Document,
  root: WorkspaceRoot | null,
  known: ReadonlySet<string>,
): { dependencies: InternalDependency[]; findings: Finding[] } {
  const dependencies: InternalDependency[] = [];
  const findings: Finding[] = [];
  for (const { section, table, kind } of dependencyTables(document.table)) {
    for (const [key, written] of Object.entries(table)) {
      const found = locate(key, written, document, root);
      if (!found) continue;
      const line = lineOf(document.text, section, key);
      const { name, requirement, manifest } = found;
      if (known.has(manifest)) {
        dependencies.push({ name, kind, requirement, manifest, file: document.file, line });
      } else if (!manifest.startsWith('../')) {
        const at = { file: document.file, line };
        findings.push(manifestMissing.at(at, { wanted: manifest, from: document.file }));
      }
    }
  }
  return { dependencies, findings };
}

function dependencyTables(table: Table): { section: string; table: Table; kind: DependencyKind }[] {
  const targets = Object.entries(tableAt(table, 'target'));
  return sections.flatMap(([section, kind]) => [
    { section, table: tableAt(table, section), kind },
    ...targets.flatMap(([target, value]) =>
      isTable(value)
        ? [
            {
              section: `target.${target.replaceAll(/["'\s]/g, '')}.${section}`,
              table: tableAt(value, section),
              kind,
            },
          ]
        : [],
    ),
  ]);
}

/** Where a dependency by path leads; null for one from a registry or git. */
function locate(
  key: string,
  written: unknown,
  document: Document,
  root: WorkspaceRoot | null,
): { name: string; requirement: string | null; manifest: string } | null {
  if (!isTable(written)) return null;
  const shared =
    inherits(written) && root
      ? tableAt(root.document.table, 'workspace', 'dependencies', key)
      : null;
  const spec = shared ?? written;
  const path = textAt(spec, 'path');
  if (path === null) return null;
  const base = shared && root ? root.directory : directoryOf(document.file);
  return {
    name: textAt(spec, 'package') ?? key,
    requirement: textAt(spec, 'version'),
    manifest: resolvePath(base, `${path}/Cargo.toml`),
  };
}
