import { Refusal } from '../message/message.ts';
import { accountOf } from '../state/account.ts';
import type { State } from '../state/state.ts';
import { addresses } from '../upstream.ts';

/** A locked account is refused wherever its token is shown. */
export function verifyUnlocked(state: State, now: number): void {
  const { locked } = accountOf('crates-io', state);
  if (!locked || (locked.until !== null && locked.until <= now)) return;
  const how =
    locked.until === null
      ? 'indefinitely locked'
      : `locked until ${new Date(locked.until).toISOString().slice(0, 19).replace('T', ' at ')} UTC`;
  throw new Refusal(403, `This account is ${how}. Reason: ${locked.reason}`);
}

export function verifyEmail(state: State): void {
  if (accountOf('crates-io', state).verifiedEmail) return;
  throw new Refusal(
    400,
    `A verified email address is required to publish crates to crates.io. Visit ${addresses.crates}/settings/profile to set and verify your email address.`,
  );
}
