import type { Artifact } from '../plan/index.ts';
import type { Ports, Verification } from '../ports.ts';
import { isAttestationOf, type Attestation } from './pep740.ts';

/** Who issues the identities of GitHub's jobs. */
const issuer = 'https://token.actions.githubusercontent.com';

/** By whom a file ought to be attested. */
export interface Attester {
  /** "owner/name" on GitHub. */
  readonly repository: string;
  /** The commit that was released; null where any will do. */
  readonly commit: string | null;
  /** What certifies keys: Sigstore's `trusted_root.json`. */
  readonly root: object;
}

/**
 * What is wrong with an attestation of a file (PEP 740): that it speaks of another, that it is not signed by a key which
 * the root certifies and its log knows, or that what signed it is no workflow of the repository, or ran for another
 * commit. Null where all is well.
 */
export async function attestationProblem(
  attestation: unknown,
  artifact: Pick<Artifact, 'file' | 'sha256'>,
  attester: Attester,
  { verifySigned }: Pick<Ports, 'verifySigned'>,
): Promise<string | null> {
  if (!isAttestationOf(attestation, artifact)) return 'it speaks of another file, or other bytes';
  const outcome = await verifySigned(signedOf(attestation), attester.root);
  if ('problem' in outcome) return outcome.problem;
  return signerProblem(outcome, attester);
}

type Signer = Exclude<Verification, { readonly problem: string }>;

function signerProblem(
  { issuer: by, repository: page, commit: at, workflow: file }: Signer,
  { repository, commit }: Attester,
): string | null {
  if (by !== issuer) return `it was signed for ${by ?? 'nobody'}`;
  const signer = pathOf(page).split('/').slice(1, 3).join('/');
  if (signer.toLowerCase() !== repository.toLowerCase()) {
    return `a workflow of ${signer || 'nobody'} signed it, and not one of ${repository}`;
  }
  const workflows = `/${repository}/.github/workflows/`;
  if (!pathOf(file).toLowerCase().startsWith(workflows.toLowerCase())) {
    return `${file ?? 'something'} signed it, which is no workflow of ${repository}`;
  }
  if (commit === null || at === commit) return null;
  return `it was signed for commit ${at ?? 'unknown'}, and ${commit} was released`;
}

function pathOf(address: string | null): string {
  return URL.parse(address ?? '')?.pathname ?? '';
}

function signedOf({ envelope, verification_material: material }: Attestation) {
  return {
    certificate: material?.certificate,
    entries: material?.transparency_entries,
    statement: envelope.statement,
    signature: envelope.signature,
  };
}
