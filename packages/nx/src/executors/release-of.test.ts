import type { ExecutorContext } from '@nx/devkit';
import { describe, expect, it } from 'vitest';
import { releaseOf } from './release-of.ts';

type Context = Pick<ExecutorContext, 'taskGraph'>;

/** A run of Nx with these tasks. */
function run(tasks: readonly { id: string; overrides?: object | undefined }[]): Context {
  const all = tasks.map(({ id, overrides = {} }) => {
    const [project = '', target = '', configuration] = id.split(':');
    return [id, { id, target: { project, target, configuration }, overrides }] as const;
  });
  return { taskGraph: { tasks: Object.fromEntries(all) } } as unknown as Context;
}

const releasing = (configuration: string, overrides?: object): Context =>
  run([{ id: `release:destination:${configuration}`, overrides }, { id: 'tide:test' }]);

describe('where a run releases to', () => {
  it.each([
    ['production', undefined, 'production'],
    ['emergency', undefined, 'production'],
    ['testpypi', undefined, 'testpypi'],
    ['rehearsal', { destination: 'production' }, 'production'],
  ])('%s %o', (configuration, overrides, destination) => {
    expect(releaseOf(releasing(configuration, overrides))).toMatchObject({ destination });
  });

  it('is nowhere where nothing is released', () => {
    expect(releaseOf(run([{ id: 'tide:test' }]))).toBeNull();
    expect(releaseOf({})).toBeNull();
  });
});

it.each([
  ['buildBesideIdentity', true, true],
  ['build-beside-identity', true, true],
  ['build-beside-identity', 'true', true],
  ['buildBesideIdentity', false, false],
])('takes the risk where it says so: %s %o', (name, value, isAllowed) => {
  expect(releaseOf(releasing('production', { [name]: value }))).toMatchObject({ isAllowed });
});
