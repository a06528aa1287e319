import { describe, expect, it } from 'vitest';
import {
  checkBesideIdentity,
  credentialsInReach,
  refuseBesideCredentials,
  refuseToInstall,
  refuseToPackage,
} from './reach.ts';
import type { ReleaseRun } from '../stage/index.ts';

const identity = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://issuer.example',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request',
};

/** A machine with these variables. */
const withEnvironment = (variables: Readonly<Record<string, string>>) =>
  ({ environment: { get: (name: string) => variables[name] ?? null } }) as never;

/** A run that ends in a release. */
const releasing = (destination: ReleaseRun['destination'], isAllowed = false): ReleaseRun => ({
  destination,
  isAllowed,
});

describe('a build or a test', () => {
  const tries = (release: ReleaseRun | null, variables: Readonly<Record<string, string>>) => () =>
    refuseBesideCredentials('the build of tide', release, withEnvironment(variables));

  it('SLW525: does not run beside an identity in a run that releases, wherever to', () => {
    for (const name of ['production', 'testpypi', 'rehearsal'] as const) {
      expect(tries(releasing(name), identity)).toThrow('can ask for an OIDC identity');
    }
    // Half of it is of no use to anybody, and still no accident.
    const half = { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request' };
    expect(tries(releasing('production'), half)).toThrow('ACTIONS_ID_TOKEN_REQUEST_TOKEN is set');
  });

  it.each([
    'CARGO_REGISTRY_TOKEN',
    'CARGO_REGISTRIES_CRATES_IO_TOKEN',
    'TWINE_PASSWORD',
    'UV_PUBLISH_TOKEN',
    'UV_PUBLISH_PASSWORD',
    'MATURIN_PYPI_TOKEN',
    'PYPI_API_TOKEN',
    'GITHUB_TOKEN',
    'GH_TOKEN',
  ])('SLW527: does not run beside %s in a public release; in a rehearsal it may', (name) => {
    const variables = { [name]: 'secret' };
    expect(tries(releasing('production'), variables)).toThrow(`${name} is set`);
    expect(tries(releasing('rehearsal'), variables)).not.toThrow();
    // What is set to nothing is not set.
    expect(tries(releasing('production'), { [name]: '' })).not.toThrow();
  });

  it('runs where nothing is released, and where somebody takes the risk', () => {
    expect(tries(null, identity)).not.toThrow();
    expect(tries(releasing('production', true), identity)).not.toThrow();
  });
});

describe('the destination', () => {
  const said = (destination: 'production' | 'rehearsal', isAllowed: boolean, runs: boolean) =>
    checkBesideIdentity({ destination, isAllowed }, runs, withEnvironment(identity)).map(
      ({ code, severity }) => `${severity} ${code}`,
    );

  it('SLW525, SLW526: refuses, or says that it was allowed, where something would run', () => {
    expect(said('production', false, true)).toEqual(['error SLW525']);
    expect(said('rehearsal', false, true)).toEqual(['error SLW525']);
    expect(said('production', true, true)).toEqual(['warning SLW526']);
    expect(said('production', false, false)).toEqual([]);
    expect(said('production', true, false)).toEqual([]);
  });

  it('SLW526: names what is in reach', () => {
    const ports = withEnvironment({ GH_TOKEN: 'secret' });
    const [finding] = checkBesideIdentity(
      { destination: 'production', isAllowed: true },
      true,
      ports,
    );
    expect(finding).toMatchObject({ code: 'SLW526', message: expect.stringContaining('GH_TOKEN') });
    expect(credentialsInReach(ports)).toEqual(['GH_TOKEN']);
  });
});

describe('an installation of what is live', () => {
  const tries = (destination: string, variables: Readonly<Record<string, string>>) => () =>
    refuseToInstall({ destination, workshop: { ports: withEnvironment(variables) } } as never);

  it('SLW527: does not run beside any credential, and says how it would', () => {
    expect(tries('production', identity)).toThrow('release:verify runs code of others');
    expect(tries('production', { GITHUB_TOKEN: 'x' })).toThrow('GITHUB_TOKEN is set');
    expect(tries('testpypi', { UV_PUBLISH_TOKEN: 'x' })).toThrow('UV_PUBLISH_TOKEN is set');
    expect(tries('production', {})).not.toThrow();
  });

  it('of a rehearsal does not run beside an identity', () => {
    expect(tries('rehearsal', identity)).toThrow('release:verify runs code of others');
    expect(tries('rehearsal', { GITHUB_TOKEN: 'x' })).not.toThrow();
  });
});

it('SLW527: the first version of a crate is packaged beside no credential', () => {
  const packaging = (variables: Readonly<Record<string, string>>) => () =>
    refuseToPackage('tide', withEnvironment(variables));
  expect(packaging({ GH_TOKEN: 'x' })).toThrow('packaging tide runs code of others');
  expect(packaging({})).not.toThrow();
});
