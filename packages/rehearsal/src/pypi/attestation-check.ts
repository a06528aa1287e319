import { addresses } from '../upstream.ts';
import { Refusal } from '../message/message.ts';
import { trustedRoot, type TrustedRoot } from '../sigstore/trusted-root.ts';
import { Unreadable, Unverified, verifySigned } from '../sigstore/verify.ts';
import type { Publisher } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import type { Uploader } from './authorize.ts';
import type { Site } from './site.ts';
import { signerProblem } from './trusted-signer.ts';
import type { Upload } from './file-upload.ts';

/**
 * Step 22: the attestations of an upload (PEP 740), as the file's provenance; null when it has none.
 * They are verified as PyPI does it, but against the rehearsal's own Sigstore.
 */
export async function readProvenance(
  upload: Pick<Upload, 'form' | 'file' | 'digests'>,
  uploader: Uploader,
  site: Pick<Site, 'sigstore'>,
  state: State,
): Promise<string | null> {
  const field = upload.form.get('attestations');
  if (field === null) return null;
  if (uploader.kind === 'owner')
    throw invalid('Attestations are only supported when using Trusted Publishing');
  const attestations = parse(field);
  if (attestations.length === 0) {
    throw invalid('Malformed attestations: an empty attestation set is not permitted');
  }
  if (attestations.length > 2) throw invalid('A maximum of 2 attestations per file are supported');
  verifyKinds(attestations);
  const publisher = state.publishers.get(String(uploader.token.publishers[0]));
  const root = trustedRoot(site.sigstore, state);
  for (const attestation of attestations) await verify(attestation, upload, publisher, root);
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

async function verify(
  attestation: Attestation,
  { file, digests }: Pick<Upload, 'file' | 'digests'>,
  publisher: Publisher | undefined,
  root: TrustedRoot,
): Promise<void> {
  const { verification_material: material, envelope } = attestation;
  const signed = {
    certificate: material.certificate,
    entries: material.transparency_entries,
    payload: envelope.statement,
    signature: envelope.signature,
  };
  const problem = await verifySigned(signed, root).then(
    (signer) =>
      (publisher ? signerProblem(signer, publisher) : null) ??
      subjectProblem(statementOf(attestation), file, digests.sha256),
    (error: unknown) => {
      if (error instanceof Unverified) return error.message;
      if (!(error instanceof Unreadable)) throw error;
      throw invalid(`Unknown error while trying to verify included attestations: ${error.message}`);
    },
  );
  if (problem === null) return;
  throw invalid(
    `Could not verify the uploaded artifact using the included attestation: Verification failed: ${problem}`,
  );
}

interface Attestation {
  readonly version: 1;
  readonly verification_material: {
    readonly certificate: string;
    readonly transparency_entries: readonly unknown[];
  };
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
  const entries: unknown = material?.transparency_entries;
  const isProven =
    typeof material?.certificate === 'string' && Array.isArray(entries) && entries.length > 0;
  return version === 1 && isProven && isSigned;
}

/** What an attestation states, in in-toto's form. */
interface Statement {
  readonly predicateType?: string;
  readonly subject?: readonly {
    readonly name?: string;
    readonly digest?: { readonly sha256?: string };
  }[];
}

function statementOf({ envelope }: Attestation): Statement {
  try {
    const text = Buffer.from(envelope.statement, 'base64').toString('utf8');
    return (JSON.parse(text) ?? {}) as Statement;
  } catch {
    throw invalid('Malformed attestations: the statement is not JSON');
  }
}

const kinds = [
  `${addresses.pypiDocs}/attestations/publish/v1`,
  'https://slsa.dev/provenance/v1',
] as const;

function verifyKinds(attestations: readonly Attestation[]): void {
  const found = attestations.map((one) => String(statementOf(one).predicateType));
  const unknown = found.find((kind) => !kinds.some((known) => known === kind));
  if (unknown !== undefined) {
    throw invalid(`Attestation with unsupported predicate type: ${unknown}`);
  }
  const twice = found.find((kind, index) => found.indexOf(kind) !== index);
  if (twice === undefined) return;
  throw invalid(
    `Multiple attestations for the same file with the same predicate type (${twice}) are not supported`,
  );
}

function subjectProblem({ subject = [] }: Statement, file: string, sha256: string): string | null {
  const [only] = subject;
  if (!only || subject.length !== 1) return 'too many subjects in statement (must be exactly one)';
  if (only.name !== file) {
    return `subject does not match distribution name: ${only.name} != ${file}`;
  }
  return only.digest?.sha256 === sha256 ? null : 'subject does not match distribution digest';
}

function invalid(reason: string): Refusal {
  return new Refusal(400, `Invalid attestations supplied during upload: ${reason}`);
}
