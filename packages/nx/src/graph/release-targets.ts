import type { ProjectConfiguration } from '@nx/devkit';
import type { Platforms, PluginOptions } from './options.ts';
import { wheelTarget } from './package-targets.ts';
import type { InferredProject } from './projects.ts';
import {
  effect,
  forwarded,
  local,
  pure,
  pythonVersion,
  rustVersion,
  type DependsOn,
} from './target.ts';

type Targets = NonNullable<ProjectConfiguration['targets']>;

/** The targets of the release as a whole. */
export function releaseTargets(
  projects: readonly InferredProject[],
  platforms: Platforms,
  { places = [] }: PluginOptions,
): Targets {
  const crates = projects.filter(({ crate }) => crate?.publishable);
  const pythons = projects.filter(({ python }) => python?.publishable);
  const opened = [forwarded('release', 'destination'), forwarded('release', 'gate')];
  const published = [
    ...crates.map(({ name }) => forwarded(name, 'publish-crate')),
    ...pythons.map(({ name }) => forwarded(name, 'publish-pypi')),
  ];
  const options = { targets: platforms.all };
  return {
    destination: {
      ...effect('destination', {
        description:
          'Starts the loopback registries, or checks that this is the place to publish from.',
        dependsOn: [],
      }),
      continuous: true,
    },
    validate: pure('validate', 'release', 'validate', {
      description: 'Checks that all packages, and the tag, agree.',
      dependsOn: projects.map(({ name }) => ({ projects: [name], target: 'validate' })),
      inputs: [
        '{workspaceRoot}/**/Cargo.toml',
        '{workspaceRoot}/**/Cargo.lock',
        '{workspaceRoot}/**/pyproject.toml',
        ...places.map(({ file }) => `{workspaceRoot}/${file}`),
        { runtime: 'git tag --points-at HEAD' },
        rustVersion,
        pythonVersion,
      ],
    }),
    gate: effect('gate', {
      description: 'The last look before anything irreversible.',
      dependsOn: [forwarded('release', 'destination'), ...reversible(projects, platforms)],
      options,
    }),
    'gh-release': effect('gh-release', {
      description: 'The GitHub release: draft, assets, published.',
      dependsOn: [...opened, ...published],
      options,
    }),
    publish: effect('publish', {
      description: 'The whole release. Without a configuration it is a rehearsal.',
      dependsOn: [...opened, ...published, forwarded('release', 'gh-release')],
      options,
    }),
    plan: effect('plan', {
      description: 'Shows what would be published, from the manifests alone.',
      dependsOn: [],
      options,
    }),
    version: local(
      'version',
      'Gives packages their next versions; shows the change first.',
      options,
    ),
    changelog: local('changelog', 'Extends the changelogs from the commits.', options),
    matrix: {
      executor: '@slipway/nx:matrix',
      cache: false,
      inputs: [],
      options,
      metadata: { technologies: ['slipway'], description: 'Prints the matrix for GitHub Actions.' },
    },
  };
}

/** Everything that must have passed before the first byte goes anywhere. */
function reversible(projects: readonly InferredProject[], platforms: Platforms): DependsOn {
  return [
    { projects: ['release'], target: 'validate' },
    ...projects.flatMap(({ name, crate, python }) => [
      ...(crate?.publishable || python?.publishable ? [{ projects: [name], target: 'build' }] : []),
      ...(crate?.publishable && python?.publishable
        ? [{ projects: [name], target: 'build-crate' }]
        : []),
      ...(python?.publishable
        ? platforms.here.map((target) => ({ projects: [name], target: wheelTarget(target) }))
        : []),
    ]),
  ];
}
