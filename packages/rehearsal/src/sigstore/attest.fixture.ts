import { generateKeyPairSync, sign } from 'node:crypto';
import { DSSEBundleBuilder, FulcioSigner, RekorWitness } from '@sigstore/sign';
import { bundleToJSON } from '@sigstore/bundle';
import { claimsBase } from '../oidc/claims.ts';
import { aRequest, bodyOf } from '../message/request.fixture.ts';
import { noon } from '../state/state.fixture.ts';
import type { State } from '../state/state.ts';
import { toIdentity } from './identity.ts';
import type { LogEntry } from './log.ts';
import { rekorHandler } from './rekor.ts';
import type { Sigstore, SigstorePlaces } from './parts.ts';

/** An attestation as PEP 740 has it. */
export interface Attestation {
  readonly version: 1;
  readonly verification_material: {
    readonly certificate: string;
    readonly transparency_entries: readonly Record<string, unknown>[];
  };
  readonly envelope: { readonly statement: string; readonly signature: string };
}

export const publishKind = 'https://docs.pypi.org/attestations/publish/v1';

export function statementOf(name: string, sha256: string, change: object = {}): object {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256 } }],
    predicateType: publishKind,
    predicate: null,
    ...change,
  };
}

/** Attests with Sigstore's own client. */
export async function attest(
  statement: object,
  identityToken: string,
  places: SigstorePlaces,
): Promise<Attestation> {
  const builder = new DSSEBundleBuilder({
    signer: new FulcioSigner({
      fulcioBaseURL: places.fulcio,
      identityProvider: { getToken: () => Promise.resolve(identityToken) },
    }),
    witnesses: [new RekorWitness({ rekorBaseURL: places.rekor })],
  });
  const data = Buffer.from(JSON.stringify(statement));
  const type = 'application/vnd.in-toto+json';
  const { verificationMaterial, dsseEnvelope } = bundleToJSON(await builder.create({ data, type }));
  return {
    version: 1,
    verification_material: {
      certificate: verificationMaterial.certificate?.rawBytes ?? '',
      transparency_entries: verificationMaterial.tlogEntries,
    },
    envelope: {
      statement: dsseEnvelope?.payload ?? '',
      signature: dsseEnvelope?.signatures[0]?.sig ?? '',
    },
  };
}

/** The same without a network, for the run of which the state's claims are true. */
export async function attestHere(
  statement: object,
  sigstore: Sigstore,
  state: State,
): Promise<Attestation> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const identity = toIdentity(claimsBase(state))!;
  const [leaf = ''] = sigstore.authority.issue(identity, publicKey, noon);
  const payload = Buffer.from(JSON.stringify(statement));
  const type = 'application/vnd.in-toto+json';
  const head = `DSSEv1 ${type.length} ${type} ${payload.length} `;
  const sig = sign('sha256', Buffer.concat([Buffer.from(head), payload]), privateKey);
  const envelope = {
    payload: payload.toString('base64'),
    payloadType: type,
    signatures: [{ sig: sig.toString('base64') }],
  };
  const verifiers = [Buffer.from(leaf).toString('base64')];
  const proposedContent = { envelope: JSON.stringify(envelope), verifiers };
  const body = { kind: 'dsse', apiVersion: '0.0.1', spec: { proposedContent } };
  const request = aRequest('POST /api/v1/log/entries', { body });
  const answer = await rekorHandler(sigstore)(request, state, noon);
  const [entry] = Object.values(bodyOf<Record<string, LogEntry>>(answer));
  return {
    version: 1,
    verification_material: {
      certificate: leaf.replaceAll(/-----.*-----|\s/g, ''),
      transparency_entries: [toProtobuf(entry!)],
    },
    envelope: { statement: envelope.payload, signature: sig.toString('base64') },
  };
}

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');

function toProtobuf({ verification, ...entry }: LogEntry): Record<string, unknown> {
  const { inclusionProof: proof, signedEntryTimestamp } = verification;
  return {
    logIndex: String(entry.logIndex),
    logId: { keyId: base64(entry.logID) },
    kindVersion: { kind: 'dsse', version: '0.0.1' },
    integratedTime: String(entry.integratedTime),
    inclusionPromise: { signedEntryTimestamp },
    inclusionProof: {
      logIndex: String(proof.logIndex),
      rootHash: base64(proof.rootHash),
      treeSize: String(proof.treeSize),
      hashes: proof.hashes.map(base64),
      checkpoint: { envelope: proof.checkpoint },
    },
    canonicalizedBody: entry.body,
  };
}
