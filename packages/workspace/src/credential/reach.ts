import {
  buildBesideIdentity,
  buildBesideIdentityAllowed,
  codeBesideCredential,
  nowhere,
  type Finding,
} from '@slipway/release/finding';
import type { Ports } from '@slipway/release';
import { ownerVariables } from './owner-token.ts';
import type { ReleaseRun, Stage } from '../stage/index.ts';

/**
 * What code that runs here could take: it reads the environment of every process of its user, however clean its own is.
 */

/** By these a job of GitHub Actions asks for its identity. */
const identityVariables = ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'];

/** By these somebody publishes, or writes to a repository. */
const credentialVariables = [
  ...identityVariables,
  ...Object.values(ownerVariables).flat(),
  'CARGO_REGISTRIES_CRATES_IO_TOKEN',
  'UV_PUBLISH_PASSWORD',
  'PYPI_API_TOKEN',
  'GITHUB_TOKEN',
  'GH_TOKEN',
];

type Here = Pick<Ports, 'environment'>;

const setOf = (variables: readonly string[], { environment }: Here): string[] =>
  variables.filter((name) => environment.get(name));

/** The variables of an identity that are set. */
export const identityInReach = (ports: Here): string[] => setOf(identityVariables, ports);

/** The variables of any credential that are set, an identity's among them. */
export const credentialsInReach = (ports: Here): string[] => setOf(credentialVariables, ports);

const instead =
  'Run `npx nx run release:publish` without them first: this release then takes its builds and tests from the cache of Nx, and nothing runs. Or hand over what other jobs built (SLIPWAY_ARTIFACTS).';

/**
 * Refuses to build or test in a run that releases where that is beside an identity, and in one that releases publicly
 * where it is beside any credential: those of a rehearsal are worth nothing.
 * @param work what would run code of others, for people: the tests of tide
 * @param release what this run is to end with; null where it releases nothing
 * @throws SlipwayError SLW525, SLW527.
 */
export function refuseBesideCredentials(
  work: string,
  release: ReleaseRun | null,
  ports: Here,
): void {
  if (!release || release.isAllowed) return;
  const { destination } = release;
  const identity = identityInReach(ports);
  if (identity.length > 0) throw buildBesideIdentity.error({ destination, variables: identity });
  const variables = destination === 'rehearsal' ? [] : credentialsInReach(ports);
  if (variables.length > 0) throw codeBesideCredential.error({ work, variables, instead });
}

/**
 * What a destination says of it before anything else runs: SLW525 where this release would build, or install what it
 * rehearsed, beside an identity; SLW526 where somebody takes that risk.
 * @param runs whether this run builds or installs anything
 */
export function checkBesideIdentity(
  { destination, isAllowed }: ReleaseRun,
  runs: boolean,
  ports: Here,
): Finding[] {
  const identity = identityInReach(ports);
  if (!runs) return [];
  if (isAllowed) {
    const variables = destination === 'rehearsal' ? identity : credentialsInReach(ports);
    return variables.length > 0 ? [buildBesideIdentityAllowed.at(nowhere, { variables })] : [];
  }
  if (identity.length === 0) return [];
  return [buildBesideIdentity.at(nowhere, { destination, variables: identity })];
}

/**
 * Refuses to install what is live where a credential is within its reach.
 * @throws SlipwayError SLW527.
 */
export function refuseToInstall({
  destination,
  workshop: { ports },
}: Pick<Stage, 'destination' | 'workshop'>): void {
  const isRehearsal = destination === 'rehearsal';
  const variables = isRehearsal ? identityInReach(ports) : credentialsInReach(ports);
  const command = isRehearsal ? 'release:verify' : `release:verify:${destination}`;
  const elsewhere =
    'In a workflow that is a job of its own. `release:status` looks at everything else, and may have a token.';
  refuseToRun('release:verify', command, variables, elsewhere);
}

/**
 * Refuses to package a crate, which builds it, where a credential is within its reach.
 * @throws SlipwayError SLW527.
 */
export function refuseToPackage(name: string, ports: Here): void {
  const variables = credentialsInReach(ports);
  const elsewhere = 'The token of crates.io is asked for afterwards.';
  refuseToRun(`packaging ${name}`, `release:setup --first ${name}`, variables, elsewhere);
}

function refuseToRun(
  work: string,
  command: string,
  variables: readonly string[],
  more: string,
): void {
  if (variables.length === 0) return;
  const unset = variables.map((name) => `-u ${name}`).join(' ');
  const instead = `Run it without them: \`env ${unset} npx nx run ${command}\`. ${more}`;
  throw codeBesideCredential.error({ work, variables, instead });
}
