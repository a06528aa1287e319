import { decodeJwt, decodeProtectedHeader } from 'jose';
import type { Claims } from './claims.ts';

/** A JSON Web Token taken apart. Nothing about it is checked. */
export interface UnverifiedToken {
  readonly kid: string | undefined;
  readonly claims: Claims;
}

export function readToken(jwt: string): UnverifiedToken | null {
  try {
    return { kid: decodeProtectedHeader(jwt).kid, claims: decodeJwt(jwt) };
  } catch {
    return null;
  }
}

/** A claim that is a text, else null. */
export function textClaim(claims: Claims, name: string): string | null {
  const value = claims[name];
  return typeof value === 'string' ? value : null;
}
