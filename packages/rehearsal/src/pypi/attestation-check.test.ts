import { beforeEach, describe, expect, test } from 'vitest';
import { overrideClaims, type Claims } from '../oidc/claims.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { attestHere, statementOf, type Attestation } from '../sigstore/attest.fixture.ts';
import { sha256Of } from '../state/blobs.ts';
import { aState, noon, withPublisher } from '../state/state.fixture.ts';
import type { State } from '../state/state.ts';
import { aWheel } from './distribution.fixture.ts';
import { aSite, mint, refusalOf, upload, wheelName, type Sent } from './site.fixture.ts';

const site = await aSite();
let state: State;

beforeEach(() => {
  state = aState();
});

const send = (sent: Partial<Sent> = {}) =>
  upload(site, state, { token: state.secrets.owner.pypi, ...sent });

describe('attestations', () => {
  const sha256 = sha256Of(aWheel());
  const signed = (change: object = {}) =>
    attestHere(statementOf(wheelName, sha256, change), site.sigstore, state);
  const attested = async (attestations: unknown) => {
    withPublisher(state, { registry: 'pypi', name: 'some-project', pending: true });
    const minted = bodyOf<{ token: string }>(await mint(site, state)).token;
    const text = typeof attestations === 'string' ? attestations : JSON.stringify(attestations);
    return send({ token: minted, fields: { attestations: text } });
  };
  const provenance = async () => {
    const path = `/integrity/some-project/1.0/${wheelName}/provenance`;
    return site.handler(aRequest(`GET ${path}`), state, noon);
  };

  test('become the provenance of the file', async () => {
    const one = await signed();
    expect((await attested([one])).status).toBe(200);
    expect(bodyOf(await provenance())).toEqual({
      version: 1,
      attestation_bundles: [
        {
          publisher: {
            kind: 'GitHub',
            repository: 'local/workspace',
            workflow: 'publish.yml',
            environment: 'release',
            claims: null,
          },
          attestations: [one],
        },
      ],
    });
  });

  const refused = async (attestations: unknown, text: RegExp) => {
    expect(refusalOf(await attested(attestations))).toMatch(text);
    expect((await provenance()).status).toBe(404);
  };

  test.each([
    ['[', /^Invalid attestations supplied during upload: Malformed attestations: /],
    [[], /Malformed attestations: an empty attestation set is not permitted$/],
    [[{ version: 1, verification_material: {} }], /not a list of attestations of version 1$/],
  ])('%o are refused', refused);

  test.each<[string, object, RegExp]>([
    ['kind', { predicateType: 'https://x' }, /unsupported predicate type: https:\/\/x$/],
    ['subject', { subject: [] }, /too many subjects in statement/],
    ['file', { subject: [{ name: 'x' }] }, /distribution name: x != some_project-1\.0-py3/],
    ['digest', { subject: [{ name: wheelName, digest: {} }] }, /match distribution digest$/],
  ])('of another %s are refused', async (_what, change, text) => {
    await refused([await signed(change)], text);
  });

  test.each<[string, (one: Attestation) => object[], RegExp]>([
    ['another version', (one) => [{ ...one, version: 2 }], /attestations of version 1$/],
    ['one kind twice', (one) => [one, one], /type \(\S+\/publish\/v1\) are not supported$/],
    ['three', (one) => [one, one, one], /A maximum of 2 attestations per file are supported$/],
    [
      'no statement',
      (one) => [{ ...one, envelope: { statement: 's', signature: 's' } }],
      /the statement is not JSON$/,
    ],
    [
      'another signature',
      (one) => [{ ...one, envelope: { ...one.envelope, signature: 'AAAA' } }],
      /Verification failed: DSSE: invalid signature$/,
    ],
    [
      'a certificate that is none',
      (one) => [
        { ...one, verification_material: { ...one.verification_material, certificate: 'AAAA' } },
      ],
      /Unknown error while trying to verify included attestations: invalid X\.509 certificate$/,
    ],
  ])('with %s are refused', async (_what, change, text) => {
    await refused(change(await signed()), text);
  });

  test.each<[string, object, RegExp]>([
    ['repository', { repository: 'other/workspace' }, /OIDCSourceRepositoryURI does not match/],
    [
      'workflow',
      { workflow_ref: 'local/workspace/.github/workflows/ci.yml@refs/tags/v0.1.0' },
      /Certificate's Build Config URI \(\S+ci\.yml@refs\/tags\/v0\.1\.0\) does not match/,
    ],
  ])('of another %s are refused', async (_what, claims, text) => {
    const elsewhere = state.fork();
    overrideClaims(elsewhere, claims as Claims);
    const one = await attestHere(statementOf(wheelName, sha256), site.sigstore, elsewhere);
    await refused([one], text);
  });

  test('are for runs, not for the owner', async () => {
    expect(
      refusalOf(await send({ fields: { attestations: JSON.stringify([await signed()]) } })),
    ).toBe(
      'Invalid attestations supplied during upload: Attestations are only supported when using Trusted Publishing',
    );
  });
});
