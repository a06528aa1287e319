import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import type { Repository } from '@slipway/release/manifest';
import { crateFolder, recordName, sdistFolder, wheelFolder } from '@slipway/release/plan';
import type { Platforms } from './options.ts';
import { allNeeds, type InferredProject } from './projects.ts';
import {
  commit,
  effect,
  forwarded,
  neededFiles,
  ownFiles,
  pure,
  pythonVersion,
  rustVersion,
  workspaceFiles,
  type DependsOn,
} from './target.ts';

type Targets = NonNullable<ProjectConfiguration['targets']>;

/** Before anything is compiled: what one look at the manifests can find. */
const validated: DependsOn = ['validate', { projects: ['release'], target: 'validate' }];

/** The stages of one package, those that make sense for it. */
export function packageTargets(
  project: InferredProject,
  projects: readonly InferredProject[],
  repository: Repository,
  platforms: Platforms,
): Targets {
  const { crate, python } = project;
  const needed = allNeeds(project, projects).flatMap(
    (root) => projects.find((one) => one.root === root) ?? [],
  );
  const shared = sharedFiles(project, needed);
  return {
    validate: validateTarget(project, shared),
    ...(python || !boundByPython(project, repository) ? { test: testTarget(project, shared) } : {}),
    ...(crate?.publishable ? crateTargets(project, needed, shared) : {}),
    ...(python?.publishable ? pythonTargets(project, needed, shared, platforms) : {}),
    ...(crate?.publishable || python?.publishable ? releaseTargets(platforms) : {}),
  };
}

/** For `nx release publish`; without dependencies, since Nx runs those in a dry run too. */
function releaseTargets({ all }: Platforms): Targets {
  const description = 'What nx release publish runs: publishes the packages of this project.';
  const options = { targets: all };
  const target = effect('release-publish', { description, dependsOn: [], options });
  return { 'nx-release-publish': target };
}

/** A crate that is a Python extension is tested through Python: cargo cannot link it alone. */
function boundByPython(project: InferredProject, repository: Repository): boolean {
  const bound = repository.pythons.some(
    ({ crateManifest }) => crateManifest === project.crate?.manifest,
  );
  return bound && (project.crate?.cdylibOnly ?? false);
}

function sharedFiles(
  project: InferredProject,
  needed: readonly InferredProject[],
): ReturnType<typeof workspaceFiles> {
  const workspaces = [project, ...needed].flatMap(({ crate }) => (crate ? [crate.workspace] : []));
  return workspaceFiles([...new Set(workspaces)].sort());
}

function validateTarget(
  project: InferredProject,
  shared: ReturnType<typeof workspaceFiles>,
): TargetConfiguration {
  return pure('validate', project.name, 'validate', {
    description: 'Checks that versions, lock file and requirements agree.',
    inputs: ['{projectRoot}/Cargo.toml', '{projectRoot}/pyproject.toml', ...neededFiles, ...shared],
    options: { manifest: manifestOf(project) },
  });
}

function testTarget(
  project: InferredProject,
  shared: ReturnType<typeof workspaceFiles>,
): TargetConfiguration {
  return pure('test', project.name, 'test', {
    description: project.python ? 'pytest against the built extension.' : 'cargo test.',
    dependsOn: validated,
    inputs: [
      ...ownFiles,
      ...neededFiles,
      ...shared,
      rustVersion,
      ...(project.python ? [pythonVersion] : []),
    ],
    options: { manifest: project.python?.manifest ?? project.crate?.manifest },
  });
}

function crateTargets(
  project: InferredProject,
  needed: readonly InferredProject[],
  shared: ReturnType<typeof workspaceFiles>,
): Targets {
  const name = project.crate?.name ?? project.name;
  // In a folder with both kinds of package `build` is the sdist's.
  const build = project.python ? 'build-crate' : 'build';
  return {
    [build]: pure('build', project.name, build, {
      description: 'cargo package, verified.',
      dependsOn: ['test'],
      inputs: [...ownFiles, ...neededFiles, ...shared, rustVersion, ...commit],
      outputs: [crateFolder(name)],
      options: { manifest: project.crate?.manifest },
    }),
    'publish-crate': effect('publish-crate', {
      description: 'cargo publish, in dependency order.',
      dependsOn: [
        forwarded('release', 'destination'),
        forwarded('release', 'gate'),
        ...cratesBefore(needed),
      ],
      options: { manifest: project.crate?.manifest },
    }),
  };
}

/** Crates that must be live before this package. */
function cratesBefore(needed: readonly InferredProject[]): DependsOn {
  return needed
    .filter(({ crate }) => crate?.publishable)
    .map(({ name }) => forwarded(name, 'publish-crate'));
}

function pythonTargets(
  project: InferredProject,
  needed: readonly InferredProject[],
  shared: ReturnType<typeof workspaceFiles>,
  platforms: Platforms,
): Targets {
  const name = project.python?.name ?? project.name;
  const manifest = project.python?.manifest;
  const { manylinux } = platforms;
  const inputs = [...ownFiles, ...neededFiles, ...shared, rustVersion, pythonVersion];
  const wheels = platforms.all.map((target): [string, TargetConfiguration] => [
    wheelTarget(target),
    pure('wheel', project.name, wheelTarget(target), {
      description: `The wheel for ${target}: built, checked, imported.`,
      // Beside the tests, not after them: on a matrix they run on other machines anyway.
      dependsOn: validated,
      inputs,
      outputs: [wheelFolder(name, target)],
      options: { manifest, target, ...(manylinux === undefined ? {} : { manylinux }) },
    }),
  ]);
  const assembled = pure('build-wheels', project.name, 'build-wheels', {
    description: 'The wheels of all platforms, assembled.',
    dependsOn: [
      ...cratesBefore(needed),
      ...platforms.here.map((target) => ({ target: wheelTarget(target) })),
    ],
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
      dependsOn: ['test'],
      inputs,
      outputs: [sdistFolder(name)],
      options: { manifest },
    }),
    ...Object.fromEntries(wheels),
    // Its configurations do nothing but hand the destination on to the crates before it.
    'build-wheels': {
      ...assembled,
      configurations: { rehearsal: {}, testpypi: {}, production: {} },
    },
    'publish-pypi': effect('publish-pypi', {
      description: 'Uploads wheels and sdist.',
      dependsOn: [
        forwarded('release', 'destination'),
        forwarded('release', 'gate'),
        ...cratesBefore(needed),
        { target: 'build-wheels' },
      ],
      options: { manifest, targets: platforms.all },
    }),
  };
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
