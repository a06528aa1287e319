import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import type { Issuer } from '../oidc/issuer.ts';
import type { Claims } from '../oidc/claims.ts';
import { readToken } from '../oidc/token.ts';
import { json, type Handler } from '../message/message.ts';
import { route } from '../server/route.ts';
import { toIdentity, type Identity } from './identity.ts';
import { asFulcio, invalid, readObject } from './refusal.ts';
import type { Sigstore } from './parts.ts';
import { keepInstances } from './trusted-root.ts';

/** Fulcio: a certificate of ten minutes for a workflow run's identity. */
export function fulcioHandler(sigstore: Sigstore, issuer: Issuer): Handler {
  const signingCertificate: Handler = async (request, state, now) => {
    const asked = readObject(request.body) as Partial<Asked>;
    const claims = await verifiedClaims(asked.credentials?.oidcIdentityToken, issuer, now);
    const identity = claims && toIdentity(claims);
    if (!identity) throw invalid('There was an error processing the identity token');
    const publicKey = provenKey(asked.publicKeyRequest, identity);
    const certificates = sigstore.authority.issue(identity, publicKey, now);
    keepInstances(sigstore, state);
    return json(201, { signedCertificateEmbeddedSct: { chain: { certificates } } });
  };
  return route({ 'POST /api/v2/signingCert': asFulcio(signingCertificate) }, () =>
    json(404, { code: 5, message: 'Not Found', details: [] }),
  );
}

interface Asked {
  readonly credentials: { readonly oidcIdentityToken?: unknown };
  readonly publicKeyRequest: {
    readonly publicKey?: { readonly content?: unknown };
    readonly proofOfPossession?: unknown;
  };
}

/** A clock that runs a little ahead may not have begun the token yet. */
const leeway = 5 * 60_000;

/** What a token says; null when it is not of this issuer, not for Sigstore, or not of now. */
async function verifiedClaims(jwt: unknown, issuer: Issuer, now: number): Promise<Claims | null> {
  if (typeof jwt !== 'string') return null;
  const token = readToken(jwt);
  const { iss, aud, exp, nbf } = token?.claims ?? {};
  if (!token || iss !== issuer.url || token.kid !== issuer.jwk.kid || aud !== 'sigstore') {
    return null;
  }
  const isInTime = typeof exp === 'number' && exp * 1000 > now;
  const hasBegun = typeof nbf !== 'number' || nbf * 1000 <= now + leeway;
  return isInTime && hasBegun && (await issuer.hasSigned(jwt)) ? token.claims : null;
}

/** The key that was given, if whoever gave it can sign with it. */
function provenKey(
  request: Asked['publicKeyRequest'] | undefined,
  { subject }: Identity,
): KeyObject {
  const key = readKey(request?.publicKey?.content);
  const proof = Buffer.from(String(request?.proofOfPossession ?? ''), 'base64');
  if (verify('sha256', Buffer.from(subject), key, proof)) return key;
  throw invalid('The signature supplied in the request could not be verified');
}

function readKey(pem: unknown): KeyObject {
  try {
    const key = createPublicKey(String(pem));
    if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return key;
  } catch {
    // It is told below.
  }
  throw invalid('The public key supplied in the request could not be parsed');
}
