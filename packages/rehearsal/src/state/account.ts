import type { Account, RegistryName } from './rows.ts';
import type { State } from './state.ts';

/** An account as most are: its address is verified, nothing is locked, no limit is its own. */
export const usualAccount: Account = {
  verifiedEmail: true,
  twoFactor: true,
  locked: null,
  bursts: {},
  versionsDaily: null,
};

/** The owner's account at a registry. */
export function accountOf(registry: RegistryName, state: State): Account {
  return state.accounts.get(registry) ?? usualAccount;
}
