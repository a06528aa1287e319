import { exchangeRefused, registryUnreachable } from '../finding/index.ts';
import type { Ports } from '../ports.ts';
import { userAgent } from './agent.ts';
import { describeClaims, readClaims } from './claims.ts';
import { Secret } from './secret.ts';
import { reason, requestIdToken, type IdentityEndpoint } from './token.ts';

/** A short-lived registry token, and how to give it back. */
export interface RegistryToken {
  readonly token: Secret;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly mintedAt: number;
  /** After this it must not be used: the registry's life less a margin. */
  readonly usableUntil: number;
  revoke(): Promise<void>;
}

type IdentityPorts = Pick<Ports, 'fetch' | 'clock'>;

/** crates.io tokens live 30 minutes, PyPI's 15; both are replaced well before. */
const cratesIoLife = 25 * 60_000;
const pypiLife = 12 * 60_000;

/**
 * Exchanges an identity for a crates.io token: `POST {api}/api/v1/trusted_publishing/tokens`.
 * The audience is the registry's host name.
 * @throws SlipwayError SLW302 with the registry's reason and the claims it compared, SLW303, SLW401.
 */
export async function mintCratesIoToken(
  identity: IdentityEndpoint,
  registry: { readonly api: string; readonly audience: string },
  ports: IdentityPorts,
): Promise<RegistryToken> {
  const jwt = await requestIdToken(identity, registry.audience, ports);
  const url = `${registry.api}/api/v1/trusted_publishing/tokens`;
  const answer = await postJson('crates.io', url, { jwt: jwt.reveal() }, ports);
  const token = answer.body['token'];
  if (!answer.ok || typeof token !== 'string') {
    throw await refused('crates.io', answer, detailOfCratesIo(answer.body), jwt);
  }
  const secret = new Secret(token);
  return lasting(secret, cratesIoLife, ports, () =>
    ports.fetch(url, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${secret.reveal()}`, 'user-agent': userAgent },
    }),
  );
}

/**
 * Exchanges an identity for a PyPI token: audience from `/_/oidc/audience`, token from
 * `/_/oidc/mint-token`; revoked by `/_/oidc/burn-token`.
 * @throws SlipwayError SLW302 with the registry's reason and the claims it compared, SLW303, SLW401.
 */
export async function mintPypiToken(
  identity: IdentityEndpoint,
  registry: { readonly title: string; readonly oidc: string },
  ports: IdentityPorts,
): Promise<RegistryToken> {
  const base = registry.oidc.replace(/\/$/, '');
  const audience = await pypiAudience(registry.title, base, ports);
  const jwt = await requestIdToken(identity, audience, ports);
  const answer = await postJson(
    registry.title,
    `${base}/mint-token`,
    { token: jwt.reveal() },
    ports,
  );
  const token = answer.body['token'];
  if (!answer.ok || typeof token !== 'string') {
    throw await refused(registry.title, answer, detailOfPypi(answer.body), jwt);
  }
  const secret = new Secret(token);
  return lasting(secret, pypiLife, ports, () =>
    ports.fetch(`${base}/burn-token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': userAgent },
      body: JSON.stringify({ token: secret.reveal() }),
    }),
  );
}

async function pypiAudience(title: string, base: string, ports: IdentityPorts): Promise<string> {
  const url = `${base}/audience`;
  const response = await ports
    .fetch(url, { headers: { 'user-agent': userAgent } })
    .catch((cause: unknown) => unreachable(title, url, cause));
  const body = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  const { audience } = body;
  if (!response.ok || typeof audience !== 'string') {
    throw exchangeRefused.error({
      registry: title,
      status: response.status,
      detail: 'trusted publishing is not enabled there',
      claims: 'not asked for yet',
    });
  }
  return audience;
}

function lasting(
  token: Secret,
  life: number,
  ports: IdentityPorts,
  giveBack: () => Promise<Response>,
): RegistryToken {
  const mintedAt = ports.clock.now();
  return {
    token,
    mintedAt,
    usableUntil: mintedAt + life,
    // A token that could not be revoked dies by itself within minutes; the release it served is
    // live, so this must not fail it.
    revoke: async () => {
      await giveBack().catch(() => null);
    },
  };
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function postJson(
  registry: string,
  url: string,
  body: object,
  ports: IdentityPorts,
): Promise<Answer> {
  const response = await ports
    .fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        'user-agent': userAgent,
      },
      body: JSON.stringify(body),
    })
    .catch((cause: unknown) => unreachable(registry, url, cause));
  const parsed: unknown = await response.json().catch(() => null);
  const isObject = typeof parsed === 'object' && parsed !== null;
  return {
    ok: response.ok,
    status: response.status,
    body: isObject ? (parsed as Record<string, unknown>) : {},
  };
}

function unreachable(registry: string, url: string, cause: unknown): never {
  throw registryUnreachable.error({ registry, url, detail: reason(cause) }, { cause });
}

async function refused(
  registry: string,
  answer: Answer,
  detail: string,
  jwt: Secret,
): Promise<Error> {
  const claims = await readClaims(jwt.reveal());
  return exchangeRefused.error({
    registry,
    status: answer.status,
    detail: detail || 'no reason given',
    claims: claims ? describeClaims(claims) : 'unreadable',
  });
}

function detailOfCratesIo(body: Record<string, unknown>): string {
  const errors = body['errors'];
  if (!Array.isArray(errors)) return '';
  return errors.map((error: { detail?: unknown }) => String(error.detail ?? '')).join('; ');
}

function detailOfPypi(body: Record<string, unknown>): string {
  const errors = body['errors'];
  if (!Array.isArray(errors)) return String(body['message'] ?? '');
  return errors
    .map(
      (error: { code?: unknown; description?: unknown }) => `${error.code}: ${error.description}`,
    )
    .join('; ');
}
