import { describe, expect, it } from 'vitest';
import { Secret } from '../identity/index.ts';
import type { Artifact } from '../plan/index.ts';
import type { Ports, Sign } from '../ports.ts';
import { attestFiles, isAttestationOf, toAttestation, toStatement } from './index.ts';

const artifact = (file: string): Artifact => ({
  kind: 'wheel',
  package: 'tide',
  version: '0.1.0',
  file,
  path: `dist/${file}`,
  sha256: 'ab'.repeat(32),
  bytes: 1,
});
const wheel = artifact('tide-0.1.0-py3-none-any.whl');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const bundleOf = (statement: string) => ({
  mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
  verificationMaterial: { certificate: { rawBytes: 'AAAA' }, tlogEntries: [{ logIndex: '1' }] },
  dsseEnvelope: {
    payload: base64(statement),
    payloadType: 'application/vnd.in-toto+json',
    signatures: [{ sig: 'BBBB', keyid: '' }],
  },
});

describe('an attestation', () => {
  it('says of one file that it was published, and no more', () => {
    expect(JSON.parse(toStatement(wheel))).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: wheel.file, digest: { sha256: wheel.sha256 } }],
      predicateType: 'https://docs.pypi.org/attestations/publish/v1',
      predicate: null,
    });
  });

  it('is made of a bundle’s certificate, log entries, payload and signature', () => {
    const statement = toStatement(wheel);
    expect(toAttestation(bundleOf(statement))).toEqual({
      version: 1,
      verification_material: {
        certificate: 'AAAA',
        transparency_entries: [{ logIndex: '1' }],
      },
      envelope: { statement: base64(statement), signature: 'BBBB' },
    });
  });

  const whole = bundleOf('{}');
  const { verificationMaterial: material, dsseEnvelope: envelope } = whole;
  it.each([
    null,
    {},
    { ...whole, verificationMaterial: { ...material, certificate: undefined } },
    { ...whole, verificationMaterial: { ...material, tlogEntries: [] } },
    { ...whole, dsseEnvelope: { ...envelope, signatures: [] } },
    { ...whole, dsseEnvelope: { ...envelope, signatures: [{ sig: 'a' }, { sig: 'b' }] } },
  ])('is not made of %j', (bundle) => {
    expect(toAttestation(bundle)).toBeNull();
  });

  it('is of a file when it names it and its bytes', () => {
    const attestation = toAttestation(bundleOf(toStatement(wheel)));
    expect(isAttestationOf(attestation, wheel)).toBe(true);
    expect(isAttestationOf(attestation, { ...wheel, sha256: 'cd'.repeat(32) })).toBe(false);
    expect(isAttestationOf(attestation, artifact('other.whl'))).toBe(false);
    const slsa = toStatement(wheel).replace(
      /https:\/\/docs[^"]*/,
      'https://slsa.dev/provenance/v1',
    );
    for (const other of [slsa, '', 'null', '[]', '{"subject":5}']) {
      expect(isAttestationOf(toAttestation(bundleOf(other)), wheel), other).toBe(false);
    }
    for (const other of [null, 5, {}, { envelope: null }]) {
      expect(isAttestationOf(other, wheel)).toBe(false);
    }
  });
});

describe('many files', () => {
  const files = Array.from({ length: 12 }, (_, index) => artifact(`tide-${index}.whl`));
  const identity = { requestUrl: 'http://oidc/token', requestToken: new Secret('r') };
  const signing = {
    sigstore: { fulcio: 'http://f', rekor: 'http://r' },
    identity,
    registry: 'PyPI',
  };

  /** A world in which a signature takes a minute, and identities are numbered. */
  function world(sign: Sign) {
    const asked: string[] = [];
    let now = 0;
    const fetch = async (url: string): Promise<Response> => {
      asked.push(`${new URL(url).searchParams.get('audience')} at ${now / 60_000}`);
      return Response.json({ value: `token ${asked.length}` });
    };
    const slowly: Sign = (...what) => {
      now += 60_000;
      return sign(...what);
    };
    const ports = { fetch, sign: slowly, clock: { now: () => now } };
    return { asked, ports: ports as unknown as Ports };
  }

  it('are each signed with an identity that is not too old', async () => {
    const used: string[] = [];
    const { asked, ports } = world(async (statement, _endpoint, token) => {
      used.push(token.reveal());
      return { bundle: bundleOf(statement) };
    });
    const made = await attestFiles(files, signing, ports);
    expect([...made.keys()].toSorted()).toEqual(files.map(({ file }) => file).toSorted());
    expect(asked).toEqual(['sigstore at 0', 'sigstore at 4', 'sigstore at 8']);
    expect(used).toHaveLength(12);
  });

  it('SLW407: are not gone on with when one fails', async () => {
    let count = 0;
    const { ports } = world(async () => {
      count += 1;
      return { refusedBy: 'fulcio', detail: '(502) Bad Gateway' };
    });
    await expect(attestFiles(files, signing, ports)).rejects.toThrow(
      'SLW407 tide-0.whl could not be attested: Fulcio at http://f says (502) Bad Gateway',
    );
    expect(count).toBe(4);
  });
});
