/** What an OIDC token says of itself. Nobody has checked its signature here: registries do. */
export interface UnverifiedClaims {
  readonly audience: string | null;
  readonly repository: string | null;
  readonly workflowRef: string | null;
  readonly environment: string | null;
  readonly event: string | null;
  readonly ref: string | null;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly expiresAt: number | null;
}

/** Reads the claims of a JSON Web Token (RFC 7519) without trusting them; null when it is none. */
export async function readClaims(token: string): Promise<UnverifiedClaims | null> {
  // Loaded when it is needed: only a refusal is explained by claims.
  const { decodeJwt } = await import('jose');
  try {
    const claims = decodeJwt(token);
    const text = (name: string): string | null => {
      const value = claims[name];
      return typeof value === 'string' ? value : null;
    };
    return {
      audience: text('aud'),
      repository: text('repository'),
      workflowRef: text('workflow_ref'),
      environment: text('environment'),
      event: text('event_name'),
      ref: text('ref'),
      expiresAt: typeof claims.exp === 'number' ? claims.exp * 1000 : null,
    };
  } catch {
    return null;
  }
}

/** The claims a publisher is compared with, for people: one `name: value` a line. */
export function describeClaims(claims: UnverifiedClaims): string {
  return [
    `repository ${claims.repository ?? '(none)'}`,
    `workflow ${claims.workflowRef ?? '(none)'}`,
    `environment ${claims.environment ?? '(none)'}`,
    `event ${claims.event ?? '(none)'}`,
  ].join(', ');
}
