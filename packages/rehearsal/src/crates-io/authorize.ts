import { Refusal, type HttpRequest } from '../server/message.ts';
import type { Crate, Token } from '../state/rows.ts';
import { fingerprint } from '../state/secrets.ts';
import type { State } from '../state/state.ts';
import { addresses } from '../upstream.ts';
import { isWellFormed, looksTrusted } from './access-token.ts';
import { canonicalName } from './crate-name.ts';

/** Who publishes: the owner of an API token, or the workflow run that exchanged its identity. */
export type Publishing = { readonly run: Token['run'] | null };

/** The token of an `Authorization` header; cargo sends it bare, others with `Bearer`. */
export function bareToken(request: HttpRequest): string | null {
  const header = request.headers['authorization']?.trim();
  if (!header) return null;
  const [scheme = '', rest] = header.split(/\s+/, 2);
  if (rest === undefined) return scheme;
  if (scheme.toLowerCase() === 'bearer') return rest;
  throw new Refusal(
    401,
    `Invalid \`Authorization\` header: Found unexpected authentication scheme \`${scheme}\``,
  );
}

/** May this request publish the crate? Steps 7 to 13 of crates.io. */
export function authorizePublish(
  request: HttpRequest,
  name: string,
  state: State,
  now: number,
): Publishing {
  const crate = state.crates.get(canonicalName(name));
  const token = bareToken(request);
  if (token !== null && looksTrusted(token))
    return { run: trustedRun(token, name, crate, state, now) };
  verifyOwnerToken(request, state);
  if (crate?.trustpubOnly) {
    const seeAlso = `${addresses.crates}/docs/trusted-publishing`;
    throw new Refusal(
      403,
      `New versions of this crate can only be published using Trusted Publishing (see ${seeAlso}).`,
    );
  }
  return { run: null };
}

function trustedRun(
  token: string,
  name: string,
  crate: Crate | undefined,
  state: State,
  now: number,
): Token['run'] {
  if (!isWellFormed(token)) {
    throw new Refusal(401, 'Invalid `Authorization` header: Failed to parse token');
  }
  if (!crate) {
    throw new Refusal(
      403,
      'Trusted Publishing tokens do not support creating new crates. Publish the crate manually, first',
    );
  }
  const key = fingerprint(token);
  const row = state.tokens.get(key);
  if (!row || row.registry !== 'crates-io' || row.revoked || row.expiresAt <= now) {
    throw new Refusal(403, 'Invalid authentication token');
  }
  if (!row.scope.includes(canonicalName(name))) {
    throw new Refusal(403, `The provided access token is not valid for crate \`${crate.name}\``);
  }
  state.tokens.set(key, { ...row, lastUsedAt: now });
  return row.run;
}

/** The owner's API token; a trusted-publishing token is none. */
export function verifyOwnerToken(request: HttpRequest, state: State): void {
  const token = bareToken(request);
  if (token === null) throw new Refusal(403, 'this action requires authentication');
  if (looksTrusted(token)) throw new Refusal(403, 'authentication failed');
  if (!token.startsWith('cio')) throw new Refusal(401, oldToken);
  if (token !== state.secrets.owner['crates-io']) throw new Refusal(403, 'authentication failed');
}

const oldToken =
  'The given API token does not match the format used by crates.io. Tokens generated before 2020-07-14 were ' +
  'generated with an insecure random number generator, and have been revoked. You can generate a new token at ' +
  `${addresses.crates}/me. For more information please see https://blog.rust-lang.org/2020/07/14/crates-io-security-advisory.html. ` +
  'We apologize for any inconvenience.';
