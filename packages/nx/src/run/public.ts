import type { Workshop } from '@slipway/release/command';
import { rehearsalGone } from '@slipway/release/finding';
import {
  cratesIo,
  githubApi,
  githubUploads,
  pypi,
  sigstore,
  testpypi,
  type CratesIoEndpoint,
  type GithubEndpoint,
  type PypiEndpoint,
  type SigstoreEndpoint,
} from '@slipway/release/registry';
import { askReady, cratesIoOf, pypiOf, sigstoreOf } from './rehearsal.ts';

/** The admin address of a running rehearsal: it stands for the public registries, so that a workflow can be tried. */
const lending = 'SLIPWAY_REHEARSAL';

/** The rehearsal that is lent for the public registries, by its admin address; null where none is. */
export function rehearsalLent({ ports }: Pick<Workshop, 'ports'>): string | null {
  return ports.environment.get(lending) || null;
}

/** Where the public registries are. */
export interface PublicPlaces {
  readonly cratesIo: CratesIoEndpoint;
  readonly pypi: PypiEndpoint;
  readonly testpypi: PypiEndpoint;
  readonly github: Omit<GithubEndpoint, 'token'>;
  readonly sigstore: SigstoreEndpoint;
}

/**
 * The public registries: at their addresses, or on loopback where a rehearsal is lent for them.
 * @throws SlipwayError SLW505 when that does not answer, or is not on loopback.
 */
export async function publicPlaces({
  root,
  ports,
}: Pick<Workshop, 'root' | 'ports'>): Promise<PublicPlaces> {
  const { environment } = ports;
  const admin = rehearsalLent({ ports });
  if (!admin) {
    const api = environment.get('GITHUB_API_URL') ?? githubApi;
    return { cratesIo, pypi, testpypi, github: { api, uploads: githubUploads }, sigstore };
  }
  if (!isLoopback(admin)) {
    throw rehearsalGone.error({ detail: `${lending} is ${admin}, which is not on loopback` });
  }
  const ready = await askReady(admin, ports);
  const { api, uploads } = ready.github;
  return {
    cratesIo: cratesIoOf(ready, root),
    pypi: pypiOf('PyPI', ready.pypi),
    testpypi: pypiOf('TestPyPI', ready.testpypi),
    github: { api, uploads },
    sigstore: sigstoreOf(ready),
  };
}

function isLoopback(address: string): boolean {
  const { protocol, hostname } = URL.parse(address) ?? {};
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]');
}
