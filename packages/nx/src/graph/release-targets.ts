import type { ProjectConfiguration } from '@nx/devkit';
import type { PluginOptions, Platforms } from '@slipway/workspace/settings';
import { wheelTarget } from './package-targets.ts';
import type { InferredProject } from './projects.ts';
import {
  allForwarded,
  destinations,
  forwarded,
  local,
  onAll,
  pythonVersion,
  rustVersion,
  wholeEffect,
  wholePure,
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
    ...allForwarded(namesOf(crates), 'publish-crate'),
    ...allForwarded(namesOf(pythons), 'publish-pypi'),
  ];
  const options = { targets: platforms.all };
  return {
    destination: {
      ...wholeEffect('destination', {
        description:
          'Starts the loopback registries, or checks that this is the place to publish from.',
        dependsOn: [],
      }),
      continuous: true,
    },
    validate: wholePure('validate', {
      description: 'Checks that all packages, and the tag, agree.',
      dependsOn: onAll(namesOf(projects), 'validate'),
      inputs: [
        '{workspaceRoot}/**/Cargo.toml',
        '{workspaceRoot}/**/Cargo.lock',
        '{workspaceRoot}/**/pyproject.toml',
        '{workspaceRoot}/nx.json',
        ...places.map(({ file }) => `{workspaceRoot}/${file}`),
        { runtime: 'git show-ref --tags --head' },
        rustVersion,
        pythonVersion,
      ],
    }),
    gate: wholeEffect('gate', {
      description: 'The last look before anything irreversible.',
      dependsOn: [forwarded('release', 'destination'), ...reversible(projects, platforms)],
      options,
    }),
    'gh-release': wholeEffect('gh-release', {
      description: 'The GitHub release: draft, assets, published.',
      dependsOn: [...opened, ...published],
      options,
    }),
    publish: wholeEffect('publish', {
      description: 'The whole release. Without a configuration it is a rehearsal.',
      dependsOn: [...opened, ...published, forwarded('release', 'gh-release')],
      options,
    }),
    ...lookingTargets(options),
  };
}

/** Where a release can be looked for once it is out. */
const looking = { testpypi: destinations.testpypi, production: destinations.production };

/** What looks, or changes the working tree or a setting, and is no stage of a release. */
function lookingTargets(options: { targets: readonly string[] }): Targets {
  return {
    plan: wholeEffect('plan', {
      description: 'Shows what would be published, from the manifests alone.',
      dependsOn: [],
      options,
      configurations: destinations,
    }),
    version: local(
      'version',
      'Gives packages their next versions; shows the change first.',
      options,
    ),
    doctor: local(
      'doctor',
      'Predicts what the release will meet at GitHub, crates.io and PyPI.',
      options,
    ),
    setup: local(
      'setup',
      'Shows what GitHub and crates.io lack for trusted publishing, and sets it up when told.',
      options,
    ),
    retreat: local(
      'retreat',
      'Withdraws a release: shows what it would yank and mark, and does it when told.',
      options,
    ),
    status: {
      ...local(
        'status',
        'Tells how a release stands: what ought to be at each registry, and what is.',
        options,
      ),
      configurations: looking,
    },
    verify: wholeEffect('verify', {
      description: 'Installs a release from where it went, and verifies bytes and attestations.',
      dependsOn: [],
      options,
      configurations: destinations,
    }),
    changelog: local('changelog', 'Extends the changelogs from the commits.', options),
    matrix: local('matrix', 'Prints the matrix for GitHub Actions.', options),
  };
}

const namesOf = (projects: readonly InferredProject[]): string[] =>
  projects.map(({ name }) => name);

/** Everything that must have passed before the first byte goes anywhere. */
function reversible(projects: readonly InferredProject[], platforms: Platforms): DependsOn {
  const pythons = projects.filter(({ python }) => python?.publishable);
  const crates = projects.filter(({ crate }) => crate?.publishable);
  const both = crates.filter((one) => pythons.includes(one));
  return [
    { projects: ['release'], target: 'validate' },
    ...onAll(namesOf([...new Set([...crates, ...pythons])]), 'build'),
    ...onAll(namesOf(both), 'build-crate'),
    ...platforms.here.flatMap((target) => onAll(namesOf(pythons), wheelTarget(target))),
  ];
}
