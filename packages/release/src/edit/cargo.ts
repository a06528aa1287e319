import { requirementStuck, type Finding } from '../finding/index.ts';
import {
  directoryOf,
  isTable,
  resolvePath,
  tableAt,
  textAt,
  type Document,
  type Table,
} from '../manifest/index.ts';
import type { Change } from './model.ts';
import { moveRequirement } from './requirement.ts';
import { shift, type Replacements } from './splice.ts';

/** A requirement on a crate of the repository, as one manifest writes it. */
export interface Dependency {
  /** The manifest it leads to. */
  readonly manifest: string;
  /** The keys that lead to the requirement. */
  readonly key: readonly string[];
  /** null for a dependency by path alone. */
  readonly requirement: string | null;
}

const sections = [
  'dependencies',
  'build-dependencies',
  'build_dependencies',
  'dev-dependencies',
  'dev_dependencies',
];

const cratesIo = ['crates-io', 'https://github.com/rust-lang/crates.io-index'];

/**
 * Every dependency of a manifest that leads to another manifest: by path, or because `patches` of its
 * workspace put a path in the place of crates.io's. Those of `[workspace.dependencies]` and `[patch]`
 * are among them. https://doc.rust-lang.org/cargo/reference/overriding-dependencies.html
 */
export function dependenciesOf(
  { file, table }: Document,
  patches: ReadonlyMap<string, string>,
): Dependency[] {
  const directory = directoryOf(file);
  return dependencyTables(table).flatMap((path) =>
    Object.entries(tableAt(table, ...path)).flatMap(([key, written]) => {
      const manifest = follow(key, written, directory, patches);
      if (manifest === null) return [];
      const isPlain = typeof written === 'string';
      return {
        manifest,
        key: isPlain ? [...path, key] : [...path, key, 'version'],
        requirement: isPlain ? written : isTable(written) ? textAt(written, 'version') : null,
      };
    }),
  );
}

/** The manifests that `[patch]` puts in the place of crates on crates.io, by the crate's name. */
export function patchesOf({ file, table }: Document): ReadonlyMap<string, string> {
  const patches = new Map<string, string>();
  for (const registry of cratesIo) {
    for (const [key, written] of Object.entries(tableAt(table, 'patch', registry))) {
      const path = isTable(written) ? textAt(written, 'path') : null;
      const name = isTable(written) ? (textAt(written, 'package') ?? key) : key;
      if (path !== null) patches.set(name, toManifest(directoryOf(file), path));
    }
  }
  return patches;
}

/**
 * Moves a manifest's requirements on crates that change; all of them when it goes `inStep` with those,
 * else what would no longer hold. SLW124 where one cannot move.
 */
export function moveRequirements(
  { file, line, value }: Document,
  dependencies: readonly Dependency[],
  changes: ReadonlyMap<string, Change>,
  inStep: boolean,
  replacements: Replacements,
): Finding[] {
  return dependencies.flatMap(({ manifest, key, requirement }) => {
    const change = changes.get(manifest);
    const span = value(...key);
    if (!change || requirement === null || !span) return [];
    // Characters written as escapes are not where the requirement has them.
    const isPlain = span.end - span.start === requirement.length;
    const moved = isPlain ? moveRequirement(requirement, change.old, change.next, inStep) : null;
    for (const one of moved ?? []) replacements.add(file, shift(one, span.start));
    if (moved) return [];
    const context = { dependency: change.name, requirement, version: change.next };
    return requirementStuck.at({ file, line: line(...key) }, context);
  });
}

/** The tables that hold dependencies. */
function dependencyTables(table: Table): string[][] {
  const targets = Object.keys(tableAt(table, 'target')).map((name) => ['target', name]);
  const registries = Object.keys(tableAt(table, 'patch')).map((name) => ['patch', name]);
  return [
    ...[[], ...targets].flatMap((place) => sections.map((section) => [...place, section])),
    ['workspace', 'dependencies'],
    ...registries,
  ];
}

function follow(
  key: string,
  written: unknown,
  directory: string,
  patches: ReadonlyMap<string, string>,
): string | null {
  if (typeof written === 'string') return patches.get(key) ?? null;
  if (!isTable(written) || written['workspace'] === true) return null;
  const path = textAt(written, 'path');
  if (path !== null) return toManifest(directory, path);
  if (written['git'] !== undefined || written['registry'] !== undefined) return null;
  return patches.get(textAt(written, 'package') ?? key) ?? null;
}

function toManifest(directory: string, path: string): string {
  return resolvePath(directory, `${path}/Cargo.toml`);
}
