import type { Publisher } from '../state/rows.ts';
import type { Signer } from '../sigstore/verify.ts';
import { addresses } from '../upstream.ts';

/** Fulcio's numbers of what a certificate says. */
const said = { issuer: 8, repository: 12, commit: 13, ref: 14, workflow: 18 } as const;

/**
 * Why a certificate is not that of a publisher's workflow, or null. It names the workflow that was started, where
 * the exchange looks at the called one.
 */
export function signerProblem(signer: Signer, publisher: Publisher): string | null {
  const { owner, repository, workflow } = publisher;
  const page = `${addresses.github}/${owner}/${repository}`;
  const expected = [
    ['OIDCIssuerV2', said.issuer, addresses.githubIssuer],
    ['OIDCSourceRepositoryURI', said.repository, page],
  ] as const;
  for (const [name, number, wanted] of expected) {
    const got = signer(number);
    if (got !== wanted) {
      return `Certificate's ${name} does not match (got ${got}, expected ${wanted})`;
    }
  }
  const uri = signer(said.workflow);
  const at = [signer(said.commit), signer(said.ref)].filter((one) => one !== null);
  if (at.some((suffix) => uri === `${page}/.github/workflows/${workflow}@${suffix}`)) return null;
  return `Certificate's Build Config URI (${uri}) does not match expected Trusted Publisher (${workflow} @ ${owner}/${repository})`;
}
