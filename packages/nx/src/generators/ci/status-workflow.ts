import type { CiModel } from './model.ts';
import { own, region, type Part } from './regions.ts';
import { heading, runner, setUp, step } from './steps.ts';

/**
 * The workflow that watches: each day it compares the newest release with what its registries have, and keeps one
 * issue while they differ. The job that may write issues installs what the workspace needs, without its scripts, and
 * builds nothing. Pure.
 */
export function statusWorkflow(model: CiModel): Part[] {
  const { nx } = model.packageManager;
  return [
    own(...heading),
    region(
      'watch',
      [
        'name: Release status',
        'on:',
        '  schedule:',
        '    - cron: 23 5 * * *',
        '  workflow_dispatch:',
        'permissions: { contents: read }',
        'concurrency: { group: release-status, cancel-in-progress: false }',
        'jobs:',
      ],
      { begin: '' },
    ),
    region('status', [
      '  status:',
      '    name: Status',
      `    runs-on: ${runner}`,
      '    permissions:',
      '      contents: read # the repository and its release',
      '      issues: write # one issue, while the release is not as it ought to be',
      '    steps:',
      ...setUp(model),
      ...step(
        `run: ${nx} run release:status --issue`,
        'env:',
        '  GITHUB_TOKEN: ${{ github.token }}',
      ),
    ]),
  ];
}
