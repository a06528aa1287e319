import type { Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { isAttestationOf, type Attestation } from './pep740.ts';

/** Who issues the identities of GitHub's jobs. */
const issuer = 'https://token.actions.githubusercontent.com';

/**
 * What is wrong with an attestation of a file (PEP 740): that it speaks of another, that it is not signed by a key which
 * `root` certifies and its log knows, or that a workflow of another repository signed it. Null where all is well.
 * @param repository "owner/name" on GitHub
 */
export async function attestationProblem(
  attestation: unknown,
  artifact: Pick<Artifact, 'file' | 'sha256'>,
  { repository, root }: { readonly repository: string; readonly root: object },
  { verifySigned }: Pick<Ports, 'verifySigned'>,
): Promise<string | null> {
  if (!isAttestationOf(attestation, artifact)) return 'it speaks of another file, or other bytes';
  const outcome = await verifySigned(signedOf(attestation), root);
  if ('problem' in outcome) return outcome.problem;
  if (outcome.issuer !== issuer) return `it was signed for ${outcome.issuer ?? 'nobody'}`;
  const [owner, name] = (URL.parse(outcome.repository ?? '')?.pathname ?? '').split('/').slice(1);
  const signer = `${owner}/${name}`;
  if (signer.toLowerCase() === repository.toLowerCase()) return null;
  return `a workflow of ${signer} signed it, and not one of ${repository}`;
}

function signedOf({ envelope, verification_material: material }: Attestation) {
  return {
    certificate: material?.certificate,
    entries: material?.transparency_entries,
    statement: envelope.statement,
    signature: envelope.signature,
  };
}
