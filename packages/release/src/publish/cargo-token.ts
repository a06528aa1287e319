import {
  artifactChanged,
  tokenAskedTwice,
  type Finding,
  type SlipwayError,
} from '../finding/index.ts';
import { lentToken, mintCratesIoToken, type RegistryToken } from '../identity/index.ts';
import type { Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { CratesIoEndpoint, Destination } from '../registry/index.ts';

/** Answers cargo's questions for a token during one attempt to publish one crate. */
export interface CargoTokens {
  /** Arguments that make cargo ask us, and nobody else. */
  readonly arguments: readonly string[];
  /** Why no token was given, when none was. */
  refusal(): unknown;
  /** Gives the token back first, and then ends, whoever is still connected. Returns what is to be told. */
  close(): Promise<readonly Finding[]>;
}

interface Question {
  readonly kind?: unknown;
  readonly operation?: unknown;
  readonly registry?: { readonly name?: unknown } | null;
  readonly name?: unknown;
  readonly vers?: unknown;
  readonly cksum?: unknown;
}

/**
 * What cargo gets when it asks for a token to read with, before it packages. It goes on with no refusal; and crates.io's
 * index is read without a token, so that this one is sent to nobody, and is worth nothing.
 */
const placeholder = 'slipway-gives-a-token-for-the-upload-alone';

/**
 * Serves cargo's credential provider protocol for one attempt to publish one crate. It answers one question, once:
 * `publish` of the very bytes that were checked, of which cargo tells name, version and checksum right before it
 * uploads them. The token is minted then; `given` is called when it is there. Nothing else gets a token.
 * Revoked on close; an owner's own token is not.
 * https://doc.rust-lang.org/cargo/reference/credential-provider-protocol.html
 */
export async function serveCargoTokens(
  artifact: Artifact,
  registry: CratesIoEndpoint,
  identity: Destination['identity'],
  ports: Ports,
  given: () => void,
): Promise<CargoTokens> {
  let refusal: unknown = null;
  let taken: Promise<RegistryToken> | null = null;
  let isOver = false;
  const give = async (question: Question): Promise<string> => {
    const wrong = otherThan(artifact, question);
    if (wrong) throw wrong;
    if (taken || isOver) throw tokenAskedTwice.error({ file: artifact.file });
    taken = tokenOf(registry, identity, ports);
    const { token } = await taken;
    given();
    return got(token.reveal());
  };
  const answer = async (line: string): Promise<string> => {
    try {
      const question = readQuestion(line);
      if (question.kind !== 'get') return failed('operation-not-supported');
      if (!isCratesIo(question)) return failed('url-not-supported');
      if (question.operation === 'read') return got(placeholder);
      if (question.operation !== 'publish') return failed('operation-not-supported');
      return await give(question);
    } catch (error) {
      refusal ??= error;
      return failed('other', error instanceof Error ? error.message : String(error));
    }
  };
  const server = await ports.serveLines(answer);
  return {
    arguments: [
      '--config',
      `credential-alias.slipway=${JSON.stringify([server.client, server.address])}`,
      '--config',
      'registry.credential-provider="slipway"',
    ],
    refusal: () => refusal,
    async close() {
      isOver = true;
      try {
        const token = await taken?.catch(() => null);
        const failure = await token?.revoke();
        return failure ? [failure] : [];
      } finally {
        await server.close();
      }
    },
  };
}

function tokenOf(
  registry: CratesIoEndpoint,
  identity: Destination['identity'],
  ports: Ports,
): Promise<RegistryToken> {
  const { ownToken } = registry;
  if (ownToken) return Promise.resolve(lentToken(ownToken, ports));
  return mintCratesIoToken(identity, registry, ports);
}

/** `never`: cargo asks again right before the upload, and then the checksum is known. */
function got(token: string): string {
  return JSON.stringify({
    Ok: { kind: 'get', token, cache: 'never', operation_independent: false },
  });
}

function failed(kind: string, message?: string): string {
  return JSON.stringify({ Err: message === undefined ? { kind } : { kind, message } });
}

/** What is no question asks for nothing. */
function readQuestion(line: string): Question {
  try {
    const question: unknown = JSON.parse(line);
    return typeof question === 'object' && question !== null ? question : {};
  } catch {
    return {};
  }
}

/** Of another registry, which a configuration may name, cargo tells the name. */
function isCratesIo({ registry }: Question): boolean {
  const name = registry?.name;
  return name === undefined || name === 'crates-io';
}

function otherThan(artifact: Artifact, question: Question): SlipwayError | null {
  const same =
    question.name === artifact.package &&
    question.vers === artifact.version &&
    question.cksum === artifact.sha256;
  if (same) return null;
  const now = typeof question.cksum === 'string' ? question.cksum : 'unknown';
  return artifactChanged.error(
    { file: artifact.file, built: artifact.sha256, now },
    { at: { file: artifact.path, line: null } },
  );
}
