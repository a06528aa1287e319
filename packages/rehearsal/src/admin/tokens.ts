import type { ApiToken, PypiName } from '../state/rows.ts';
import { fingerprint, newPypiToken, randomText } from '../state/secrets.ts';
import type { State } from '../state/state.ts';
import { aFlag, aNumber, oneOf, optional, readShape, texts } from './shape.ts';

interface Given {
  readonly registry: ApiToken['registry'];
  readonly scopes?: readonly string[];
  readonly packages?: readonly string[];
  readonly expiresInSeconds?: number;
  /** GitHub: the token of an app such as a workflow run's, not a person's. */
  readonly installation?: boolean;
}

/** `POST tokens`: a token as a person makes it on the registry's site. It is told this once. */
export function addToken(value: unknown, state: State, now: number): string {
  const given = readShape<Given>('token', value, {
    registry: oneOf('crates-io', 'pypi', 'testpypi', 'github'),
    scopes: optional(texts),
    packages: optional(texts),
    expiresInSeconds: optional(aNumber),
    installation: optional(aFlag),
  });
  const { registry, scopes = null, packages = null, expiresInSeconds } = given;
  const token = newToken(given);
  const expiresAt = expiresInSeconds === undefined ? null : now + expiresInSeconds * 1000;
  state.apiTokens.set(fingerprint(token), { registry, scopes, packages, expiresAt });
  return token;
}

function newToken({ registry, installation = false }: Given): string {
  if (registry === 'crates-io') return `cio${randomText(32)}`;
  if (registry === 'github') {
    return installation ? `ghs_${randomText(36)}` : `github_pat_${randomText(82)}`;
  }
  return newPypiToken(registry satisfies PypiName);
}
