import { createHash, verify, X509Certificate } from 'node:crypto';
import { json, type Handler } from '../message/message.ts';
import { route } from '../server/route.ts';
import { asRekor, invalid, readObject } from './refusal.ts';
import type { Sigstore } from './parts.ts';

/** Rekor: the log of signatures. It takes what Python's and npm's clients write: `dsse` 0.0.1. */
export function rekorHandler({ log }: Sigstore): Handler {
  const add: Handler = (request, _state, now) => {
    const body = entryOf(readObject(request.body) as Partial<Proposed>);
    const id = log.idOf(body);
    const location = `/api/v1/log/entries/${id}`;
    const added = log.add(body, now);
    if (added) return json(201, { [id]: added.entry }, { location });
    const message = `an equivalent entry already exists in the transparency log with UUID ${id}`;
    return json(409, { code: 409, message }, { location });
  };
  const find: Handler = ({ parameters: { id = '' } }) => {
    const entry = log.find(id);
    return entry ? json(200, { [id]: entry }) : json(404, { code: 404, message: 'Not Found' });
  };
  return route(
    { 'POST /api/v1/log/entries': asRekor(add), 'GET /api/v1/log/entries/{id}': find },
    () => json(404, { code: 404, message: 'Not Found' }),
  );
}

interface Proposed {
  readonly kind: string;
  readonly apiVersion: string;
  readonly spec: {
    readonly proposedContent?: { readonly envelope?: unknown; readonly verifiers?: unknown };
  };
}

/** An envelope of DSSE with one signature. */
interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly sig: string }[];
}

/** What is kept of a proposed entry: digests, the signature and its certificate. */
function entryOf({ kind, apiVersion, spec }: Partial<Proposed>): object {
  if (kind !== 'dsse' || apiVersion !== '0.0.1') {
    throw invalid(`entry kind '${kind}' with version '${apiVersion}' is not supported here`);
  }
  const { envelope: text, verifiers } = spec?.proposedContent ?? {};
  const envelope = readObject(Buffer.from(String(text))) as Partial<Envelope>;
  const { payload, payloadType, signatures } = envelope;
  const [verifier] = Array.isArray(verifiers) ? (verifiers as unknown[]) : [];
  const certificate = readCertificate(verifier);
  const only = Array.isArray(signatures) ? (signatures as Envelope['signatures'])[0] : null;
  const sig: unknown = only?.sig;
  if (
    !certificate ||
    typeof sig !== 'string' ||
    typeof payload !== 'string' ||
    typeof payloadType !== 'string'
  ) {
    throw invalid('error processing entry: invalid DSSE envelope or verifier');
  }
  const bytes = Buffer.from(payload, 'base64');
  const signature = Buffer.from(sig, 'base64');
  if (!verify('sha256', authenticated(payloadType, bytes), certificate.publicKey, signature)) {
    throw invalid('error processing entry: could not verify envelope');
  }
  const pem = Buffer.from(certificate.toString()).toString('base64');
  return {
    apiVersion,
    kind,
    spec: {
      envelopeHash: digest(Buffer.from(String(text))),
      payloadHash: digest(bytes),
      signatures: [{ signature: sig, verifier: pem }],
    },
  };
}

function readCertificate(verifier: unknown): X509Certificate | null {
  try {
    return new X509Certificate(Buffer.from(String(verifier), 'base64'));
  } catch {
    return null;
  }
}

/** What an envelope's signature is over: DSSE's pre-authentication encoding. */
function authenticated(type: string, payload: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

function digest(bytes: Buffer): object {
  return { algorithm: 'sha256', value: createHash('sha256').update(bytes).digest('hex') };
}
