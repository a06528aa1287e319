import {
  calculateJwkThumbprint,
  CompactSign,
  compactVerify,
  exportJWK,
  generateKeyPair,
} from 'jose';
import type { JWK } from 'jose';

/** The loopback GitHub Actions issuer: it signs identity tokens and publishes the key. */
export interface Issuer {
  readonly url: string;
  readonly jwk: JWK & { readonly kid: string };
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
  /** Whether the signature is ours. Says nothing of the claims. */
  hasSigned(jwt: string): Promise<boolean>;
}

/** A new key each start: a token from before a restart is a token of another issuer. */
export async function newIssuer(url: string): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const bare = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(bare);
  const header = { typ: 'JWT', alg: 'RS256', kid, x5t: kid };
  return {
    url,
    jwk: { ...bare, alg: 'RS256', use: 'sig', kid, x5t: kid },
    sign: (claims) =>
      new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader(header)
        .sign(privateKey),
    hasSigned: (jwt) =>
      compactVerify(jwt, publicKey, { algorithms: ['RS256'] }).then(
        () => true,
        () => false,
      ),
  };
}
