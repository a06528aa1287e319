import { defineFinding } from '../finding.ts';

/** What may be wrong with a request itself, whatever was asked. */

export const answerTooLarge = defineFinding<{ registry: string; url: string; bytes: number }>(
  'SLW511',
  {
    title: 'an answer is too large',
    severity: 'error',
    message: ({ registry, url, bytes }) =>
      `${registry} answers at ${url} with more than ${Math.floor(bytes / 2 ** 20)} MiB`,
    why: 'No true answer to this question is so large; to read on would use up the memory of this machine.',
    remedy: () =>
      'Look at what answers there, a proxy for instance. Then start again with --continue.',
    example: { registry: 'PyPI', url: 'https://pypi.example/simple/tide/', bytes: 67_108_864 },
  },
);

export const sentElsewhere = defineFinding<{ registry: string; url: string }>('SLW512', {
  title: 'a request with a credential was to go elsewhere',
  severity: 'error',
  message: ({ registry, url }) =>
    `${registry} answers at ${url} with a redirect, which a request with a credential does not follow`,
  why: 'Another server would get the identity or the token.',
  remedy: ({ registry }) =>
    `Look at what answers there, a proxy or a login page for instance. If ${registry} has moved, update @slipway/nx.`,
  example: {
    registry: 'crates.io',
    url: 'https://crates.example/api/v1/trusted_publishing/tokens',
  },
});

export const proxyBroken = defineFinding<{ proxy: string; url: string; detail: string }>('SLW513', {
  title: 'the proxy does not work',
  severity: 'error',
  message: ({ proxy, url, detail }) => `the proxy ${proxy} does not lead to ${url}: ${detail}`,
  why: 'HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names it, and every request to that server goes through it.',
  remedy: () =>
    'Correct the variable, or name the server in NO_PROXY; then start again with --continue.',
  example: {
    proxy: 'http://proxy.example:3128',
    url: 'https://pypi.example',
    detail: 'connect ECONNREFUSED 192.0.2.1:3128',
  },
});
