import { notAttested } from '../finding/index.ts';
import { identityTokens, type Identity, type Secret } from '../identity/index.ts';
import type { Artifact } from '../plan/index.ts';
import type { Ports, SigstoreEndpoint } from '../ports.ts';
import { toAttestation, type Attestation } from './pep740.ts';
import { toStatement } from './statement.ts';

const audience = 'sigstore';
const atOnce = 4;

/** Who signs, as whom, and for which registry. */
export interface Signing {
  readonly sigstore: SigstoreEndpoint;
  readonly identity: Identity;
  readonly registry: string;
}

/**
 * Attests files, several at once; all of them, or none is told of.
 * @returns the attestations by file name. Throws SlipwayError SLW407, SLW303, SLW401.
 */
export async function attestFiles(
  artifacts: readonly Artifact[],
  signing: Signing,
  ports: Pick<Ports, 'fetch' | 'clock' | 'sign'>,
): Promise<ReadonlyMap<string, Attestation>> {
  const identity = identityTokens(signing.identity, audience, ports);
  const made = new Map<string, Attestation>();
  const queue = [...artifacts];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      made.set(next.file, await attest(next, await identity(), signing, ports));
    }
  };
  const stopping = (error: unknown): never => {
    queue.length = 0;
    throw error;
  };
  const workers = Array.from({ length: atOnce }, () => work().catch(stopping));
  const ended = await Promise.allSettled(workers);
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return made;
}

async function attest(
  artifact: Artifact,
  identity: Secret,
  { sigstore, registry }: Signing,
  ports: Pick<Ports, 'sign'>,
): Promise<Attestation> {
  const { file, path } = artifact;
  const outcome = await ports.sign(toStatement(artifact), sigstore, identity);
  const attestation = 'bundle' in outcome ? toAttestation(outcome.bundle) : null;
  if (attestation) return attestation;
  const { refusedBy, detail } =
    'refusedBy' in outcome
      ? outcome
      : ({ refusedBy: 'rekor', detail: 'nothing that could be kept' } as const);
  const service = names[refusedBy];
  const url = sigstore[refusedBy];
  throw notAttested.error(
    { service, url, registry, file, detail },
    { at: { file: path, line: null } },
  );
}

const names: Readonly<Record<keyof SigstoreEndpoint, string>> = {
  fulcio: 'Fulcio',
  rekor: 'Rekor',
};
