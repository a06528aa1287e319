import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { crateFolder, recordName, sdistFolder, wheelFolder } from '@slipway/release/layout';
import { findPlatform } from '@slipway/release/platform';
import {
  wheelOrder,
  type PlatformChoice,
  type Platforms,
  artifactsVariable,
} from '@slipway/workspace/settings';
import { allNeeds, cratesBefore, type InferredProject, type ProjectsByRoot } from './projects.ts';
import {
  allForwarded,
  commit,
  destinations,
  effect,
  forwarded,
  neededFiles,
  ownFiles,
  packing,
  pure,
  pythonTools,
  pythonVersion,
  rustTools,
  rustVersion,
  workspaceFiles,
  type DependsOn,
} from './target.ts';

type Targets = NonNullable<ProjectConfiguration['targets']>;
type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** Before anything is compiled: what one look at the manifests can find. */
const validated: DependsOn = ['validate', { projects: ['release'], target: 'validate' }];

/**
 * The stages of one package, those that make sense for it. `bound` are the manifests of the crates that
 * Python packages are made of.
 */
export function packageTargets(
  project: InferredProject,
  projects: ProjectsByRoot,
  bound: ReadonlySet<string>,
  platforms: Platforms,
  packUntracked: readonly string[] = [],
): Targets {
  const { crate, python } = project;
  const packed = packing(packUntracked);
  const names = cratesBefore(project, projects).map(({ name }) => name);
  const before = allForwarded(names, 'publish-crate');
  return {
    validate: validateTarget(project),
    ...(python || !boundByPython(project, bound) ? { test: testTarget(project) } : {}),
    ...(crate?.publishable ? crateTargets(project, before, packed) : {}),
    ...(python?.publishable ? pythonTargets(project, before, platforms, packed) : {}),
    ...(platforms.release && (crate?.publishable || python?.publishable)
      ? releaseTargets(project, platforms)
      : {}),
  };
}

/** For `nx release publish`; without dependencies, since Nx runs those in a dry run too. */
function releaseTargets(project: InferredProject, { all }: Platforms): Targets {
  const target = effect('release-publish', project.name, 'nx-release-publish', {
    description: 'What nx release publish runs: publishes the packages of this project.',
    technologies: technologiesOf(project),
    dependsOn: [],
    options: { targets: all },
    configurations: destinations,
  });
  return { 'nx-release-publish': target };
}

function technologiesOf({ crate, python }: InferredProject): string[] {
  return [...(crate ? rustTools : []), ...(python ? pythonTools : [])];
}

/** A crate that is a Python extension is tested through Python: cargo cannot link it alone. */
function boundByPython({ crate }: InferredProject, bound: ReadonlySet<string>): boolean {
  return crate !== null && crate.cdylibOnly && bound.has(crate.manifest);
}

/**
 * The named inputs of a project (of a repository with these Cargo `workspaces`), so that no target has to list them again. (The files of other projects
 * cannot be named: Nx wants them in each target.)
 */
export function packageInputs(
  project: InferredProject,
  projects: ProjectsByRoot,
  workspaces: readonly string[],
): NonNullable<ProjectConfiguration['namedInputs']> {
  // Most repositories have one Cargo workspace, or none: what is needed lies in it.
  const all = workspaces.length > 1 ? [project, ...allNeeds(project, projects)] : [project];
  const used = new Set(all.flatMap(({ crate }) => (crate ? [crate.workspace] : [])));
  const shared = workspaceFiles([...used].sort());
  return {
    manifests: ['{projectRoot}/{Cargo,pyproject}.toml', ...shared],
    // What is taken from other jobs is no result of building here.
    sources: [...ownFiles, ...shared, rustVersion, { env: artifactsVariable }],
  };
}

function validateTarget(project: InferredProject): TargetConfiguration {
  return pure('validate', project.name, 'validate', {
    description: 'Checks that versions, lock file and requirements agree.',
    technologies: technologiesOf(project),
    inputs: ['manifests', ...neededFiles],
    options: { manifest: manifestOf(project) },
  });
}

function testTarget(project: InferredProject): TargetConfiguration {
  return pure('test', project.name, 'test', {
    description: project.python ? 'pytest against the built extension.' : 'cargo test.',
    technologies: project.python ? pythonTools : rustTools,
    dependsOn: validated,
    inputs: ['sources', ...neededFiles, ...(project.python ? [pythonVersion] : [])],
    options: { manifest: project.python?.manifest ?? project.crate?.manifest },
  });
}

function crateTargets(project: InferredProject, before: DependsOn, packed: Inputs): Targets {
  const name = project.crate?.name ?? project.name;
  // In a folder with both kinds of package `build` is the sdist's.
  const build = project.python ? 'build-crate' : 'build';
  return {
    [build]: pure('build', project.name, build, {
      description: 'cargo package, verified.',
      technologies: rustTools,
      dependsOn: ['test'],
      inputs: ['sources', ...neededFiles, ...commit, ...packed],
      outputs: [crateFolder(name)],
      options: { manifest: project.crate?.manifest },
    }),
    'publish-crate': effect('publish-crate', project.name, 'publish-crate', {
      description: 'cargo publish, in dependency order.',
      technologies: rustTools,
      dependsOn: [forwarded('release', 'destination'), forwarded('release', 'gate'), ...before],
      options: { manifest: project.crate?.manifest },
    }),
  };
}

function pythonTargets(
  project: InferredProject,
  before: DependsOn,
  platforms: Platforms,
  packed: Inputs,
): Targets {
  const name = project.python?.name ?? project.name;
  const manifest = project.python?.manifest;
  const inputs = ['sources', ...neededFiles, pythonVersion];
  const wheels = platforms.choices.map((choice): [string, TargetConfiguration] => [
    wheelTarget(choice.target),
    pure('wheel', project.name, wheelTarget(choice.target), {
      description: `The wheels for ${titleOf(choice)}: built, checked, imported.`,
      technologies: pythonTools,
      // Beside the tests, not after them: on a matrix they run on other machines anyway.
      dependsOn: validated,
      inputs,
      outputs: [wheelFolder(name, choice.target)],
      options: { manifest, ...wheelOrder(choice) },
    }),
  ]);
  const assembled = pure('build-wheels', project.name, 'build-wheels', {
    description: 'The wheels of all platforms, assembled.',
    technologies: pythonTools,
    dependsOn: [...before, ...platforms.here.map((target) => ({ target: wheelTarget(target) }))],
    inputs: [
      { dependentTasksOutputFiles: `**/${wheelFolder(name, '*')}/${recordName}` },
      { externalDependencies: [] },
    ],
    outputs: [`${wheelFolder(name, null)}/${recordName}`],
    options: { manifest, targets: platforms.all },
  });
  return {
    build: pure('build', project.name, 'build', {
      description: 'The source distribution.',
      technologies: pythonTools,
      dependsOn: ['test'],
      inputs: [...inputs, ...packed],
      outputs: [sdistFolder(name)],
      options: { manifest },
    }),
    ...Object.fromEntries(wheels),
    // Its configurations do nothing but hand the destination on to the crates before it.
    'build-wheels': {
      ...assembled,
      configurations: { rehearsal: {}, testpypi: {}, production: {} },
    },
    'publish-pypi': effect('publish-pypi', project.name, 'publish-pypi', {
      description: 'Uploads wheels and sdist.',
      technologies: pythonTools,
      dependsOn: [
        forwarded('release', 'destination'),
        forwarded('release', 'gate'),
        ...before,
        { target: 'build-wheels' },
      ],
      options: { manifest, targets: platforms.all },
    }),
  };
}

/** As people say it: Linux x86_64. */
function titleOf({ target }: PlatformChoice): string {
  return findPlatform(target)?.title ?? target;
}

/** An atomized target, as Nx names them for end-to-end files. */
export function wheelTarget(target: string): string {
  return `build-wheels--${target}`;
}

function manifestOf({ crate, python }: InferredProject): string | undefined {
  return python && crate && python.crateManifest !== crate.manifest
    ? crate.manifest
    : (python?.manifest ?? crate?.manifest);
}
