import { sample } from './sample.ts';
import * as finding from '../../packages/release/src/finding/index.ts';
import type { Finding } from '../../packages/release/src/finding/index.ts';

const { nowhere } = finding;

/** Of how credentials travel, and of what sends a release elsewhere. */
export const credentialSamples: readonly Finding[] = [
  sample(finding.tokenAskedTwice, nowhere, { file: 'tide-0.3.1.crate' }),
  sample(finding.revocationFailed, nowhere, {
    registry: 'PyPI',
    minutes: 15,
    detail: 'its answer was 404',
  }),
  sample(finding.noPrivateSocket, nowhere, {
    tried: ['/home/runner/…/tmp makes a path of 129 bytes', '/tmp refuses it (EROFS)'],
    longest: 107,
  }),
  sample(finding.foreignToolchain, nowhere, { toolchain: '/home/runner/work/tide/tide/rust' }),
  sample(finding.answerTooLarge, nowhere, {
    registry: 'PyPI',
    url: 'https://pypi.example/simple/tide/',
    bytes: 64 * 2 ** 20,
  }),
  sample(finding.sentElsewhere, nowhere, {
    registry: 'crates.io',
    url: 'https://crates.example/api/v1/trusted_publishing/tokens',
  }),
  sample(finding.proxyBroken, nowhere, {
    proxy: 'http://proxy.example:3128',
    url: 'https://pypi.example',
    detail: 'connect ECONNREFUSED 192.0.2.1:3128',
  }),
  sample(finding.rehearsalLent, nowhere, { address: 'http://127.0.0.1:43349/_rehearsal' }),
  sample(finding.lentInActions, nowhere, { address: 'http://127.0.0.1:43349/_rehearsal' }),
  sample(finding.misdirected, nowhere, {
    variable: 'GITHUB_API_URL',
    value: 'http://127.0.0.1:43349/github',
    instead: 'GitHub',
  }),
];
