import type { ProjectGraph, Tree } from '@nx/devkit';
import { VersionActions } from 'nx/release/index.js';
import { nodePorts } from '@slipway/release/node';
import { isPython, type Package } from '@slipway/release/plan';
import { refuseBeforeVersion } from './before-version.ts';
import { inSemver, readLiveVersion } from './live-version.ts';
import { checkSpelling, moveVersion } from './move.ts';
import { compareVersions } from './order.ts';
import { refuse, refusing } from '../refusal.ts';
import {
  forgetWorkspace,
  givenByOthers,
  groupIn,
  packagesIn,
  readWorkspace,
  type Given,
} from './workspace.ts';

const manifestNames = ['Cargo.toml', 'pyproject.toml'];

/** Tables of a Cargo.toml, by the kind of dependency. */
const collections = {
  normal: 'dependencies',
  build: 'build-dependencies',
  dev: 'dev-dependencies',
} as const;

/**
 * What `nx release version` asks about crates and Python packages, and has written. Nx decides which
 * project takes which version; what that changes in the files is decided by the same functions as for
 * `release:version`, and goes into Nx's tree, so that `--dry-run` shows all of it and writes nothing.
 */
export class SlipwayVersionActions extends VersionActions {
  override validManifestFilenames: string[] | null = manifestNames;
  /** Only the characters of versions change. */
  override excludeManifestsFromFormatting = true;
  #tree: Tree | null = null;

  get #root(): string {
    return this.projectGraphNode.data.root;
  }

  /** Also refuses a project whose manifest cannot be read: Nx would say that there is none. */
  override async init(tree: Tree): Promise<void> {
    this.#tree = tree;
    await refuseBeforeVersion(tree);
    const folder = this.#root === '.' ? '' : `${this.#root}/`;
    const there = manifestNames.filter((name) => tree.exists(`${folder}${name}`));
    if (there.length > 0) this.validManifestFilenames = there;
    await refusing(async () => {
      const { repository } = await readWorkspace(tree);
      if (packagesIn(repository, this.#root).length > 0) return;
      refuse(
        repository.findings.filter(({ file }) => there.some((name) => file === folder + name)),
      );
    });
    await super.init(tree);
  }

  /** Nx calls it after the `preVersionCommand`s, which may have written manifests. */
  override async validate(tree: Tree): Promise<void> {
    forgetWorkspace(tree);
    await super.validate(tree);
  }

  async readCurrentVersionFromSourceManifest(
    tree: Tree,
  ): Promise<{ currentVersion: string; manifestPath: string } | null> {
    const { repository } = await readWorkspace(tree);
    const [own] = packagesIn(repository, this.#root);
    const group = groupIn(repository, this.#root);
    if (!own || !group) return null;
    const currentVersion = inSemver(group.version) ?? group.version;
    return { currentVersion, manifestPath: own.version.file ?? own.manifest };
  }

  async readCurrentVersionFromRegistry(
    tree: Tree,
  ): Promise<{ currentVersion: string | null; logText: string } | null> {
    const { repository } = await readWorkspace(tree);
    const own = packagesIn(repository, this.#root);
    const one = own.find(({ publishable }) => publishable) ?? own[0];
    return one ? readLiveVersion(one, nodePorts()).catch(() => null) : null;
  }

  async readCurrentVersionOfDependency(
    tree: Tree,
    projectGraph: ProjectGraph,
    dependencyProjectName: string,
  ): Promise<{ currentVersion: string | null; dependencyCollection: string | null }> {
    const root = projectGraph.nodes[dependencyProjectName]?.data.root;
    const { repository } = await readWorkspace(tree);
    const targets = root === undefined ? [] : packagesIn(repository, root);
    const needs = packagesIn(repository, this.#root).flatMap(dependenciesOf);
    const found = needs.find(({ manifest }) => targets.some((one) => one.manifest === manifest));
    // maturin builds the crate in: nothing in the manifest states a version of it.
    if (!found) return { currentVersion: null, dependencyCollection: null };
    return { currentVersion: found.requirement, dependencyCollection: collections[found.kind] };
  }

  /**
   * What takes its version from the line of a project that was versioned before in this run takes
   * that version too, unless it needs a higher one; that is refused when it is written.
   */
  override async calculateNewVersion(
    ...args: Parameters<VersionActions['calculateNewVersion']>
  ): Promise<{ newVersion: string; logText: string }> {
    refuse(checkSpelling(args[1]));
    const own = await super.calculateNewVersion(...args);
    const given = this.#tree ? await this.#given(this.#tree) : null;
    if (!given || compareVersions(given.version, own.newVersion) <= 0) return own;
    const { version, project } = given;
    const logText = `❓ Takes version ${version} of ${project}: both have it from one place`;
    return { newVersion: version, logText };
  }

  async updateProjectVersion(tree: Tree, newVersion: string): Promise<string[]> {
    const project = { name: this.projectGraphNode.name, root: this.#root };
    const { files, packages } = await refusing(() => moveVersion(tree, project, newVersion));
    for (const manifestPath of files) {
      this.manifestsToUpdate.push({ manifestPath, preserveLocalDependencyProtocols: true });
    }
    const names = packages.join(', ');
    return files.length === 0
      ? [`✍️  ${names}: ${newVersion} stands everywhere already`]
      : [`✍️  ${names}: ${newVersion} written to ${files.join(', ')}`];
  }

  /** Requirements, pins and lock files moved with the version that they name. */
  async updateProjectDependencies(): Promise<string[]> {
    return [];
  }

  async #given(tree: Tree): Promise<Given | null> {
    const workspace = await readWorkspace(tree);
    const group = groupIn(workspace.repository, this.#root);
    const others = group ? givenByOthers(workspace, group, this.projectGraphNode.name) : [];
    return others.toSorted((a, b) => compareVersions(a.version, b.version)).at(-1) ?? null;
  }
}

function dependenciesOf(one: Package) {
  return isPython(one) ? [] : one.dependencies;
}
