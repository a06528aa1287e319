import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overrideClaims, issueClaims } from '../oidc/claims.ts';
import { newIssuer } from '../oidc/issuer.ts';
import { startRehearsal, type Rehearsal } from '../rehearsal.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { aState } from '../state/state.fixture.ts';
import { attest, statementOf, type Attestation } from './attest.fixture.ts';
import { fulcioHandler } from './fulcio.ts';
import { rekorHandler } from './rekor.ts';
import { newSigstore } from './sigstore.ts';
import { trustedRoot, type TrustedRoot } from './trusted-root.ts';
import { verifySigned, type Signer } from './verify.ts';

const wheel = 'some_project-1.0-py3-none-any.whl';

describe('what Sigstore’s own client signs here', () => {
  let rehearsal: Rehearsal;
  let root: TrustedRoot;
  let attested: Attestation[];

  const identity = async (): Promise<string> => {
    const { requestUrl, requestToken } = rehearsal.ready.oidc;
    const headers = { authorization: `bearer ${requestToken}` };
    const response = await fetch(`${requestUrl}&audience=sigstore`, { headers });
    return ((await response.json()) as { value: string }).value;
  };

  beforeAll(async () => {
    rehearsal = await startRehearsal({ upstream: null });
    const { sigstore } = rehearsal.ready;
    const one = async () => attest(statementOf(wheel, 'ab'), await identity(), sigstore);
    // So many that the log is a tree.
    attested = [];
    for (let count = 0; count < 9; count += 1) attested.push(await one());
    root = (await (await fetch(sigstore.trustedRoot)).json()) as TrustedRoot;
  });
  afterAll(() => rehearsal.close());

  const verify = (
    change: (one: Attestation) => Partial<Attestation> = () => ({}),
    one: Attestation = attested[2]!,
  ) => {
    const { verification_material: material, envelope } = { ...one, ...change(one) };
    return verifySigned(
      {
        certificate: material.certificate,
        entries: material.transparency_entries,
        payload: envelope.statement,
        signature: envelope.signature,
      },
      root,
    );
  };

  test('is verified by its root, and says which run signed', async () => {
    const signer: Signer = await verify();
    const page = 'https://github.com/local/workspace';
    expect([8, 9, 12, 18, 21, 22].map(signer)).toEqual([
      'https://token.actions.githubusercontent.com',
      `${page}/.github/workflows/publish.yml@refs/tags/v0.1.0`,
      page,
      `${page}/.github/workflows/publish.yml@refs/tags/v0.1.0`,
      `${page}/actions/runs/1/attempts/1`,
      'public',
    ]);
  });

  test('is in the log, wherever it stands there', async () => {
    for (const one of attested)
      await expect(verify(undefined, one)).resolves.toBeTypeOf('function');
    expect(attested.at(-1)?.verification_material.transparency_entries).toMatchObject([
      { logIndex: '9', inclusionProof: { logIndex: '9', treeSize: '10' } },
    ]);
  });

  test.each<[string, string, (one: Attestation) => Partial<Attestation>]>([
    [
      'another statement',
      'DSSE: invalid signature',
      ({ envelope }) => ({
        envelope: { ...envelope, statement: Buffer.from('{}').toString('base64') },
      }),
    ],
    [
      'another signature',
      'DSSE: invalid signature',
      ({ envelope }) => ({ envelope: { ...envelope, signature: 'AAAA' } }),
    ],
    [
      'the entry of another signature',
      'log entry signatures do not match bundle',
      ({ verification_material: { certificate } }) => ({
        verification_material: {
          certificate,
          // A later one: an earlier second may lie before the certificate.
          transparency_entries: attested[3]!.verification_material.transparency_entries,
        },
      }),
    ],
    [
      'an entry of another time',
      'SET: invalid inclusion promise',
      ({
        verification_material: {
          certificate,
          transparency_entries: [entry],
        },
      }) => ({
        verification_material: {
          certificate,
          transparency_entries: [
            { ...entry, integratedTime: String(Number(entry!['integratedTime']) + 1) },
          ],
        },
      }),
    ],
    [
      'the certificate of another key',
      'DSSE: invalid signature',
      ({ verification_material: { transparency_entries } }) => ({
        verification_material: {
          certificate: attested[1]!.verification_material.certificate,
          transparency_entries,
        },
      }),
    ],
    [
      'no certificate',
      'invalid X.509 certificate',
      ({ verification_material: { transparency_entries } }) => ({
        verification_material: { certificate: 'AAAA', transparency_entries },
      }),
    ],
    [
      'an entry that is none',
      'invalid transparency log entry',
      ({ verification_material: { certificate } }) => ({
        verification_material: { certificate, transparency_entries: [{}] },
      }),
    ],
  ])('is refused with %s', async (_what, text, change) => {
    await expect(verify(change)).rejects.toThrow(text);
  });

  test('is worth nothing to those who trust another start', async () => {
    const places = { fulcio: 'http://127.0.0.1:9/fulcio', rekor: 'http://127.0.0.1:9/rekor' };
    root = trustedRoot(newSigstore(places), aState());
    await expect(verify()).rejects.toThrow('failed to build timestamp certificate chain');
  });
});

describe('Fulcio', async () => {
  const issuer = await newIssuer('http://127.0.0.1:9/oidc');
  const places = { fulcio: 'http://127.0.0.1:9/fulcio', rekor: 'http://127.0.0.1:9/rekor' };
  const sigstore = newSigstore(places);
  const handler = fulcioHandler(sigstore, issuer);
  const now = Date.now();

  interface Change {
    readonly claims?: Record<string, unknown>;
    readonly audience?: string;
    readonly later?: number;
    readonly signedText?: string;
    readonly pem?: string;
    readonly from?: string;
  }

  const ask = async (change: Change = {}, state = aState()) => {
    overrideClaims(state, change.claims ?? {});
    const url = change.from ?? issuer.url;
    const claims = issueClaims(state, url, change.audience ?? 'sigstore', now);
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const proof = sign(
      'sha256',
      Buffer.from(change.signedText ?? String(claims['sub'])),
      privateKey,
    );
    const content = change.pem ?? publicKey.export({ type: 'spki', format: 'pem' });
    const body = {
      credentials: { oidcIdentityToken: await issuer.sign(claims) },
      publicKeyRequest: {
        publicKey: { algorithm: 'ECDSA', content },
        proofOfPossession: proof.toString('base64'),
      },
    };
    return handler(
      aRequest('POST /api/v2/signingCert', { body }),
      state,
      now + (change.later ?? 0),
    );
  };

  const token = 'There was an error processing the identity token';
  test.each<[string, Change, string]>([
    ['for another audience', { audience: 'pypi' }, token],
    ['that has expired', { later: 300_000 }, token],
    ['of another issuer', { from: 'https://example.org' }, token],
    ['that lacks a claim', { claims: { job_workflow_sha: null } }, token],
    [
      'whose owner does not show the key',
      { signedText: 'other' },
      'The signature supplied in the request could not be verified',
    ],
    [
      'with something that is no key',
      { pem: 'x' },
      'The public key supplied in the request could not be parsed',
    ],
  ])('refuses a token %s', async (_what, change, message) => {
    const response = await ask(change);
    expect([response.status, bodyOf(response)]).toEqual([400, { code: 3, message, details: [] }]);
  });

  test('refuses what is no request', async () => {
    for (const body of ['', '[]', '{"credentials": 1}', 'null']) {
      const response = await handler(aRequest('POST /api/v2/signingCert', { body }), aState(), now);
      expect(response.status, body).toBe(400);
    }
  });

  test('certifies, and its public key is kept for later starts', async () => {
    const state = aState();
    expect((await ask({}, state)).status).toBe(201);
    const revision = state.revision();
    await ask({}, state);
    expect(state.revision()).toBe(revision + 1); // of the claims alone
    const later = trustedRoot(newSigstore(places), state);
    expect(later.certificateAuthorities).toHaveLength(2);
    expect(trustedRoot(sigstore, state).certificateAuthorities).toHaveLength(1);
  });
});

test.each([
  '',
  '{}',
  '{"kind":"dsse","apiVersion":"0.0.1"}',
  '{"kind":"dsse","apiVersion":"0.0.1","spec":{"proposedContent":{"envelope":"{\\"signatures\\":5}","verifiers":[""]}}}',
])('Rekor refuses %s', async (body) => {
  const handler = rekorHandler(newSigstore({ fulcio: 'http://a', rekor: 'http://b' }));
  const response = await handler(
    aRequest('POST /api/v1/log/entries', { body }),
    aState(),
    Date.now(),
  );
  expect(response.status).toBe(400);
});
