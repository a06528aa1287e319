import type { Finding } from '../finding/index.ts';
import type { Ports } from '../ports.ts';
import type { RegistryToken } from './exchange.ts';

/** The tokens of one registry while files are uploaded to it. */
export interface RenewedTokens {
  /**
   * A token that is young enough for a use that takes so many milliseconds. For one that takes longer than any may be
   * old it is a new one.
   */
  get(needed: number): Promise<RegistryToken>;
  /** Not to be used any more. */
  forget(token: RegistryToken): void;
  /** Gives all of them back, once; never rejects. Returns what is to be told, however often it is called. */
  revoke(): Promise<readonly Finding[]>;
}

/** One token for all, minted at the first use and again before the one that is there would grow too old in use. */
export function renewedTokens(
  mint: () => Promise<RegistryToken>,
  { clock }: Pick<Ports, 'clock'>,
): RenewedTokens {
  let minted: Promise<RegistryToken> | null = null;
  const all: Promise<RegistryToken>[] = [];
  const forgotten = new Set<RegistryToken>();
  const renew = (): Promise<RegistryToken> => {
    const token = mint();
    all.push(token);
    minted = token;
    // What failed is asked for anew.
    token.catch(() => {
      if (minted === token) minted = null;
    });
    return token;
  };
  let revoked: Promise<readonly Finding[]> | null = null;
  const giveBack = async (): Promise<readonly Finding[]> => {
    const failures: Finding[] = [];
    for (const token of all) {
      const failure = await (await token.catch(() => null))?.revoke();
      if (failure) failures.push(failure);
    }
    return failures;
  };
  return {
    async get(needed) {
      const current = minted;
      if (!current) return renew();
      const token = await current;
      const lasts = clock.now() + needed < token.usableUntil;
      if (lasts && !forgotten.has(token)) return token;
      // Several may have waited for the one that is too old: the first of them asks for the next.
      return minted === current || !minted ? renew() : minted;
    },
    forget: (token) => void forgotten.add(token),
    revoke: () => (revoked ??= giveBack()),
  };
}
