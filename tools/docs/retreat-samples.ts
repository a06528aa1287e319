import * as finding from '../../packages/release/src/finding/index.ts';
import type { Finding } from '../../packages/release/src/finding/index.ts';
import { sample } from './sample.ts';

const { nowhere } = finding;
const crate = { registry: 'crates.io', file: 'tide-core-0.3.1.crate' };

/** Of what is said when a release is withdrawn, or published in an emergency. */
export const retreatSamples: readonly Finding[] = [
  sample(finding.retreatTokenMissing, nowhere, {
    registry: 'crates.io',
    what: 'yank tide-core-0.3.1.crate',
    variable: 'CARGO_REGISTRY_TOKEN',
    needs: 'the scope yank',
  }),
  sample(finding.retreatRefused, nowhere, {
    ...crate,
    detail: 'must already be an owner to yank or unyank',
  }),
  sample(finding.retreatTokenTooWeak, nowhere, {
    ...crate,
    detail: 'this token does not have the required permissions to perform this action',
  }),
  sample(finding.nothingToRetreat, nowhere, {
    tag: 'v0.3.1',
    packages: ['tide-core-0.3.1.crate', 'tide 0.3.1', 'v0.3.1'],
  }),
  sample(finding.noSuchTag, nowhere, { tag: 'v0.3.1' }),
  sample(finding.tokenUnreadable, nowhere, { source: 'CARGO_REGISTRY_TOKEN' }),
  sample(finding.waitsForBudget, nowhere, {
    pace: '57 new crates, 5 at once then 1 every 10 minutes: 8 h 40 min',
    budget: 'new crates',
    minutes: 520,
    patience: '30 min',
  }),
  sample(finding.emergencyTrustedOnly, nowhere, { name: 'tide-core' }),
  sample(finding.emergencyInCi, nowhere, {}),
  sample(finding.emergencyRelease, nowhere, {
    registries: ['crates.io', 'PyPI'],
    github: true,
  }),
  sample(finding.emergencyToken, nowhere, {
    registry: 'PyPI',
    variables: ['TWINE_PASSWORD', 'UV_PUBLISH_TOKEN', 'MATURIN_PYPI_TOKEN'],
  }),
];
