import * as finding from '../../packages/release/src/finding/index.ts';
import type { Finding } from '../../packages/release/src/finding/index.ts';
import { sample } from './sample.ts';

const { nowhere } = finding;

/** Of what is said about workflows and about setting up. */
export const doctorSamples: readonly Finding[] = [
  sample(
    finding.brokenWorkflow,
    { file: '.github/workflows/release.yml', line: 12 },
    { file: '.github/workflows/release.yml', detail: "Unexpected value 'need'" },
  ),
  sample(
    finding.publishTwice,
    { file: '.github/workflows/release.yml', line: 3 },
    {
      tag: 'v0.3.1',
      publishers: [
        { file: '.github/workflows/publish.yml', registries: 'crates.io, PyPI' },
        { file: '.github/workflows/release.yml', registries: 'PyPI' },
      ],
      waiting: 3,
    },
  ),
  sample(
    finding.untrackedFileRead,
    { file: '.github/workflows/release.yml', line: 31 },
    {
      command: 'grep "^version" pyproject.toml',
      path: 'pyproject.toml',
      near: ['python/pyproject.toml'],
    },
  ),
  sample(
    finding.noSdist,
    { file: '.github/workflows/release.yml', line: 60 },
    { registry: 'PyPI' },
  ),
  sample(
    finding.outsideManylinux,
    { file: '.github/workflows/release.yml', line: 44 },
    { job: 'wheels', target: 'x86_64-unknown-linux-gnu', runner: 'ubuntu-latest' },
  ),
  sample(
    finding.needsOmitsWheels,
    { file: '.github/workflows/release.yml', line: 58 },
    { job: 'publish', missing: ['musllinux'] },
  ),
  sample(
    finding.longLivedToken,
    { file: '.github/workflows/release.yml', line: 66 },
    { registry: 'PyPI', how: 'twine upload', secret: 'PYPI_API_TOKEN' },
  ),
  sample(
    finding.anyTagPublishes,
    { file: '.github/workflows/release.yml', line: 4 },
    { trigger: "`on: push: tags: ['*']`", registries: 'PyPI' },
  ),
  sample(finding.nothingPublishes, nowhere, {}),
  sample(finding.setupRefused, nowhere, {
    title: 'make the environment release',
    to: 'GitHub',
    status: 403,
    detail: 'Resource not accessible by personal access token',
    needs: 'Administration: write',
  }),
  sample(finding.setupTokenMissing, nowhere, {
    to: 'GitHub',
    needs: 'Administration: write',
    title: 'make the environment release',
  }),
  sample(finding.setupIncomplete, nowhere, { steps: ['let the tag v* deploy to release'] }),
  sample(finding.setupUnplaced, nowhere, {}),
];
