import { X509Certificate } from 'node:crypto';
import type { ObjectIdentifierValuePair, VerificationError } from '@sigstore/verify';
import { readText } from './der.ts';
import { fulcio } from './identity.ts';
import type { TrustedRoot } from './trusted-root.ts';

/** Something signed, as Sigstore's bundles have it: bytes in base64. */
export interface Signed {
  readonly certificate: string;
  readonly entries: readonly unknown[];
  readonly payload: string;
  readonly signature: string;
}

/** What the signer's certificate says, by the last number of Fulcio's extensions. */
export type Signer = (number: number) => string | null;

/** Not signed as it ought to be. The text is for whoever sent it. */
export class Unverified extends Error {}

/** No bundle at all. */
export class Unreadable extends Error {}

/**
 * Verifies certificate, log entry and signature, with Sigstore's own verifier.
 * @throws Unverified, Unreadable
 */
export async function verifySigned(what: Signed, root: TrustedRoot): Promise<Signer> {
  // Loaded when it is needed: most rehearsals' clients attest nothing.
  const [{ TrustedRoot: Root }, { toTrustMaterial, Verifier }] = await Promise.all([
    import('@sigstore/protobuf-specs'),
    import('@sigstore/verify'),
  ]);
  const entity = await toEntity(what);
  try {
    const verifier = new Verifier(toTrustMaterial(Root.fromJSON(root)));
    const { identity } = verifier.verify(entity);
    return (number) => textOf(identity?.oids ?? [], fulcio(number));
  } catch (error) {
    const { code, message } = error as VerificationError;
    // PyPI's verifier compares the signature with the log only after the statement.
    const { publicKey } = new X509Certificate(Buffer.from(what.certificate, 'base64'));
    const isSigned = code !== 'TLOG_BODY_ERROR' || entity.signature.verifySignature(publicKey);
    const known = isSigned ? code : 'SIGNATURE_ERROR';
    throw new Unverified(texts[known] ?? message, { cause: error });
  }
}

async function toEntity({ certificate, entries, payload, signature }: Signed) {
  const [{ bundleFromJSON }, { toSignedEntity }] = await Promise.all([
    import('@sigstore/bundle'),
    import('@sigstore/verify'),
  ]);
  const envelope = { payload, payloadType, signatures: [{ sig: signature, keyid: '' }] };
  try {
    const bundle = bundleFromJSON({
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: { certificate: { rawBytes: certificate }, tlogEntries: entries },
      dsseEnvelope: envelope,
    });
    return toSignedEntity(bundle);
  } catch (error) {
    const part = isCertificate(certificate) ? 'transparency log entry' : 'X.509 certificate';
    throw new Unreadable(`invalid ${part}`, { cause: error });
  }
}

const payloadType = 'application/vnd.in-toto+json';

function isCertificate(base64: string): boolean {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).ca === false;
  } catch {
    return false;
  }
}

/** What PyPI's verifier, sigstore-python, says of the same. */
const texts: Partial<Record<VerificationError['code'], string>> = {
  CERTIFICATE_ERROR: 'failed to build timestamp certificate chain',
  SIGNATURE_ERROR: 'DSSE: invalid signature',
  TIMESTAMP_ERROR: 'not enough sources of verified time',
  TLOG_BODY_ERROR: 'log entry signatures do not match bundle',
  TLOG_INCLUSION_PROMISE_ERROR: 'invalid log entry: SET: invalid inclusion promise',
  TLOG_INCLUSION_PROOF_ERROR: 'invalid log entry: checkpoint: invalid signature',
};

function textOf(extensions: readonly ObjectIdentifierValuePair[], name: string): string | null {
  const found = extensions.find(({ oid }) => oid?.id.join('.') === name);
  return found ? readText(found.value) : null;
}
