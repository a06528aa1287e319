import { addresses } from '../upstream.ts';
import { Refusal } from '../server/message.ts';
import type { Publisher } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import type { Uploader } from './authorize.ts';
import type { Upload } from './upload.ts';

/**
 * Step 22: the attestations of an upload (PEP 740), as the file's provenance; null when it has none.
 * Their form, what they speak of and whose certificate they name are checked. Their signatures are
 * not: only Sigstore's public instance could make them.
 */
export function readProvenance(
  { form, file, digests }: Pick<Upload, 'form' | 'file' | 'digests'>,
  uploader: Uploader,
  state: State,
): string | null {
  const field = form.get('attestations');
  if (field === null) return null;
  if (uploader.kind === 'owner')
    throw invalid('Attestations are only supported when using Trusted Publishing');
  const attestations = parse(field);
  if (attestations.length === 0) {
    throw invalid('Malformed attestations: an empty attestation set is not permitted');
  }
  if (attestations.length > 2) throw invalid('A maximum of 2 attestations per file are supported');
  const publisher = state.publishers.get(String(uploader.token.publishers[0]));
  verifyKinds(attestations);
  for (const attestation of attestations) {
    const problem =
      certificateProblem(attestation, publisher) ??
      subjectProblem(statementOf(attestation), file, digests.sha256);
    if (problem !== null) {
      throw invalid(
        `Could not verify the uploaded artifact using the included attestation: ${problem}`,
      );
    }
  }
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
  readonly verification_material: { readonly certificate?: unknown };
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

/** Object identifier 1.3.6.1.4.1.57264.1.18 of Fulcio's certificates: the file of the calling workflow. */
const buildConfig = Buffer.from('060a2b0601040183bf300112', 'hex');

/** The certificate names the calling workflow, where the exchange looks at the called one. */
function certificateProblem(
  { verification_material: { certificate } }: Attestation,
  publisher: Publisher | undefined,
): string | null {
  const der = Buffer.from(typeof certificate === 'string' ? certificate : '', 'base64');
  const at = der.indexOf(buildConfig);
  if (at === -1 || !publisher) return null;
  const uri = textIn(der.subarray(at + buildConfig.length));
  const { owner, repository, workflow } = publisher;
  const file = `https://github.com/${owner}/${repository}/.github/workflows/${workflow}@`;
  if (uri.startsWith(file)) return null;
  return `Certificate's Build Config URI (${uri}) does not match expected Trusted Publisher (${workflow} @ ${owner}/${repository})`;
}

/** The text of an extension's value: an octet string around a string, each with its length before it. */
function textIn(der: Buffer): string {
  const content = (bytes: Buffer): Buffer => {
    const first = bytes[1] ?? 0;
    const width = first < 0x80 ? 0 : first - 0x80;
    const length = width === 0 ? first : bytes.readUIntBE(2, width);
    return bytes.subarray(2 + width, 2 + width + length);
  };
  return content(content(der)).toString('utf8');
}

function invalid(reason: string): Refusal {
  return new Refusal(400, `Invalid attestations supplied during upload: ${reason}`);
}
