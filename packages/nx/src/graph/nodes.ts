import { environment } from '@slipway/release/environment';
import { hostTriple } from '@slipway/release/platform';
import type { CreateNodesResultV2, ProjectConfiguration } from '@nx/devkit';
import type { Repository } from '@slipway/release/manifest';
import { nobody, type KnownNames } from './names.ts';
import { type PluginOptions, platformsOf } from '@slipway/workspace/settings';
import { byRoot, inferProjects, type InferredProject, type ProjectsByRoot } from './projects.ts';
import { releaseTargets } from './release-targets.ts';
import { packageInputs, packageTargets } from './package-targets.ts';

/** The project that stands for the release as a whole. */
export const releaseProject = 'release';
export const releaseRoot = '.slipway';

/**
 * Projects and targets of every manifest. The project `release` belongs to no folder of the
 * repository: its root is Slipway's own, ignored one, so that no file makes it affected by itself.
 */
export function inferNodes(
  repository: Repository,
  options: PluginOptions,
  files: readonly string[],
  known: KnownNames = nobody,
  releases = false,
): CreateNodesResultV2 {
  const projects = inferProjects(repository, known);
  const roots = byRoot(projects);
  const bound = new Set(repository.pythons.map(({ crateManifest }) => crateManifest));
  const platforms = platformsOf(options, releases, hostTriple(environment));
  const workspaces = repository.workspaces.map(({ directory }) => directory);
  const [first] = files.toSorted();
  if (!first) return [];
  const nodes = projects.map(
    (project): [string, { projects: Record<string, ProjectConfiguration> }] => {
      const manifest = project.crate?.manifest ?? project.python?.manifest ?? first;
      const targets = packageTargets(project, roots, bound, platforms, options.packUntracked);
      return [
        manifest,
        { projects: { [project.root]: configuration(project, roots, workspaces, targets) } },
      ];
    },
  );
  const release: ProjectConfiguration = {
    name: releaseProject,
    root: releaseRoot,
    projectType: 'application',
    // By their tag: Nx keeps an entry for each name of a list. It refuses one that no project has.
    implicitDependencies: projects.length > 0 ? [`tag:${ownTag}`] : [],
    targets: releaseTargets(projects, platforms, options),
    metadata: {
      description: 'The release of every package of this repository.',
      technologies: ['slipway'],
      ...sourcesOf(files),
    },
  };
  return [...nodes, [first, { projects: { [release.root]: release } }]];
}

/** Notes what the projects were made from: in the end others may have put something in the place of their targets. */
function sourcesOf(files: readonly string[]): object {
  // One text: Nx keeps an entry for each element of a list.
  return { slipway: { manifests: files.filter((file) => file.endsWith('.toml')).join('\n') } };
}

/** The manifests that this graph was made from; none where the project is not Slipway's. */
export function manifestsOf({ metadata }: Pick<ProjectConfiguration, 'metadata'>): string[] {
  const { slipway } = (metadata ?? {}) as { slipway?: { manifests?: string } };
  return slipway?.manifests?.split('\n').filter(Boolean) ?? [];
}

/** The projects of such nodes, by root. */
export function projectsOf(nodes: CreateNodesResultV2): Map<string, ProjectConfiguration> {
  const projects = nodes.flatMap(([, made]) => Object.entries(made.projects ?? {}));
  return new Map(projects.map(([root, one]) => [root, { ...one, root }]));
}

function configuration(
  project: InferredProject,
  roots: ProjectsByRoot,
  workspaces: readonly string[],
  targets: NonNullable<ProjectConfiguration['targets']>,
): ProjectConfiguration {
  const technologies = [...(project.crate ? ['rust'] : []), ...(project.python ? ['python'] : [])];
  const wheels = Object.keys(targets).filter((target) => target.startsWith('build-wheels'));
  return {
    name: project.name,
    root: project.root,
    projectType: 'library',
    tags: tagsOf(project),
    namedInputs: packageInputs(project, roots, workspaces),
    targets,
    metadata: {
      technologies,
      ...(wheels.length > 0 ? { targetGroups: { wheels } } : {}),
    },
  };
}

/** The tag of every project that Slipway makes for a package. */
const ownTag = 'slipway';

/** The tag of projects with a published package; `nx release` finds them by it. */
export const publishedTag = 'slipway:published';

/** For `nx affected --exclude=tag:slipway:python` and its like: what is Slipway's, and what is tested how. */
function tagsOf({ crate, python }: InferredProject): string[] {
  return [
    ownTag,
    ...(crate ? ['slipway:rust'] : []),
    ...(python ? ['slipway:python'] : []),
    ...(crate?.publishable || python?.publishable ? [publishedTag] : []),
  ];
}
