import { identityRefused, noIdentity } from '../finding/index.ts';
import { recognized } from '../explanation/index.ts';
import type { Ports } from '../ports.ts';
import { again, ask, objectOf, saidIn, troubleOf } from '../request/index.ts';
import { Secret } from './secret.ts';

/** Where a workflow's job asks for its identity: `ACTIONS_ID_TOKEN_REQUEST_URL` and `_TOKEN`. */
export interface IdentityEndpoint {
  readonly requestUrl: string;
  readonly requestToken: Secret;
}

/** Null where this machine has none: what needs it throws SLW301. */
export type Identity = IdentityEndpoint | null;

/**
 * Asks GitHub Actions for an OIDC token (a JWT that lives five minutes) for one audience.
 * @throws SlipwayError SLW301 without an identity, SLW303 when it is refused, SLW401 when nobody answers.
 */
export async function requestIdToken(
  endpoint: Identity,
  audience: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<Secret> {
  if (!endpoint) throw noIdentity.error({ destination: audience });
  const url = new URL(endpoint.requestUrl);
  url.searchParams.set('audience', audience);
  return again(async () => {
    const answer = await ask(
      "GitHub's OIDC issuer",
      url.href,
      {
        headers: {
          authorization: `bearer ${endpoint.requestToken.reveal()}`,
          accept: 'application/json',
        },
      },
      ports,
    );
    const { value } = answer.ok ? objectOf(answer) : {};
    if (typeof value === 'string') return new Secret(value);
    const { status, text } = answer;
    const cause = troubleOf(answer, ports.clock.now());
    const detail = saidIn(answer) || text.slice(0, 300);
    throw recognized(identityRefused.error({ status, audience, detail }, { cause }));
  }, ports);
}

/** They live five minutes; a signature may ask Fulcio four times, half a minute each (`signing.ts`). */
const usableFor = 2.5 * 60_000;

/** The identity for one audience: the same token until it grows old, then another. */
export function identityTokens(
  endpoint: Identity,
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
