import type { Tree } from '@nx/devkit';
import { parse } from 'jsonc-parser';
import { readRepository, type Repository } from '@slipway/release/manifest';
import { nodePorts } from '@slipway/release/node';
import { versionGroups, type Package, type VersionGroup } from '@slipway/release/plan';
import { type PluginOptions, settingsOf } from '@slipway/workspace/settings';
import { loadTexts } from '@slipway/workspace/subject';

/** A version that this run of `nx release` gave to a package, and the project it did so for. */
export interface Given {
  readonly version: string;
  readonly project: string;
}

/** What Nx's tree holds: the files on disk, and over them what this run has changed so far. */
export interface VersionedWorkspace {
  readonly texts: Map<string, string>;
  readonly listing: readonly string[];
  readonly settings: PluginOptions;
  repository: Repository;
  /** By manifest; of each project the last one: Nx may raise a version twice. */
  readonly given: Map<string, readonly Given[]>;
}

/** Nx makes actions for each project, and one tree for all of them: what it holds is read once. */
const known = new WeakMap<Tree, Promise<VersionedWorkspace>>();

/** What the tree says now. @throws SlipwayError SLW001 without git, SLW003 outside a repository. */
export async function readWorkspace(tree: Tree): Promise<VersionedWorkspace> {
  const reading = known.get(tree) ?? readDisk(tree);
  known.set(tree, reading);
  const workspace = await reading;
  let changed = false;
  for (const { path, content } of tree.listChanges()) {
    const text = content?.toString('utf8');
    if (text === undefined || !workspace.texts.has(path)) continue;
    if (workspace.texts.get(path) === text) continue;
    workspace.texts.set(path, text);
    changed = true;
  }
  if (changed) workspace.repository = readAgain(workspace);
  return workspace;
}

/** What is on disk may have changed: a `preVersionCommand` ran. */
export function forgetWorkspace(tree: Tree): void {
  known.delete(tree);
}

async function readDisk(tree: Tree): Promise<VersionedWorkspace> {
  const settings = settingsOf(parse(tree.read('nx.json', 'utf8') ?? '{}'));
  const places = new Set(settings.places?.map(({ file }) => file));
  const place = { root: tree.root, ports: nodePorts() };
  const { texts, listing } = await loadTexts(place, (file) => places.has(file));
  const read = { texts: new Map(texts), listing, settings };
  return { ...read, repository: readAgain(read), given: new Map() };
}

function readAgain({
  texts,
  listing,
  settings,
}: Pick<VersionedWorkspace, 'texts' | 'listing' | 'settings'>): Repository {
  return readRepository(texts, listing, settings);
}

/** The packages of a project's own folder, as Nx names its root. */
export function packagesIn({ crates, pythons }: Repository, root: string): Package[] {
  const folder = root === '.' ? '' : root;
  return [...crates, ...pythons].filter(({ directory }) => directory === folder);
}

/**
 * The packages that take one version with those of a project: by one line that states it, and a
 * Python package with the crate it binds. Which others go along is for Nx's release groups to say.
 * Null for a project without a package.
 */
export function groupIn(repository: Repository, root: string): VersionGroup | null {
  const own = packagesIn(repository, root);
  const groups = versionGroups(repository, [], { alike: false }).filter(({ packages }) =>
    packages.some((one) => own.includes(one)),
  );
  const packages = groups.length > 0 ? groups.flatMap((group) => group.packages) : own;
  const [first] = packages;
  return first ? { packages, version: first.version.value, format: null } : null;
}

/** What other projects of this run gave to the packages of a group. */
export function givenByOthers(
  { given }: VersionedWorkspace,
  { packages }: VersionGroup,
  project: string,
): Given[] {
  const all = packages.flatMap(({ manifest }) => given.get(manifest) ?? []);
  return all.filter((one) => one.project !== project);
}
