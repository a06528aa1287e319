import { Refusal } from '../message/message.ts';
import { accountOf } from '../state/account.ts';
import type { Bucket } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import { addresses } from '../upstream.ts';

/** What an owner may do so many times at once, and then once in so many milliseconds. */
interface Limit {
  readonly burst: number;
  readonly every: number;
  readonly problem: string;
}

const minute = 60_000;

export const limits = {
  'publish-new': {
    burst: 5,
    every: 10 * minute,
    problem: 'You have published too many new crates in a short period of time',
  },
  'publish-update': {
    burst: 30,
    every: minute,
    problem: 'You have published too many updates to existing crates in a short period of time',
  },
  yank: {
    burst: 100,
    every: minute,
    problem: 'You have yanked or unyanked too many versions in a short period of time',
  },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitedAction = keyof typeof limits;

/**
 * One action of the owner, who is refused when the bucket is empty. Refused attempts cost nothing
 * more; runs with a trusted token have no user and never come here.
 */
export function verifyRate(action: LimitedAction, state: State, now: number): void {
  const { every, problem, ...usual } = limits[action];
  const burst = accountOf('crates-io', state).bursts[action] ?? usual.burst;
  const bucket = takeFrom(state.buckets.get(action), { burst, every }, now);
  state.buckets.set(action, bucket);
  if (bucket.tokens >= 1) return;
  const again = new Date(bucket.filledAt + every).toUTCString();
  throw new Refusal(
    429,
    `${problem}. Please try again after ${again} and see ${addresses.crates}/docs/rate-limits for more details.`,
    { headers: { 'retry-after': again } },
  );
}

/** The bucket after one was taken; none left means that there was none to take. */
export function takeFrom(
  bucket: Bucket | undefined,
  { burst, every }: Pick<Limit, 'burst' | 'every'>,
  now: number,
): Bucket {
  if (!bucket) return { tokens: burst, filledAt: now };
  const added = Math.floor((now - bucket.filledAt) / every);
  return {
    tokens: Math.min(burst, Math.max(0, bucket.tokens - 1) + added),
    filledAt: bucket.filledAt + added * every,
  };
}

const day = 24 * 60 * minute;

/** A limit of its own for each crate, which crates.io may set and has none by default. */
export function verifyDailyVersions(published: readonly number[], state: State, now: number): void {
  const { versionsDaily } = accountOf('crates-io', state);
  const recent = published.filter((at) => at > now - day).length;
  if (versionsDaily === null || recent < versionsDaily) return;
  throw new Refusal(429, 'You have published too many versions of this crate in the last 24 hours');
}
