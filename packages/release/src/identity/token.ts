import { identityRefused, registryUnreachable } from '../finding/index.ts';
import type { Ports } from '../ports.ts';
import { Secret } from './secret.ts';

/** Where a workflow's job asks for its identity: `ACTIONS_ID_TOKEN_REQUEST_URL` and `_TOKEN`. */
export interface IdentityEndpoint {
  readonly requestUrl: string;
  readonly requestToken: Secret;
}

/**
 * Asks GitHub Actions for an OIDC token (a JWT that lives five minutes) for one audience.
 * @throws SlipwayError SLW303 when it is refused, SLW401 when nobody answers.
 */
export async function requestIdToken(
  endpoint: IdentityEndpoint,
  audience: string,
  ports: Pick<Ports, 'fetch'>,
): Promise<Secret> {
  const url = new URL(endpoint.requestUrl);
  url.searchParams.set('audience', audience);
  const response = await ports
    .fetch(url, {
      headers: {
        authorization: `bearer ${endpoint.requestToken.reveal()}`,
        accept: 'application/json',
      },
    })
    .catch((cause: unknown) => {
      throw registryUnreachable.error(
        { registry: "GitHub's OIDC issuer", url: url.origin, detail: reason(cause) },
        { cause },
      );
    });
  const body = await response.text();
  const token = response.ok ? tokenOf(body) : null;
  if (token === null) {
    throw identityRefused.error({ status: response.status, audience, detail: body.slice(0, 300) });
  }
  return new Secret(token);
}

/** They live five minutes, and what they are shown to takes a moment. */
const usableFor = 4 * 60_000;

/** The identity for one audience: the same token until it grows old, then another. */
export function identityTokens(
  endpoint: IdentityEndpoint,
  audience: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): () => Promise<Secret> {
  let last: { readonly token: Promise<Secret>; readonly usableUntil: number } | null = null;
  return () => {
    const now = ports.clock.now();
    if (!last || last.usableUntil <= now) {
      const token = requestIdToken(endpoint, audience, ports);
      last = { token, usableUntil: now + usableFor };
    }
    return last.token;
  };
}

function tokenOf(body: string): string | null {
  try {
    const { value } = JSON.parse(body) as { value?: unknown };
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}

/** Why a request failed, for people: the innermost cause that fetch gives. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reason(cause.errors[0]);
  return cause instanceof Error ? reason(cause) : error.message;
}
