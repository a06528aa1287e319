import type { Tree } from '@nx/devkit';
import { editVersions } from '@slipway/release/edit';
import {
  inheritedApart,
  manifestMissing,
  versionUnmappable,
  type Finding,
} from '@slipway/release/finding';
import { nextVersions, type VersionGroup } from '@slipway/release/plan';
import { toPep440, toSemver } from '@slipway/release/version';
import { refuse } from '../refusal.ts';
import { givenByOthers, groupIn, readWorkspace, type VersionedWorkspace } from './workspace.ts';

export interface Moved {
  /** Files that changed, from the workspace's root. */
  readonly files: readonly string[];
  /** Names of all packages that take the version. */
  readonly packages: readonly string[];
}

/**
 * Gives the packages of a project their next version, in Nx's tree: the lines that state it, the
 * requirements and pins on them, lock files, and the places that the project named.
 * @throws Refusal when it cannot be, SlipwayError SLW111 for a project without a package.
 */
export async function moveVersion(
  tree: Tree,
  project: { readonly name: string; readonly root: string },
  version: string,
): Promise<Moved> {
  const workspace = await readWorkspace(tree);
  const group = groupIn(workspace.repository, project.root);
  if (!group)
    throw manifestMissing.error({ wanted: `a package in ${project.root}`, from: project.name });
  refuse(checkVersion(group, workspace, version));
  refuse(checkGiven(group, workspace, project.name, version));
  const wanted = new Map(group.packages.map(({ manifest }) => [manifest, version]));
  const { texts, repository, settings } = workspace;
  const { files, findings } = editVersions(texts, repository, wanted, settings.places);
  refuse(findings);
  for (const [file, text] of files) tree.write(file, text);
  for (const { manifest } of group.packages) {
    const others = (workspace.given.get(manifest) ?? []).filter(
      (one) => one.project !== project.name,
    );
    workspace.given.set(manifest, [...others, { version, project: project.name }]);
  }
  const packages = [...new Set(group.packages.map(({ name }) => name))];
  return { files: [...files.keys()], packages };
}

/** SLW106 for what PyPI cannot have, SLW130 without Python packages too, SLW131 for a step back. */
function checkVersion(
  group: VersionGroup,
  { repository }: VersionedWorkspace,
  version: string,
): Finding[] {
  const mapped = toPep440(version);
  if (repository.pythons.length > 0 && !mapped.ok) {
    const { reason, nearest } = mapped;
    const context = { version, registry: 'PyPI' as const, reason, nearest };
    return [versionUnmappable.at(group.packages[0]!.version, context)];
  }
  return nextVersions([group], () => nothing, { version }).findings;
}

/** Nx has asked the commits. */
const nothing = { sinceFinal: null, sinceNewest: null };

/** SLW123: one line cannot state what two projects ask for. */
function checkGiven(
  group: VersionGroup,
  workspace: VersionedWorkspace,
  project: string,
  version: string,
): Finding[] {
  const other = givenByOthers(workspace, group, project).find((one) => one.version !== version);
  if (!other) return [];
  const { version: at, manifest } = group.packages[0]!;
  const names = { name: project, otherName: other.project, otherVersion: other.version };
  return [inheritedApart.at(at, { ...names, version, file: at.file ?? manifest })];
}

/** SLW106, where somebody asks for a version as PyPI spells it: Nx and Cargo take SemVer. */
export function checkSpelling(asked: string): Finding[] {
  const nearest = toSemver(asked);
  if (nearest === null || toPep440(asked).ok) return [];
  const reason = 'it is not SemVer';
  const at = { file: null, line: null };
  return [versionUnmappable.at(at, { version: asked, registry: 'crates.io', reason, nearest })];
}
