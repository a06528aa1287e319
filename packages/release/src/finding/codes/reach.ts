import { defineFinding } from '../finding.ts';

/** What would run code of others where an identity or a credential is within its reach. */

const allowing = '--build-beside-identity';

const set = (variables: readonly string[]): string =>
  `${variables.join(' and ')} ${variables.length === 1 ? 'is' : 'are'} set`;

export const buildBesideIdentity = defineFinding<{
  destination: string;
  variables: readonly string[];
}>('SLW525', {
  title: 'a release would run code of others beside an identity',
  severity: 'error',
  message: ({ destination, variables }) =>
    `this release to ${destination} would build, test or install in a job that can ask for an OIDC identity: ${set(variables)}`,
  why: 'A build script, a test or an imported wheel can read the environment of every process of its user. It would get the identity, and with it tokens of the registries.',
  remedy: ({ destination }) =>
    destination === 'rehearsal'
      ? `Rehearse in a job without \`id-token: write\`, as the workflow of \`npx nx g @slipway/nx:ci\` does. To take the risk: \`${allowing}\`.`
      : `Publish with the workflow of \`npx nx g @slipway/nx:ci\`: jobs without an identity build and upload dist/, and the one that publishes takes their files (SLIPWAY_ARTIFACTS). To take the risk: \`${allowing}\`.`,
  example: {
    destination: 'production',
    variables: ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'],
  },
});

export const buildBesideIdentityAllowed = defineFinding<{ variables: readonly string[] }>(
  'SLW526',
  {
    title: 'code of others may have seen a credential',
    severity: 'warning',
    message: ({ variables }) =>
      `${allowing}: builds, tests and installations of this release run while ${set(variables)}`,
    why: 'What they run can publish in your name until these credentials expire or are revoked.',
    remedy: () =>
      `Leave ${allowing} out and publish with the workflow of \`npx nx g @slipway/nx:ci\`.`,
    example: { variables: ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'] },
  },
);

export const codeBesideCredential = defineFinding<{
  work: string;
  variables: readonly string[];
  /** The command that does the work without them. */
  instead: string;
}>('SLW527', {
  title: 'code of others would run beside a credential',
  severity: 'error',
  message: ({ work, variables }) => `${work} runs code of others, and ${set(variables)}`,
  why: 'A build script, a test or an imported wheel can read the environment of every process of its user.',
  remedy: ({ instead }) => instead,
  example: {
    work: 'release:verify',
    variables: ['GITHUB_TOKEN'],
    instead:
      'Run it without them: `env -u GITHUB_TOKEN npx nx run release:verify:production`. In a workflow that is a job of its own. `release:status` looks at everything else, and may have a token.',
  },
});
