import { checkNames } from '@slipway/workspace/setup';
import type { CiModel } from './model.ts';
import { own, region, type Part } from './regions.ts';
import {
  building,
  heading,
  matrixStep,
  runner,
  setUp,
  setUpToBuild,
  step,
  wheelJob,
  wheelRun,
} from './steps.ts';

/**
 * The workflow of pull requests. The jobs of the required checks wait for no other and have no condition: GitHub
 * takes a skipped one for passed, and waits for ever for one that never starts. With nothing affected they
 * have nothing to do, and are green. Pure.
 */
export function ciWorkflow(model: CiModel): Part[] {
  const { nx } = model.packageManager;
  const gap = own('');
  const except = model.hasPython ? ' --exclude=tag:slipway:python' : '';
  const test = step(`run: ${nx} affected -t test${except}`);
  return [
    own(...heading),
    region('ci', head(model), { begin: '' }),
    ...building('test', job('test', model), test),
    gap,
    region('quality', [
      ...job('quality', model),
      ...step(`run: ${nx} affected -t validate lint`),
      ...step(`run: ${nx} run release:doctor --offline`),
      ...step(`run: ${nx} g @slipway/nx:ci --check`),
    ]),
    ...(model.hasRootManifest
      ? [own('      # Your steps go here.', ...step('run: cargo fmt --all --check'))]
      : []),
    ...(model.hasPython ? [gap, ...pythonTest(model)] : []),
    ...(model.hasWheels ? [gap, ...affectedWheels(model, gap)] : []),
  ];
}

/** Every git repository knows it: https://git-scm.com/docs/git-hash-object */
export const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

function head({ branches }: CiModel): string[] {
  return [
    'name: CI',
    'on:',
    '  pull_request:',
    '  merge_group:',
    '  push:',
    `    branches: [${branches}]`,
    'permissions: { contents: read }',
    'concurrency:',
    '  group: ci-${{ github.event.pull_request.number || github.sha }}',
    '  cancel-in-progress: true',
    'env:',
    '  # What is affected is what differs from here: on a new or forced branch, from the empty tree.',
    '  NX_BASE: >-',
    '    ${{ github.event.pull_request.base.sha',
    '    || github.event.merge_group.base_sha',
    `    || (github.event.created || github.event.forced) && '${emptyTree}'`,
    '    || github.event.before }}',
    '  NX_HEAD: ${{ github.sha }}',
    'jobs:',
  ];
}

function job(id: keyof typeof checkNames, model: CiModel): string[] {
  return [
    `  ${id}:`,
    `    name: ${checkNames[id]}`,
    `    runs-on: ${runner}`,
    '    steps:',
    ...setUpToBuild(model),
  ];
}

function pythonTest(model: CiModel): Part[] {
  const { nx } = model.packageManager;
  const test = step(`run: ${nx} affected -t test --exclude='!tag:slipway:python'`);
  return building('python-test', job('python-test', model), test);
}

function affectedWheels(model: CiModel, gap: Part): Part[] {
  const { nx } = model.packageManager;
  const affected = [
    '    # GitHub fails a job whose matrix is empty: with nothing affected it is skipped.',
    `    if: needs.plan.outputs.wheels != '{"include":[]}'`,
  ];
  return [
    region('plan', [
      '  plan:',
      '    name: Affected wheels',
      `    runs-on: ${runner}`,
      '    outputs:',
      '      wheels: ${{ steps.wheels.outputs.matrix }}',
      '    steps:',
      ...setUp(model),
      ...matrixStep(`${nx} run release:matrix --job wheels`),
    ]),
    gap,
    ...building('wheels', wheelJob(model, ...affected), wheelRun(nx)),
  ];
}
