import type { Artifact } from '../plan/index.ts';
import { speaksOf } from './statement.ts';

/** An attestation as registries of Python packages have it. PEP 740 */
export interface Attestation {
  readonly version: 1;
  readonly verification_material: {
    /** The signer's, in DER and base64. */
    readonly certificate: string;
    /** Rows of Sigstore's log, as its protobuf writes them in JSON. */
    readonly transparency_entries: readonly object[];
  };
  /** Both in base64. */
  readonly envelope: { readonly statement: string; readonly signature: string };
}

/** The parts of a Sigstore bundle (version 0.3, in JSON) that an attestation is made of. */
interface Bundle {
  readonly verificationMaterial?: {
    readonly certificate?: { readonly rawBytes?: string };
    readonly tlogEntries?: readonly object[];
  };
  readonly dsseEnvelope?: {
    readonly payload?: string;
    readonly signatures?: readonly { readonly sig?: string }[];
  };
}

/** A bundle in the form of PEP 740; null when it lacks a certificate, a row of the log or a signature. */
export function toAttestation(bundle: unknown): Attestation | null {
  const { verificationMaterial: material, dsseEnvelope: envelope } = (bundle ?? {}) as Bundle;
  const certificate = material?.certificate?.rawBytes;
  const entries = material?.tlogEntries ?? [];
  const statement = envelope?.payload;
  const [only, ...more] = envelope?.signatures ?? [];
  if (!certificate || entries.length === 0 || !statement || !only?.sig || more.length > 0) {
    return null;
  }
  return {
    version: 1,
    verification_material: { certificate, transparency_entries: entries },
    envelope: { statement, signature: only.sig },
  };
}

/** Whether something is an attestation that these bytes were published. Its signature is not looked at. */
export function isAttestationOf(
  value: unknown,
  artifact: Pick<Artifact, 'file' | 'sha256'>,
): value is Attestation {
  const statement = (value as Partial<Attestation> | null)?.envelope?.statement;
  if (typeof statement !== 'string') return false;
  return speaksOf(Buffer.from(statement, 'base64').toString('utf8'), artifact);
}
