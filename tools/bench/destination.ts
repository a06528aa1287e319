import type { Secret as OwnSecret } from '@slipway/release/identity';
import type { Destination } from '@slipway/release/registry';

/** A destination whose registries are all at one sink. `Secret` is the release's own; `token` is an owner's. */
export function destinationAt(url: string, Secret: typeof OwnSecret, token?: string): Destination {
  const own = token ? { ownToken: new Secret(token) } : {};
  return {
    name: 'rehearsal',
    repository: null,
    cratesIo: { index: `${url}/index/`, api: url, audience: 'crates.io', cargoEnvironment: {} },
    pypi: {
      title: 'PyPI',
      upload: `${url}/legacy/`,
      simple: `${url}/simple/`,
      json: `${url}/json/`,
      integrity: `${url}/integrity/`,
      oidc: `${url}/oidc`,
      ...own,
    },
    github: null,
    identity: { requestUrl: `${url}/identity`, requestToken: new Secret('job') },
    sigstore: null,
  };
}
