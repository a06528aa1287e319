import { noIdentity } from '@slipway/release/finding';
import { Secret, type IdentityEndpoint } from '@slipway/release/identity';
import type { Commit } from '@slipway/release/history';
import type { Destination, DestinationName } from '@slipway/release/registry';
import { awaitOpen } from './announcement.ts';
import { tokenHere, type TokenRegistry } from '../credential/index.ts';
import { publicPlaces } from './public.ts';
import { rehearsalDestination } from './rehearsal.ts';
import type { StageOptions, Place, Way, Screen, Matter } from '../stage/index.ts';

/** "owner/name" that a rehearsal takes when no GitHub remote says another. */
const unnamedRepository = 'rehearsal/workspace';

export function repositoryName(commit: Commit): string {
  return commit.repository ?? unnamedRepository;
}

/**
 * Where this stage publishes to.
 * @throws DestinationFailed when release:destination refused; SlipwayError SLW505 without the
 * loopback registries.
 */
export async function openDestination(
  stage: Place & Matter & Way,
  commit: Commit,
): Promise<Destination> {
  const { admin } = await awaitOpen(stage.workshop);
  const opened =
    stage.destination === 'rehearsal'
      ? await rehearsalDestination(admin ?? '', stage.workshop, repositoryName(commit))
      : publicDestination(stage, commit);
  return stage.settings.attestations === false ? { ...opened, sigstore: null } : opened;
}

/**
 * Whether this run publishes nothing; says so. The destination says it as well as the command line: a task
 * that is reached without the options of the release must not publish either.
 */
export async function isDryRun({ dryRun }: StageOptions, stage: Place & Screen): Promise<boolean> {
  const announced = await awaitOpen(stage.workshop);
  if (!dryRun && !announced.dryRun) return false;
  stage.show('A dry run: nothing is published.');
  return true;
}

/** Whether a workflow job with `id-token: write` runs us. */
export function hasIdentity(stage: Place): boolean {
  const { environment } = stage.workshop.ports;
  return ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'].every((name) =>
    environment.get(name),
  );
}

/** Where this job asks for its identity. @throws SlipwayError SLW301 where it cannot. */
export function identityHere({ workshop }: Place, destination: string): IdentityEndpoint {
  const { environment } = workshop.ports;
  const requestUrl = environment.get('ACTIONS_ID_TOKEN_REQUEST_URL');
  const requestToken = environment.get('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  if (!requestUrl || !requestToken) throw noIdentity.error({ destination });
  return { requestUrl, requestToken: new Secret(requestToken) };
}

async function publicDestination(stage: Place & Way, commit: Commit): Promise<Destination> {
  const { environment } = stage.workshop.ports;
  const name = stage.destination as Exclude<DestinationName, 'rehearsal'>;
  const { emergency } = stage;
  // Without one only a dry run comes so far, or an emergency.
  const identity = emergency || !hasIdentity(stage) ? null : identityHere(stage, name);
  const repository = environment.get('GITHUB_REPOSITORY') || commit.repository;
  const places = await publicPlaces(stage.workshop);
  const own = <E extends object>(registry: TokenRegistry, endpoint: E): E => {
    const ownToken = emergency ? tokenHere(registry, stage.workshop.ports) : null;
    return ownToken ? { ...endpoint, ownToken } : endpoint;
  };
  // Who has no identity has nothing that could be attested.
  const sigstore = emergency ? null : places.sigstore;
  if (name === 'testpypi') {
    const pypi = own('PyPI', places.testpypi);
    return { name, repository, cratesIo: null, pypi, github: null, identity, sigstore };
  }
  const token = environment.get('GITHUB_TOKEN') || environment.get('GH_TOKEN');
  const github = token ? { ...places.github, token: new Secret(token) } : null;
  const [cratesIo, pypi] = [own('crates.io', places.cratesIo), own('PyPI', places.pypi)];
  return { name, repository, cratesIo, pypi, github, identity, sigstore };
}
