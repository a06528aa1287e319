import { Refusal, type HttpRequest } from '../message/message.ts';
import type { ApiToken, Crate, Token } from '../state/rows.ts';
import { fingerprint } from '../state/secrets.ts';
import type { State } from '../state/state.ts';
import { addresses } from '../upstream.ts';
import { verifyUnlocked } from './account.ts';
import { isWellFormed, looksTrusted } from './access-token.ts';
import { canonicalName } from './crate-name.ts';

/** Who publishes: the owner of an API token, or the workflow run that exchanged its identity. */
export type Publishing = { readonly run: Token['run'] | null };

/** The token of an `Authorization` header; cargo sends it bare, others with `Bearer`. */
export function bareToken(request: HttpRequest): string | null {
  const header = request.headers['authorization']?.trim();
  if (!header) return null;
  if (/[^\x20-\x7e]/.test(header)) {
    throw new Refusal(401, 'Invalid `Authorization` header: Found unexpected non-ASCII characters');
  }
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
  const scope = crate ? 'publish-update' : 'publish-new';
  verifyOwnerToken(request, state, now, { scope, crate: name });
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

/** What a request needs: an endpoint's scope, the crate it is about, and whether old tokens will do. */
export interface Needed {
  readonly scope: 'publish-new' | 'publish-update' | 'yank' | 'trusted-publishing';
  readonly crate?: string;
  readonly scopedOnly?: boolean;
}

/** The owner's API token; a trusted-publishing token is none. */
export function verifyOwnerToken(
  request: HttpRequest,
  state: State,
  now: number,
  needed: Needed,
): void {
  const token = bareToken(request);
  if (token === null) throw new Refusal(403, 'this action requires authentication');
  if (looksTrusted(token)) throw new Refusal(403, 'authentication failed');
  if (!token.startsWith('cio')) throw new Refusal(401, oldToken);
  const { scopes, packages } = knownToken(token, state, now);
  verifyUnlocked(state, now);
  if (scopes === null && needed.scopedOnly) {
    throw new Refusal(
      403,
      'This endpoint cannot be used with legacy API tokens. Use a scoped API token instead.',
    );
  }
  const isInScope = scopes === null || scopes.includes(needed.scope);
  const isForCrate = packages === null || packages.some((one) => isCovered(needed.crate, one));
  if (isInScope && isForCrate) return;
  throw new Refusal(
    403,
    'this token does not have the required permissions to perform this action',
  );
}

type Limits = Pick<ApiToken, 'scopes' | 'packages'>;

function knownToken(token: string, state: State, now: number): Limits {
  if (token === state.secrets.owner['crates-io']) return { scopes: null, packages: null };
  const row = state.apiTokens.get(fingerprint(token));
  if (row?.registry === 'crates-io' && (row.expiresAt ?? Infinity) > now) return row;
  throw new Refusal(403, 'authentication failed');
}

/** `serde`, `serde-*` and `*` are scopes of crates. */
function isCovered(crate: string | undefined, scope: string): boolean {
  if (crate === undefined) return false;
  return scope.endsWith('*') ? crate.startsWith(scope.slice(0, -1)) : crate === scope;
}

const oldToken =
  'The given API token does not match the format used by crates.io. Tokens generated before 2020-07-14 were ' +
  'generated with an insecure random number generator, and have been revoked. You can generate a new token at ' +
  `${addresses.crates}/me. For more information please see https://blog.rust-lang.org/2020/07/14/crates-io-security-advisory.html. ` +
  'We apologize for any inconvenience.';
