import type { Workshop } from '@slipway/release/command';
import {
  lentInActions,
  misdirected,
  nowhere,
  rehearsalGone,
  type Finding,
} from '@slipway/release/finding';
import {
  cratesIo,
  githubApi,
  githubUploads,
  pypi,
  sigstore,
  testpypi,
  type CratesIoEndpoint,
  type DestinationName,
  type GithubEndpoint,
  type PypiEndpoint,
  type SigstoreEndpoint,
} from '@slipway/release/registry';
import { askReady, cratesIoOf, pypiOf, sigstoreOf } from './rehearsal.ts';

type Here = Pick<Workshop, 'ports'>;

/** The admin address of a running rehearsal: it stands for the public registries, so that a workflow can be tried. */
const lending = 'SLIPWAY_REHEARSAL';

/** The rehearsal that is lent for the public registries, by its admin address; null where none is. */
export function rehearsalLent({ ports }: Here): string | null {
  return ports.environment.get(lending) || null;
}

/** What asks the public registries wherever a release goes. */
const asking = ['plan', 'doctor', 'setup', 'verify'];

/** The rehearsal that is lent for what a target does: null as well where that has to do with no public registry. */
export function lentTo(target: string, destination: DestinationName, here: Here): string | null {
  return destination !== 'rehearsal' || asking.includes(target) ? rehearsalLent(here) : null;
}

/**
 * What is against a lent rehearsal here: it is elsewhere than on this machine; or a job of GitHub Actions that releases must not end well without a release. act,
 * which runs workflows on this machine, says what it is.
 */
export function checkLent(address: string | null, { ports: { environment } }: Here): Finding[] {
  if (address === null) return [];
  if (!isLoopback(address)) return [rehearsalGone.at(nowhere, { detail: notHere(address) })];
  const isJob = environment.get('GITHUB_ACTIONS') === 'true' && environment.get('ACT') !== 'true';
  return isJob ? [lentInActions.at(nowhere, { address })] : [];
}

const notHere = (address: string): string =>
  `${lending} is ${withoutUser(address)}, which is not on loopback`;

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
    const api = environment.get('GITHUB_API_URL') || githubApi;
    return { cratesIo, pypi, testpypi, github: { api, uploads: githubUploads }, sigstore };
  }
  if (!isLoopback(admin)) throw rehearsalGone.error({ detail: notHere(admin) });
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

/**
 * Which variables would send elsewhere what is for a public registry, or have it looked for there. A lent rehearsal is
 * none of them: it is told everywhere. Others that clients of the registries read have no effect on ours.
 * @param repository "owner/name" of the remote at GitHub; null where there is none
 */
export function checkDirections(repository: string | null, here: Here): Finding[] {
  if (rehearsalLent(here) !== null) return [];
  const { get } = here.ports.environment;
  const api = get('GITHUB_API_URL');
  // The rehearsal's ready line has it, for a cargo that is to publish there.
  const index = get('__CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS');
  const named = get('GITHUB_REPOSITORY');
  // A job's own is the one that its token is for.
  const isJob = get('GITHUB_ACTIONS') === 'true';
  const isOther = named?.toLowerCase() !== repository?.toLowerCase();
  const wrong: [string, string, string][] = [
    ...(api && !isSame(api, githubApi) ? [['GITHUB_API_URL', api, 'GitHub'] as const] : []),
    ...(index ? [['__CARGO_TEST_CRATES_IO_URL_DO_NOT_USE_THIS', index, 'crates.io'] as const] : []),
    ...(named && repository && isOther && !isJob
      ? [['GITHUB_REPOSITORY', named, repository] as const]
      : []),
  ].map(([variable, value, instead]) => [variable, withoutUser(value), instead]);
  return wrong.map(([variable, value, instead]) =>
    misdirected.at(nowhere, { variable, value, instead }),
  );
}

/** GitHub's address where GITHUB_API_URL names another; null otherwise. */
export function githubElsewhere(here: Here): string | null {
  const api = here.ports.environment.get('GITHUB_API_URL');
  return api && rehearsalLent(here) === null && !isSame(api, githubApi) ? withoutUser(api) : null;
}

function isSame(address: string, other: string): boolean {
  return URL.parse(address)?.href.replace(/\/$/, '') === other;
}

/** An address may hold a password. */
function withoutUser(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//');
}

function isLoopback(address: string): boolean {
  const { protocol, hostname } = URL.parse(address) ?? {};
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]');
}
