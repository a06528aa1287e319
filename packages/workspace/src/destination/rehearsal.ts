import { join } from 'node:path';
import type { Workshop } from '@slipway/release/command';
import { rehearsalGone } from '@slipway/release/finding';
import { Secret } from '@slipway/release/identity';
import type {
  CratesIoEndpoint,
  Destination,
  PypiEndpoint,
  SigstoreEndpoint,
} from '@slipway/release/registry';
import { boundedFetch } from '@slipway/release/request';
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
  const ready = await askReady(admin, ports);
  const { github, oidc } = ready;
  return {
    name: 'rehearsal',
    repository,
    cratesIo: cratesIoOf(ready, root),
    pypi: pypiOf('PyPI', ready.pypi),
    github: { api: github.api, uploads: github.uploads, token: new Secret(github.token) },
    identity: { requestUrl: oidc.requestUrl, requestToken: new Secret(oidc.requestToken) },
    sigstore: sigstoreOf(ready),
  };
}

/** What servers say of themselves. @throws SlipwayError SLW505 when they do not answer. */
export async function askReady(
  admin: string,
  ports: Pick<Workshop['ports'], 'fetch'>,
): Promise<ReadyLine> {
  const response = await boundedFetch(ports.fetch)(`${admin}/ready`).catch(() => null);
  if (!response?.ok) throw rehearsalGone.error({ detail: `${admin} is silent` });
  return (await response.json()) as ReadyLine;
}

export function cratesIoOf({ cratesIo }: ReadyLine, root: string): CratesIoEndpoint {
  return {
    index: cratesIo.index.replace(/^sparse\+/, ''),
    api: cratesIo.api,
    audience: 'crates.io',
    cargoEnvironment: {
      // The one way to point an unchanged cargo at another crates.io; see docs/decisions.md.
      __CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS: cratesIo.index,
      CARGO_HOME: join(root, cargoHome),
    },
  };
}

export function sigstoreOf({ sigstore: { fulcio, rekor } }: ReadyLine): SigstoreEndpoint {
  return { fulcio, rekor };
}

export function pypiOf(
  title: PypiEndpoint['title'],
  { upload, simple, oidc }: ReadyLine['pypi'],
): PypiEndpoint {
  const beside = (folder: string): string => new URL(`../${folder}/`, simple).href;
  return { title, upload, simple, json: beside('pypi'), integrity: beside('integrity'), oidc };
}
