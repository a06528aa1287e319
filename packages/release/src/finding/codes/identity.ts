import { defineFinding } from '../finding.ts';

export const noIdentity = defineFinding<{ destination: string }>('SLW301', {
  title: 'no OIDC identity can be asked for here',
  severity: 'error',
  message: ({ destination }) =>
    `${destination} needs an OIDC identity, but ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set`,
  why: 'Publishing uses short-lived tokens that only a GitHub Actions job with `id-token: write` can get.',
  remedy: () =>
    'Run it in a workflow job with `permissions: id-token: write`; to rehearse here, run `npx nx run release:publish`.',
});

export const exchangeRefused = defineFinding<{
  registry: string;
  status: number;
  detail: string;
  claims: string;
}>('SLW302', {
  title: 'a registry refused the identity',
  severity: 'error',
  message: ({ registry, status, detail, claims }) =>
    `${registry} gave no token (${status}): ${detail}. The identity says: ${claims}`,
  why: "The registry's trusted publisher must match repository, workflow file and environment.",
  remedy: ({ registry }) =>
    `Correct the trusted publisher in the settings of the package on ${registry}, or the workflow, so that both say the same.`,
});

export const identityRefused = defineFinding<{ status: number; audience: string; detail: string }>(
  'SLW303',
  {
    title: 'GitHub gave no OIDC token',
    severity: 'error',
    message: ({ status, audience, detail }) =>
      `GitHub gave no OIDC token for the audience ${audience} (${status}): ${detail}`,
    why: 'Without it no registry gives a token.',
    remedy: () =>
      'Check `permissions: id-token: write` of the job; a pull request from a fork never gets one.',
  },
);
