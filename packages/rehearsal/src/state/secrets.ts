import { createHash, randomBytes } from 'node:crypto';
import type { RegistryName } from './rows.ts';

/** The credentials of one start. They live in memory only and are worth nothing after it. */
export interface Secrets {
  /** An ordinary API token of the packages' owner, for each registry. */
  readonly owner: Readonly<Record<RegistryName, string>>;
  /** What a workflow run shows to be given identity tokens. */
  readonly request: string;
  /** A workflow run's own token at GitHub, and a token of the repository's owner. */
  readonly github: string;
  readonly githubOwner: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function randomText(length: number): string {
  let made = '';
  while (made.length < length) {
    // 248 is the greatest multiple of 62 in a byte: no character is likelier than another.
    for (const byte of randomBytes(length)) if (byte < 248) made += alphabet[byte % 62];
  }
  return made.slice(0, length);
}

/** How PyPI's tokens begin: a macaroon's version and its location. */
const macaroon = { pypi: 'AgEIcHlwaS5vcmc', testpypi: 'AgENdGVzdC5weXBpLm9yZw' };

export function newPypiToken(registry: keyof typeof macaroon): string {
  return `pypi-${macaroon[registry]}${randomText(96)}`;
}

export function newSecrets(): Secrets {
  return {
    owner: {
      'crates-io': `cio${randomText(32)}`,
      pypi: newPypiToken('pypi'),
      testpypi: newPypiToken('testpypi'),
    },
    request: randomText(40),
    github: `ghs_${randomText(36)}`,
    githubOwner: `github_pat_${randomText(82)}`,
  };
}

/** All that is kept of an issued token: it finds the token again and cannot be turned into it. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
