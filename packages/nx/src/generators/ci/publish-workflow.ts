import { uses } from './actions.ts';
import type { CiModel } from './model.ts';
import { own, region, type Part } from './regions.ts';
import {
  building,
  heading,
  keep,
  matrixStep,
  runner,
  rust,
  setUp,
  setUpToBuild,
  step,
  wheelJob,
  wheelRun,
} from './steps.ts';

/**
 * The workflow that releases: plan, tests and wheels, then one job that publishes what these have built, then one that
 * installs what is live. Whatever runs code of others has `contents: read` and nothing else. Pure.
 */
export function publishWorkflow(model: CiModel): Part[] {
  const gap = own('');
  return [
    own(...heading),
    region('release', head(model), { begin: '' }),
    region('plan', plan(model)),
    gap,
    ...test(model),
    gap,
    ...(model.hasWheels ? [...wheels(model), gap] : []),
    region('publish', [...publish(model), ...verify(model)]),
  ];
}

function head({ tags, hasWheels }: CiModel): string[] {
  const places = ['rehearsal', ...(hasWheels ? ['testpypi'] : []), 'production'];
  return [
    'name: Publish',
    'on:',
    '  push:',
    '    tags:',
    ...tags.map((tag) => `      - ${scalar(tag)}`),
    '  workflow_dispatch:',
    '    inputs:',
    '      dry-run: { type: boolean, default: true, description: Publish nothing }',
    '      destination:',
    '        type: choice',
    '        default: rehearsal',
    `        options: [${places.join(', ')}]`,
    'permissions: { contents: read }',
    'env: { DESTINATION: "${{ inputs.destination || \'production\' }}" }',
    'concurrency: { group: release, cancel-in-progress: false } # one at a time, none cut off',
    'jobs:',
  ];
}

/** A plain scalar, or one in quotes where YAML would read another thing. */
function scalar(text: string): string {
  return /^[\w./]/.test(text) ? text : `"${text}"`;
}

function plan(model: CiModel): string[] {
  const { nx } = model.packageManager;
  return [
    '  plan:',
    '    name: Plan',
    `    runs-on: ${runner}`,
    ...(model.hasWheels
      ? ['    outputs:', '      wheels: ${{ steps.wheels.outputs.matrix }}']
      : []),
    '    steps:',
    ...setUp(model),
    ...step(`run: ${nx} run release:plan`),
    ...(model.hasWheels ? matrixStep(`${nx} run release:matrix --job wheels --all`) : []),
  ];
}

function test(model: CiModel): Part[] {
  const { nx } = model.packageManager;
  const job = [
    '  test:',
    '    name: Test and package',
    '    needs: plan',
    `    runs-on: ${runner}`,
    '    steps:',
    ...setUpToBuild(model),
  ];
  const run = step(`run: ${nx} run-many -t validate test build build-crate -p tag:slipway`);
  return building('test', job, run, keep('packages'));
}

function wheels(model: CiModel): Part[] {
  const { nx } = model.packageManager;
  return building('wheels', wheelJob(model), wheelRun(nx), keep('${{ matrix.artifact }}'));
}

/** The files that the jobs before have built. */
const download = step(uses('downloadArtifact'), 'with: { path: artifacts }');

const token = '  GITHUB_TOKEN: ${{ github.token }}';

/** The job with the identity: it runs Nx, Slipway, git and cargo, and nothing of what it publishes. */
function publish(model: CiModel): string[] {
  const { nx } = model.packageManager;
  return [
    '  publish:',
    '    name: Publish',
    `    needs: ${model.hasWheels ? '[test, wheels]' : 'test'}`,
    `    runs-on: ${runner}`,
    '    environment: release',
    '    permissions:',
    '      contents: write # the GitHub release',
    '      id-token: write # asks crates.io and PyPI for tokens of minutes',
    ...(model.attests ? ['      attestations: write # says where the files were built'] : []),
    '    env: { SLIPWAY_ARTIFACTS: artifacts }',
    '    steps:',
    ...setUp(model),
    ...step(rust),
    ...download,
    ...step(
      `run: ${nx} run "release:publish:$DESTINATION" --dry-run="$DRY_RUN" --skip-nx-cache`,
      'env:',
      // A rehearsal that is none installs what it published: that is for a job without an identity.
      "  DRY_RUN: ${{ inputs.dry-run || inputs.destination == 'rehearsal' }}",
      token,
    ),
    ...(model.attests ? attest : []),
  ];
}

/** When there is a GitHub release, whose files are attested. */
const isReleased =
  "github.event_name == 'push' || inputs.destination == 'production' && !inputs.dry-run";

/** Of every file, where it was built and what is in it: crates.io has no attestations of its own. */
const attest = [
  ...step(
    `if: ${isReleased}`,
    uses('attest'),
    'with: { subject-checksums: dist/release/SHA256SUMS }',
  ),
  ...step(
    `if: ${isReleased}`,
    uses('attest'),
    'with:',
    '  subject-checksums: dist/release/SHA256SUMS',
    '  sbom-path: dist/release/sbom.cdx.json',
  ),
];

/** Looks first, with GitHub's token; then installs what is live, without any. Or rehearses, which installs as well. */
function verify(model: CiModel): string[] {
  const { nx } = model.packageManager;
  const isRehearsal = "if: inputs.destination == 'rehearsal'";
  const isLive = "if: inputs.destination != 'rehearsal'";
  return [
    '  verify:',
    '    name: Verify',
    '    needs: publish',
    "    if: github.event_name == 'push' || !inputs.dry-run",
    `    runs-on: ${runner}`,
    '    env: { SLIPWAY_ARTIFACTS: artifacts }',
    '    steps:',
    ...setUp(model),
    ...download,
    ...step(isLive, `run: ${nx} run "release:status:$DESTINATION" --wait`, 'env:', token),
    ...step(isLive, `run: ${nx} run "release:verify:$DESTINATION"`),
    ...step(isRehearsal, `run: ${nx} run release:publish --skip-nx-cache`),
  ];
}
