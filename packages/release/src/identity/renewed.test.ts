import { describe, expect, it } from 'vitest';
import type { RegistryToken } from './exchange.ts';
import { renewedTokens } from './renewed.ts';
import { Secret } from './secret.ts';

const minute = 60_000;

/** Tokens that are to be used for four minutes, by the order in which they were minted. */
function minting() {
  let now = 0;
  let minted = 0;
  const revoked: string[] = [];
  const mint = async (): Promise<RegistryToken> => {
    const name = `token ${++minted}`;
    const revoke = async (): Promise<null> => {
      revoked.push(name);
      return null;
    };
    return { token: new Secret(name), mintedAt: now, usableUntil: now + 4 * minute, revoke };
  };
  const tokens = renewedTokens(mint, { clock: { now: () => now, sleep: async () => undefined } });
  const get = async (needed: number): Promise<string> => (await tokens.get(needed)).token.reveal();
  return { tokens, get, revoked, pass: (time: number) => void (now += time) };
}

describe('a token that is renewed', () => {
  it('is one for all, as long as none would use it when it is too old', async () => {
    const { get, pass } = minting();
    expect(await Promise.all([get(minute), get(minute)])).toEqual(['token 1', 'token 1']);
    pass(2 * minute);
    expect(await get(minute)).toBe('token 1');
    expect(await get(3 * minute)).toBe('token 2');
    expect(await get(minute)).toBe('token 2');
    pass(4 * minute);
    expect(await Promise.all([get(1), get(1)])).toEqual(['token 3', 'token 3']);
  });

  it('is a new one for each use that takes longer than any may be old', async () => {
    const { get } = minting();
    expect(await get(20 * minute)).toBe('token 1');
    expect(await get(20 * minute)).toBe('token 2');
    expect(await get(minute)).toBe('token 2');
  });

  it('is another after one was forgotten, and after one was refused', async () => {
    const { tokens, get } = minting();
    tokens.forget(await tokens.get(1));
    expect(await get(1)).toBe('token 2');
    let tries = 0;
    const refused = renewedTokens(() => Promise.reject(new Error(`no ${++tries}`)), {
      clock: { now: () => 0, sleep: async () => undefined },
    });
    await expect(refused.get(1)).rejects.toThrow('no 1');
    await expect(refused.get(1)).rejects.toThrow('no 2');
    await refused.revoke();
  });

  it('is given back, each of them', async () => {
    const { tokens, get, revoked } = minting();
    await get(1);
    await get(20 * minute);
    await tokens.revoke();
    expect(revoked).toEqual(['token 1', 'token 2']);
  });
});
