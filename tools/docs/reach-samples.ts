import { sample } from './sample.ts';
import * as finding from '../../packages/release/src/finding/index.ts';
import type { Finding } from '../../packages/release/src/finding/index.ts';

const { nowhere } = finding;
const identity = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];

/** Of code of others in reach of a credential. */
export const reachSamples: readonly Finding[] = [
  sample(finding.buildBesideIdentity, nowhere, {
    destination: 'production',
    variables: identity,
  }),
  sample(finding.buildBesideIdentityAllowed, nowhere, { variables: identity }),
  sample(finding.codeBesideCredential, nowhere, {
    work: 'release:verify',
    variables: ['GITHUB_TOKEN'],
    instead:
      'Run it without them: `env -u GITHUB_TOKEN npx nx run release:verify:production`. In a workflow that is a job of its own. `release:status` looks at everything else, and may have a token.',
  }),
];
