import { join } from 'node:path';
import type { Workshop } from '@slipway/release/command';
import { rehearsalGone } from '@slipway/release/finding';
import { Secret } from '@slipway/release/identity';
import type { Destination } from '@slipway/release/registry';
import type { ReadyLine } from '@slipway/rehearsal';
import { rehearsalFolder } from './announcement.ts';

/** What the loopback registries hold, and cargo's home for them; relative to the repository. */
export const stateFolder = `${rehearsalFolder}/state`;
export const cargoHome = `${rehearsalFolder}/cargo-home`;

/**
 * The rehearsal's endpoints. Credentials come over loopback from the servers themselves.
 * @throws SlipwayError SLW505 when they do not answer.
 */
export async function rehearsalDestination(
  admin: string,
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
  repository: string,
): Promise<Destination> {
  const response = await ports.fetch(`${admin}/ready`).catch(() => null);
  if (!response?.ok) throw rehearsalGone.error({ detail: `${admin} is silent` });
  const ready = (await response.json()) as ReadyLine;
  return {
    name: 'rehearsal',
    repository,
    cratesIo: {
      index: ready.cratesIo.index.replace(/^sparse\+/, ''),
      api: ready.cratesIo.api,
      audience: 'crates.io',
      cargoEnvironment: {
        // The one way to point an unchanged cargo at another crates.io; see docs/decisions.md.
        __CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS: ready.cratesIo.index,
        CARGO_HOME: join(root, cargoHome),
      },
    },
    pypi: {
      title: 'PyPI',
      upload: ready.pypi.upload,
      simple: ready.pypi.simple,
      json: new URL('../pypi/', ready.pypi.simple).href,
      integrity: new URL('../integrity/', ready.pypi.simple).href,
      oidc: ready.pypi.oidc,
    },
    github: {
      api: ready.github.api,
      uploads: ready.github.uploads,
      token: new Secret(ready.github.token),
    },
    identity: {
      requestUrl: ready.oidc.requestUrl,
      requestToken: new Secret(ready.oidc.requestToken),
    },
    sigstore: { fulcio: ready.sigstore.fulcio, rekor: ready.sigstore.rekor },
  };
}
