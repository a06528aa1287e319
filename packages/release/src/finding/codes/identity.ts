import { defineFinding } from '../finding.ts';

export const noIdentity = defineFinding<{ destination: string }>('SLW301', {
  title: 'no OIDC identity can be asked for here',
  severity: 'error',
  message: ({ destination }) =>
    `${destination} needs an OIDC identity, but ACTIONS_ID_TOKEN_REQUEST_URL and ACTIONS_ID_TOKEN_REQUEST_TOKEN are not set`,
  why: 'Publishing uses short-lived tokens that only a GitHub Actions job with `id-token: write` can get.',
  remedy: () =>
    'Run it in a workflow job with `permissions: id-token: write`; to rehearse here, run `npx nx run release:publish`.',
  example: { destination: 'production' },
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
  example: {
    registry: 'crates.io',
    status: 400,
    detail:
      'The Trusted Publishing config for repository `octo/tide` does not match the workflow filename `ci.yml` in the JWT. Expected workflow filenames: `publish.yml`',
    claims:
      'repository octo/tide, workflow octo/tide/.github/workflows/ci.yml@refs/tags/v0.3.1, environment release, event push',
  },
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
    example: { status: 401, audience: 'pypi', detail: 'Unauthorized' },
  },
);

export const tokenAskedTwice = defineFinding<{ file: string }>('SLW304', {
  title: 'a token was asked for twice',
  severity: 'error',
  message: ({ file }) => `the token for ${file} was asked for a second time in one attempt`,
  why: 'cargo asks once before it uploads: something else on this machine has asked as well, and may have the token.',
  remedy: () =>
    'Find out which program runs beside the release under the same user, and end it; then start again with --continue. The token has been revoked.',
  example: { file: 'tide-0.3.1.crate' },
});

export const revocationFailed = defineFinding<{
  registry: string;
  minutes: number;
  detail: string;
}>('SLW305', {
  title: 'a token was not revoked',
  severity: 'warning',
  message: ({ registry, minutes, detail }) =>
    `${registry} did not take its token back, which is valid for up to ${minutes} minutes more: ${detail}`,
  why: 'Whoever has read the token can publish with it until then. The release itself is complete.',
  remedy: ({ registry, minutes }) =>
    `Start nothing else on this machine for ${minutes} minutes. If a stranger could have read the token, look at the versions that ${registry} lists afterwards.`,
  example: { registry: 'PyPI', minutes: 15, detail: 'its answer was 404' },
});

export const noPrivateSocket = defineFinding<{ tried: readonly string[]; longest: number }>(
  'SLW306',
  {
    title: 'there is no place for a private socket',
    severity: 'error',
    message: ({ tried }) =>
      `no folder that only this user may enter can be made with a short path: ${tried.join('; ')}`,
    why: 'cargo asks for its token over a socket. The system cuts a longer path off, and the socket would be where others can reach it.',
    remedy: ({ longest }) =>
      `Set TMPDIR to a folder of your own with a short path: with what is added to it, a socket's path may have ${longest} bytes.`,
    example: {
      tried: ['/home/runner/…/tmp makes a path of 129 bytes', '/tmp refuses it (EROFS)'],
      longest: 107,
    },
  },
);

export const foreignToolchain = defineFinding<{ toolchain: string }>('SLW307', {
  title: 'the repository brings its own cargo',
  severity: 'error',
  message: ({ toolchain }) => `rustup would take cargo from ${toolchain}, within the repository`,
  why: 'cargo gets the token that publishes; a program from the repository must not.',
  remedy: () =>
    'Name a channel, such as `channel = "1.95.0"`, instead of `path` in rust-toolchain.toml; or set RUSTUP_TOOLCHAIN for the release.',
  example: { toolchain: '/home/runner/work/tide/tide/rust' },
});
