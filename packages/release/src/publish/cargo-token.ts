import { artifactChanged, type SlipwayError } from '../finding/index.ts';
import {
  lentToken,
  mintCratesIoToken,
  renewedTokens,
  type RegistryToken,
  type RenewedTokens,
} from '../identity/index.ts';
import type { Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { CratesIoEndpoint, Destination } from '../registry/index.ts';
import { atOnce, slowestSending } from '../schedule/index.ts';

/** Answers cargo's questions for a token while one crate is published. */
export interface CargoTokens {
  /** Arguments that make cargo ask us, and nobody else. */
  readonly arguments: readonly string[];
  /** Why no token was given, when none was. */
  refusal(): unknown;
  close(): Promise<void>;
}

interface Question {
  readonly kind: string;
  readonly operation?: string;
  readonly name?: string;
  readonly vers?: string;
  readonly cksum?: string;
}

/**
 * Serves cargo's credential provider protocol for one crate. The token is minted when cargo asks,
 * which is after it has packaged; and cargo gets it only for the very bytes that were checked: it
 * tells the checksum of what it is about to upload; `given` is called then. Revoked on close; an owner's own token
 * is not.
 * https://doc.rust-lang.org/cargo/reference/credential-provider-protocol.html
 */
export async function serveCargoTokens(
  artifact: Artifact,
  registry: CratesIoEndpoint,
  identity: Destination['identity'],
  ports: Ports,
  given: () => void,
): Promise<CargoTokens> {
  const tokens = tokensOf(registry, identity, ports);
  let refusal: unknown = null;
  const answer = async (line: string): Promise<string> => {
    try {
      const question = JSON.parse(line) as Question;
      if (question.kind !== 'get') return failed('operation-not-supported');
      const wrong = question.operation === 'publish' ? otherThan(artifact, question) : null;
      if (wrong) throw wrong;
      const token = (
        await tokens.get(slowestSending(artifact.bytes, atOnce.crates))
      ).token.reveal();
      if (question.operation === 'publish') given();
      // `never`: cargo asks again right before the upload, and then the checksum is known. Cargos wait for each other
      // while they package: what was asked for in the beginning may be old by then.
      return JSON.stringify({
        Ok: { kind: 'get', token, cache: 'never', operation_independent: false },
      });
    } catch (error) {
      refusal ??= error;
      return failed('other', error instanceof Error ? error.message : String(error));
    }
  };
  const server = await ports.serveLines(answer);
  const alias = [ports.environment.credentialHelper, server.address];
  return {
    arguments: [
      '--config',
      `credential-alias.slipway=${JSON.stringify(alias)}`,
      '--config',
      'registry.credential-provider="slipway"',
    ],
    refusal: () => refusal,
    async close() {
      await server.close();
      await tokens.revoke();
    },
  };
}

function tokensOf(
  registry: CratesIoEndpoint,
  identity: Destination['identity'],
  ports: Ports,
): RenewedTokens {
  const { ownToken } = registry;
  const lend = async (): Promise<RegistryToken> => lentToken(ownToken!, ports);
  return renewedTokens(ownToken ? lend : () => mintCratesIoToken(identity, registry, ports), ports);
}

function failed(kind: string, message?: string): string {
  return JSON.stringify({ Err: message === undefined ? { kind } : { kind, message } });
}

function otherThan(artifact: Artifact, question: Question): SlipwayError | null {
  const same =
    question.name === artifact.package &&
    question.vers === artifact.version &&
    question.cksum === artifact.sha256;
  if (same) return null;
  const now = question.cksum ?? 'unknown';
  return artifactChanged.error(
    { file: artifact.file, built: artifact.sha256, now },
    { at: { file: artifact.path, line: null } },
  );
}
