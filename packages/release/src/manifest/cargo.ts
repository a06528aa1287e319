import { manifestIncomplete, manifestMissing, type Finding } from '../finding/index.ts';
import { inherits, pathDependencies } from './dependencies.ts';
import type { Crate, InternalDependency, StatedVersion } from './model.ts';
import { directoryOf } from './path.ts';
import {
  isTable,
  tableAt,
  textAt,
  textsAt,
  type Document,
  type Table,
  type WorkspaceRoot,
} from './toml.ts';

/** Whether a manifest is in the repository, or out of sight: above it, or in a submodule. */
export type Whereabouts = 'here' | 'elsewhere' | 'nowhere';

/** Reads the package of a Cargo manifest; none for a virtual one, or for a template of one. */
export function readCrate(
  document: Document,
  root: WorkspaceRoot | null,
  whereabouts: (manifest: string) => Whereabouts,
): { crate: Crate | null; findings: Finding[] } {
  const { file, table, line } = document;
  if (!isTable(table['package'])) return { crate: null, findings: [] };
  const section = tableAt(table, 'package');
  const name = textAt(section, 'name') || null;
  const version = versionOf(document, root);
  if (isTemplate(name) || isTemplate(section['version'])) return { crate: null, findings: [] };
  if (name === null || version === null) {
    const key = name === null ? 'name' : 'version';
    const at = { file, line: line('package', key) ?? line('package') };
    const finding = manifestIncomplete.at(at, { file, field: `package.${key}` });
    return { crate: null, findings: [finding] };
  }
  const value = (key: string): unknown => inheritedOr(section[key], key, root);
  const filled = (key: string): string | null => {
    const found = value(key);
    return typeof found === 'string' && found.trim() !== '' ? found : null;
  };
  const directory = directoryOf(file);
  const { dependencies, findings } = dependenciesOf(document, root, whereabouts);
  const crate: Crate = {
    name,
    manifest: file,
    line: line('package', 'name'),
    directory,
    version,
    ...published(section, value('publish')),
    description: filled('description'),
    license: filled('license'),
    licenseFile: filled('license-file'),
    dependencies,
    workspace: root?.directory ?? directory,
    cdylibOnly: isCdylibOnly(table),
  };
  return { crate, findings };
}

/** What a generator has still to fill in. */
export function isTemplate(value: unknown): boolean {
  return typeof value === 'string' && value.includes('{{');
}

function inheritedOr(written: unknown, key: string, root: WorkspaceRoot | null): unknown {
  if (!inherits(written)) return written;
  return root ? tableAt(root.document.table, 'workspace', 'package')[key] : undefined;
}

function versionOf(
  { file, table, line }: Document,
  root: WorkspaceRoot | null,
): StatedVersion | null {
  const stated = tableAt(table, 'package')['version'];
  if (typeof stated === 'string') {
    return { value: stated, source: 'explicit', file, line: line('package', 'version') };
  }
  if (stated === undefined) {
    return { value: '0.0.0', source: 'explicit', file, line: line('package', 'name') };
  }
  const value = inheritedOr(stated, 'version', root);
  if (!root || typeof value !== 'string') return null;
  const { document } = root;
  const at = document.line('workspace', 'package', 'version');
  return { value, source: 'inherited', file: document.file, line: at };
}

/**
 * Without a version cargo takes 0.0.0 and publishes nothing. `release = false` is how cargo-release
 * and cargo-workspaces are told to leave a crate alone: it would be a surprise to publish it here.
 * https://doc.rust-lang.org/cargo/reference/manifest.html#the-publish-field
 */
function published(
  section: Table,
  publish: unknown,
): Pick<Crate, 'publish' | 'publishable' | 'inferred'> {
  const release = tableAt(section, 'metadata', 'release');
  const out = release['release'] === false || release['publish'] === false;
  if (section['version'] === undefined || out)
    return { publish: 'no', publishable: false, inferred: false };
  if (publish === undefined) return { publish: 'unsaid', publishable: false, inferred: false };
  const yes = Array.isArray(publish) ? publish.includes('crates-io') : publish !== false;
  return { publish: yes ? 'yes' : 'no', publishable: yes, inferred: false };
}

/** An extension module has no rlib for its tests to link. */
function isCdylibOnly(table: Table): boolean {
  const library = tableAt(table, 'lib');
  const kinds = [...textsAt(library, 'crate-type'), ...textsAt(library, 'crate_type')];
  return kinds.length > 0 && kinds.every((kind) => kind === 'cdylib');
}

function dependenciesOf(
  document: Document,
  root: WorkspaceRoot | null,
  whereabouts: (manifest: string) => Whereabouts,
): { dependencies: InternalDependency[]; findings: Finding[] } {
  const dependencies: InternalDependency[] = [];
  const findings: Finding[] = [];
  for (const { key, ...dependency } of pathDependencies(document, root)) {
    const { file } = document;
    const at = { file, line: document.line(...key) };
    const where = whereabouts(dependency.manifest);
    if (where === 'here') dependencies.push({ ...dependency, ...at });
    if (where === 'nowhere') {
      findings.push(manifestMissing.at(at, { wanted: dependency.manifest, from: file }));
    }
  }
  return { dependencies, findings };
}
