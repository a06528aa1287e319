import { sample } from './sample.ts';
import * as finding from '../../packages/release/src/finding/index.ts';
import type { Finding } from '../../packages/release/src/finding/index.ts';

const { nowhere } = finding;

/** Of the generated workflows, and of what a job meets. */
export const ciSamples: readonly Finding[] = [
  sample(finding.waitTooLong, nowhere, {
    registry: 'crates.io',
    file: 'tide-0.3.1.crate',
    until: '2026-01-01T12:40:00.000Z',
  }),
  sample(finding.firstVersionByHand, nowhere, { name: 'tide-core' }),
  sample(finding.targetTakenOver, nowhere, {
    tasks: ['tide:publish-crate', 'tide-core:publish-crate'],
    executors: ['@slipway/nx:publish-crate'],
    found: '@monodon/rust:release-publish',
    kind: 'plugin',
    by: '@monodon/rust',
  }),
  sample(
    finding.targetChanged,
    { file: 'nx.json', line: 12 },
    {
      tasks: ['tide:build', 'tide-core:build'],
      executors: ['@slipway/nx:build'],
      property: 'dependsOn',
      found: '["^build"]',
      kind: 'defaults',
      by: 'nx.json',
    },
  ),
  sample(finding.projectNotMade, nowhere, { registry: 'PyPI', name: 'tide' }),
  sample(finding.noRelease, nowhere, {
    file: 'v0.3.1',
    detail: '403 Resource not accessible by integration',
  }),
  sample(finding.tagMoved, nowhere, {
    tag: 'v0.3.1',
    commit: 'a1b2c3d4'.repeat(5),
    there: '0f9e8d7c'.repeat(5),
  }),
  sample(finding.diskFull, nowhere, { free: 120, needed: 640 }),
  sample(
    finding.generatedDiffers,
    { file: '.github/workflows/publish.yml', line: 41 },
    {
      file: '.github/workflows/publish.yml',
      part: 'plan',
      found: '- run: npm install',
      wanted: '- run: npm ci --ignore-scripts',
    },
  ),
  sample(
    finding.notGenerated,
    { file: '.github/workflows/ci.yml', line: 1 },
    { file: '.github/workflows/ci.yml' },
  ),
  sample(
    finding.marksDamaged,
    { file: '.github/workflows/publish.yml', line: 63 },
    { detail: 'test-run begins inside test' },
  ),
  sample(
    finding.generatedMissing,
    { file: '.github/workflows/publish.yml', line: null },
    { file: '.github/workflows/publish.yml' },
  ),
  sample(finding.noLockFile, nowhere, { name: 'npm', file: 'package-lock.json' }),
  sample(finding.unpinnedPackageManager, nowhere, { name: 'pnpm', known: null }),
];
