import * as finding from '../../packages/release/src/finding/index.ts';
import type { Finding } from '../../packages/release/src/finding/index.ts';
import { sample } from './sample.ts';

const { nowhere } = finding;
const tide = { registry: 'PyPI', package: 'tide', version: '0.3.1' };
const [wheel, other] = [
  'cp39-abi3 for aarch64-apple-darwin',
  'cp39-abi3 for x86_64-pc-windows-msvc',
];

/** Of what is said of a release that is out. */
export const afterSamples: readonly Finding[] = [
  sample(finding.notPublished, nowhere, {
    ...tide,
    missing: [wheel, other],
    of: 5,
    until: '2026-12-09 08:15 UTC',
  }),
  sample(finding.registryLags, nowhere, { ...tide, tag: 'v0.3.1', newest: '0.3.0' }),
  sample(finding.releaseClosed, nowhere, {
    ...tide,
    missing: [wheel],
    since: '2026-11-02 08:15 UTC',
  }),
  sample(finding.strangeBytes, nowhere, {
    registry: 'PyPI',
    file: 'tide-0.3.1.tar.gz',
    found: '9f2b'.repeat(16),
    wanted: '03ac'.repeat(16),
    source: 'SHA256SUMS of v0.3.1',
  }),
  sample(finding.untaggedVersion, nowhere, {
    registry: 'PyPI',
    package: 'tide',
    versions: ['0.3.2'],
  }),
  sample(finding.noGithubRelease, nowhere, { repository: 'octo/tide', tag: 'v0.3.1' }),
  sample(finding.draftRelease, nowhere, { tag: 'v0.3.1' }),
  sample(finding.releaseWithoutAssets, nowhere, { tag: 'v0.3.1' }),
  sample(finding.withdrawnFiles, nowhere, { ...tide, count: 2, of: 5 }),
  sample(finding.needUnmet, nowhere, {
    name: 'tide',
    version: '0.3.1',
    need: 'tide-core',
    requirement: '^0.3.1',
  }),
  sample(finding.unnamedFile, nowhere, {
    ...tide,
    files: ['tide-0.3.1-cp313-cp313-manylinux_2_17_x86_64.whl'],
  }),
  sample(finding.githubUnseen, nowhere, {
    repository: 'octo/tide',
    detail: 'GitHub Releases refused v0.3.1: 404 Not Found',
  }),
  sample(finding.attestationWrong, nowhere, {
    registry: 'PyPI',
    file: 'tide-0.3.1.tar.gz',
    detail: 'a workflow of eve/tide signed it, and not one of octo/tide',
  }),
  sample(finding.attestationMissing, nowhere, { registry: 'PyPI', files: ['tide-0.3.1.tar.gz'] }),
  sample(finding.issueRefused, nowhere, {
    registry: 'GitHub Releases',
    file: 'an issue',
    detail: '403 Resource not accessible by integration',
  }),
  sample(finding.issueImpossible, nowhere, { lacks: 'GITHUB_TOKEN or GH_TOKEN' }),
  sample(finding.nothingToVerify, nowhere, { state: '.slipway/rehearsal/state' }),
];
