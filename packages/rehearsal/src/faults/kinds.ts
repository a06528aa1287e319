import type { FaultEffect } from './fault.ts';

/** A fault by its short name, as people write it. */
export interface FaultKind {
  readonly name: string;
  /** What happens, for people. */
  readonly words: string;
  /** Seconds, where `NAME:SECONDS` says no other number; null where none belongs to it. */
  readonly seconds: number | null;
  toEffect(seconds: number): FaultEffect;
}

const plain = (name: string, words: string, effect: FaultEffect): FaultKind => ({
  name,
  words,
  seconds: null,
  toEffect: () => effect,
});

const lasting = (
  name: string,
  words: string,
  seconds: number,
  toEffect: FaultKind['toEffect'],
): FaultKind => ({ name, words, seconds, toEffect });

/** Every fault that has a short name, but for the plain statuses. */
export const faultKinds: readonly FaultKind[] = [
  lasting('429', 'refused for so long; `Retry-After` in seconds', 10, (seconds) => ({
    retryAfterSeconds: seconds,
  })),
  lasting('429-date', 'the same, `Retry-After` as a date', 10, (seconds) => ({
    retryAfterSeconds: seconds,
    retryAfterDate: true,
  })),
  plain('html', 'a proxy’s page with status 503', { html: true, status: 503 }),
  plain('html-200', 'a proxy’s page with status 200', { html: true, status: 200 }),
  plain('half', 'the work is done, the answer breaks off in its middle', { halfBody: true }),
  plain('nothing', 'status 200 without a body, and nothing is done', { status: 200, body: '' }),
  plain('reset-before', 'the connection breaks before the body is read', { reset: 'before' }),
  plain('reset-during', 'the connection breaks in the middle of the body', { reset: 'during' }),
  plain('reset-after', 'the work is done, the connection breaks before the answer', {
    reset: 'after',
  }),
  plain('accepted-400', 'the work is done, and status 400 is told', { acceptThenFail: 400 }),
  plain('accepted-503', 'the work is done, and status 503 is told', { acceptThenFail: 503 }),
  plain('lost', 'success is told, and nothing is done', { lose: true }),
  lasting('index-late', 'what is published shows so much later', 10, (seconds) => ({
    indexDelayMs: seconds * 1000,
  })),
  lasting(
    'index-in-turn',
    'for so long the index answers as it was and as it is, in turn',
    20,
    (seconds) => ({ indexInTurnMs: seconds * 1000 }),
  ),
  plain('expire', 'all tokens of identities given so far are dead', { expireTokens: true }),
  lasting('slow', 'the answer takes so long', 5, (seconds) => ({ delayMs: seconds * 1000 })),
];

/** The kind of a name, a status from 400 to 599 among them; null for a name that is none. */
export function findKind(name: string): FaultKind | null {
  const known = faultKinds.find((kind) => kind.name === name);
  if (known) return known;
  if (!/^[45]\d\d$/.test(name)) return null;
  return plain(name, `refused with status ${name}`, { status: Number(name) });
}

/** A line for each kind. */
export function describeKinds(): string {
  const rows = faultKinds.map(({ name, seconds, words }): [string, string] =>
    seconds === null ? [name, words] : [`${name}[:SECONDS]`, `${words}; ${seconds} s`],
  );
  return [['400 … 599', 'refused with this status'] as const, ...rows]
    .map(([name, words]) => `${name.padEnd(24)} ${words}`)
    .join('\n');
}
