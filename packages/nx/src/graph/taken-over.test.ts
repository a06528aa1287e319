import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { readRepository } from '@slipway/release/manifest';
import { beforeEach, describe, expect, it } from 'vitest';
import { askedEffects } from './asked.ts';
import { inferNodes, projectsOf } from './nodes.ts';
import { findTakenOver } from './taken-over.ts';

const manifest = (name: string, needs = '', publish = '["crates-io"]'): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\npublish = ${publish}\n[dependencies]\n${needs}`;
const repository = readRepository(
  new Map([
    ['core/Cargo.toml', manifest('tide-core')],
    ['tide/Cargo.toml', manifest('tide', 'tide-core = { path = "../core", version = "0.1" }\n')],
    ['demo/Cargo.toml', manifest('demo', '', 'false')],
  ]),
);
const infer = (): Map<string, ProjectConfiguration> =>
  projectsOf(inferNodes(repository, {}, ['core/Cargo.toml'], undefined, true));
const inferred = infer();

let merged: Map<string, ProjectConfiguration>;
beforeEach(() => {
  merged = structuredClone(infer());
});

function change(root: string, target: string, change: Partial<TargetConfiguration>): void {
  const { targets = {} } = merged.get(root)!;
  targets[target] = { ...targets[target], ...change };
}

const root = '.slipway';
const whole = [{ root, target: 'publish' }];
const found = (tasks = whole): string[] =>
  findTakenOver(tasks, inferred, merged).map(
    (one) => `${one.project}:${one.target} ${one.property}`,
  );

describe('what has been taken over', () => {
  it('is nothing where nothing was', () => {
    expect(found()).toEqual([]);
  });

  it.each<[string, string, string, Partial<TargetConfiguration>]>([
    ['tide', 'publish-crate', 'executor', { executor: 'nx:run-commands' }],
    ['core', 'test', 'executor', { executor: 'nx:run-script' }],
    ['core', 'validate', 'executor', { executor: 'nx:noop' }],
    [root, 'gate', 'executor', { executor: 'nx:noop' }],
    [root, 'destination', 'continuous', { continuous: false }],
    ['tide', 'publish-crate', 'dependsOn', { dependsOn: [] }],
    ['tide', 'build', 'dependsOn', { dependsOn: ['^build'] }],
    ['tide', 'test', 'inputs', { inputs: ['default'] }],
    ['tide', 'publish-crate', 'cache', { cache: true }],
    [root, 'publish', 'defaultConfiguration', { defaultConfiguration: 'production' }],
    ['core', 'publish-crate', 'options.destination', { options: { destination: 'production' } }],
    [
      root,
      'gate',
      'configurations.testpypi.destination',
      { configurations: { testpypi: { destination: 'production' } } },
    ],
  ])('%s:%s, %s', (project, target, property, with_) => {
    change(project, target, with_);
    const name = project === root ? 'release' : merged.get(project)!.name!;
    expect(found()).toContain(`${name}:${target} ${property}`);
  });

  it('is a target that is gone', () => {
    delete merged.get('tide')!.targets!['publish-crate'];
    expect(found()).toEqual(['tide:publish-crate executor']);
  });

  it('is an input that means something else', () => {
    merged.get('tide')!.namedInputs!['sources'] = [];
    expect(found().sort()).toEqual([
      'tide:build namedInputs.sources',
      'tide:test namedInputs.sources',
    ]);
  });

  it('is not what was added, or is no matter of the release', () => {
    const { targets = {} } = inferred.get('tide')!;
    const { dependsOn = [], options = {}, configurations = {} } = targets['publish-crate']!;
    change('tide', 'publish-crate', {
      dependsOn: ['lint', ...dependsOn],
      options: { ...(options as object), maxWait: 60 },
      configurations: { ...configurations, nightly: { destination: 'testpypi' } },
    });
    change('tide', 'build', { outputs: [] });
    change('demo', 'test', { executor: 'nx:run-commands' });
    change(root, 'plan', { executor: 'nx:noop' });
    change('tide', 'nx-release-publish', { executor: 'nx:noop' });
    expect(found()).toEqual([]);
  });

  it('is nothing where Nx does not know the project', () => {
    merged.delete('tide');
    expect(found()).toEqual([]);
  });

  it('is of what `nx release publish` runs as well, which may go where nx.json says', () => {
    const tasks = [{ root: 'tide', target: 'nx-release-publish' }];
    change('tide', 'nx-release-publish', { options: { destination: 'production', targets: [] } });
    expect(found(tasks)).toEqual(['tide:nx-release-publish options.targets']);
    change('tide', 'nx-release-publish', { executor: '@monodon/rust:release-publish' });
    expect(found(tasks)).toEqual(['tide:nx-release-publish executor']);
  });
});

describe('a command that leads to an effect', () => {
  const asked = (...argv: string[]): string[] =>
    askedEffects(['node', '/x/node_modules/.bin/nx', ...argv], merged).map(
      ({ root: at, target }) => `${at}:${target}`,
    );

  it.each([
    ['run', 'release:publish:production'],
    ['run', 'release:publish', '--dry-run'],
    ['publish', 'release'],
    ['run-many', '--targets=lint,publish'],
    ['affected', '-t', 'publish', '--base', 'main'],
    ['release:publish'],
  ])('nx %s %s', (...argv) => {
    expect(asked(...argv)).toContain('.slipway:publish');
  });

  it.each([
    ['test', 'tide'],
    ['run-many', '-t', 'test'],
    ['run', 'release:plan'],
    ['run', 'release:status:production'],
    ['run', 'tide:build'],
    ['publish', 'demo'],
    ['graph'],
  ])('is not nx %s %s', (...argv) => {
    merged.get('demo')!.targets!['publish'] = { executor: 'nx:noop' };
    expect(asked(...argv).filter((task) => task !== 'demo:publish')).toEqual([]);
  });

  it('is nx release, and a target of others that depends on one', () => {
    expect(asked('release', '--yes')).toContain('tide:nx-release-publish');
    expect(asked('release', 'publish')).toContain('core:publish-crate');
    merged.get('demo')!.targets!['ship'] = { executor: 'nx:noop', dependsOn: ['announce'] };
    merged.get('demo')!.targets!['announce'] = { executor: 'nx:noop', dependsOn: ['^publish-*'] };
    expect(asked('ship', 'demo')).toContain('tide:publish-crate');
    expect(asked('ship', 'tide')).toEqual([]);
  });

  it('is any other program', () => {
    const tasks = askedEffects(['node', '/x/release.mjs'], merged);
    expect(tasks).toContainEqual({ name: 'tide', root: 'tide', target: 'nx-release-publish' });
  });
});
