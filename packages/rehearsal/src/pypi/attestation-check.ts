import { Refusal } from '../server/message.ts';
import type { State } from '../state/state.ts';
import type { Uploader } from './authorize.ts';

/**
 * Step 22: the attestations of an upload (PEP 740), as the file's provenance; null when it has none.
 * Their form is checked. Their signatures are not: only Sigstore's public instance could make them.
 */
export function readProvenance(
  field: string | null,
  uploader: Uploader,
  state: State,
): string | null {
  if (field === null) return null;
  if (uploader.kind === 'owner')
    throw invalid('Attestations are only supported when using Trusted Publishing');
  const attestations = parse(field);
  if (attestations.length === 0) {
    throw invalid('Malformed attestations: an empty attestation set is not permitted');
  }
  if (attestations.length > 2) throw invalid('A maximum of 2 attestations per file are supported');
  const publisher = state.publishers.get(String(uploader.token.publishers[0]));
  const bundle = {
    publisher: {
      kind: 'GitHub',
      repository: publisher
        ? `${publisher.owner}/${publisher.repository}`
        : uploader.token.run.repository,
      workflow: publisher?.workflow ?? null,
      environment: publisher?.environment ?? null,
      claims: null,
    },
    attestations,
  };
  return JSON.stringify({ version: 1, attestation_bundles: [bundle] });
}

interface Attestation {
  readonly version: 1;
  readonly verification_material: object;
  readonly envelope: { readonly statement: string; readonly signature: string };
}

function parse(field: string): Attestation[] {
  let value: unknown;
  try {
    value = JSON.parse(field);
  } catch (error) {
    throw invalid(`Malformed attestations: ${(error as Error).message}`);
  }
  if (Array.isArray(value) && value.every(isAttestation)) return value;
  throw invalid('Malformed attestations: not a list of attestations of version 1');
}

function isAttestation(value: unknown): value is Attestation {
  const {
    version,
    verification_material: material,
    envelope,
  } = (value ?? {}) as Partial<Attestation>;
  const isSigned =
    typeof envelope?.statement === 'string' && typeof envelope.signature === 'string';
  return version === 1 && typeof material === 'object' && isSigned;
}

function invalid(reason: string): Refusal {
  return new Refusal(400, `Invalid attestations supplied during upload: ${reason}`);
}
