import { defineFinding } from '../finding.ts';

export const emergencyTrustedOnly = defineFinding<{ name: string }>('SLW436', {
  title: 'a crate takes trusted publishing alone',
  severity: 'error',
  message: ({ name }) => `crates.io takes new versions of ${name} by trusted publishing alone`,
  why: 'It would refuse the token of an owner; nothing was uploaded anywhere.',
  remedy: ({ name }) =>
    `Switch it off at https://crates.io/crates/${name}/settings (“Require trusted publishing for all new versions”), publish, and switch it on again.`,
  example: { name: 'tide-core' },
});

export const emergencyInCi = defineFinding<Record<never, never>>('SLW437', {
  title: 'an emergency release in CI',
  severity: 'error',
  message: () => 'this is a CI job, and an emergency release publishes with an owner’s own token',
  why: 'A token that is stored where workflows read it is what trusted publishing is there to avoid; an emergency is released by a person, from a machine of theirs.',
  remedy: () =>
    'Run it on a machine of your own. Where CI is all that is left: `npx nx run release:publish:emergency --in-ci`, and revoke the token afterwards.',
  example: {},
});

export const emergencyRelease = defineFinding<{
  registries: readonly string[];
  /** Whether a GitHub release is made. */
  github: boolean;
}>('SLW438', {
  title: 'a release with tokens of its owner',
  severity: 'warning',
  message: ({ registries }) =>
    `an emergency release: it goes to ${registries.join(' and ')} with tokens of an owner, and without an identity`,
  why: ({ github }) =>
    `Lost are the attestations, so that nobody can verify where these files come from; the environment, whose rules and reviewers nobody asks; and the end of the tokens, which live on until they are revoked.${github ? '' : ' And no GitHub release is made: neither GH_TOKEN nor GITHUB_TOKEN is set.'}`,
  remedy: () =>
    'Revoke the tokens when it is over; find out why the identity was refused (`npx nx run release:doctor`), and release by the workflow next time.',
  example: { registries: ['crates.io', 'PyPI'], github: true },
});

export const emergencyToken = defineFinding<{
  registry: string;
  variables: readonly string[];
}>('SLW439', {
  title: 'no token for an emergency release',
  severity: 'error',
  message: ({ registry }) => `the environment has no token for ${registry}`,
  why: 'Without an identity only a token of an owner can publish; nothing was uploaded anywhere.',
  remedy: ({ variables }) =>
    `Type it in where the shell shows and keeps nothing: \`read -rs ${variables[0]} && export ${variables[0]}\`; then run it again, in the same shell.${variables.length > 1 ? ` ${variables.slice(1).join(' and ')} are read as well.` : ''}`,
  example: {
    registry: 'PyPI',
    variables: ['TWINE_PASSWORD', 'UV_PUBLISH_TOKEN', 'MATURIN_PYPI_TOKEN'],
  },
});
