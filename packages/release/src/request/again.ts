import { SlipwayError } from '../finding/index.ts';
import type { Ports } from '../ports.ts';

interface Trouble {
  /** Milliseconds since 1970: when the server wants to hear from us again; null where it named no instant. */
  readonly retryAt?: number | null;
  /** Whether what was asked for may have been done all the same. */
  readonly isOpen?: boolean;
  readonly cause?: unknown;
}

/** The cause of an error that may be over in a moment: nobody answered, or the server was not itself. */
export class Passing extends Error {
  readonly retryAt: number | null;
  readonly isOpen: boolean;

  constructor({ retryAt = null, isOpen = true, cause }: Trouble = {}) {
    super('it may be over in a moment', { cause });
    this.name = 'Passing';
    this.retryAt = retryAt;
    this.isOpen = isOpen;
  }
}

/** The trouble, where an error is of one that passes. */
export function passing(error: unknown): Passing | null {
  return error instanceof SlipwayError && error.cause instanceof Passing ? error.cause : null;
}

/**
 * The trouble that an answer is of; undefined where asking once more would be answered alike. A page of a proxy
 * in the place of the answer is no answer either.
 */
export function troubleOf(
  { status, ok, headers }: { status: number; ok: boolean; headers: Headers },
  now: number,
): Passing | undefined {
  if (!ok && !passingStatus(status)) return undefined;
  return new Passing({ retryAt: retryAfter(headers, now), isOpen: status !== 429 });
}

/** 501 and 505 say that the server does not do such things. */
export function passingStatus(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/** `Retry-After`, in seconds or as a date (RFC 9110 10.2.3), as milliseconds since 1970; null without. */
export function retryAfter(headers: Headers, now: number): number | null {
  const header = headers.get('retry-after');
  if (header === null) return null;
  const seconds = Number(header);
  const instant = Number.isFinite(seconds) ? now + seconds * 1000 : Date.parse(header);
  // What no date can say names no instant.
  return Number.isNaN(new Date(instant).getTime()) ? null : instant;
}

interface Patience<T> {
  readonly tries?: number;
  /** Milliseconds, within which the last try begins. */
  readonly within?: number;
  /** The trouble of an answer that comes all the same; the last one is given. */
  readonly troubleIn?: (answer: T) => Passing | undefined;
}

/** Asks, and asks again while the trouble may pass. Only for what is harmless to repeat. */
export async function again<T>(
  work: () => Promise<T>,
  { clock }: Pick<Ports, 'clock'>,
  { tries = 5, within = 5 * 60_000, troubleIn = () => undefined }: Patience<T> = {},
): Promise<T> {
  const until = clock.now() + within;
  for (let attempt = 1; ; attempt++) {
    const ended = work();
    const trouble = await ended.then(troubleIn, passing);
    const next = trouble?.retryAt ?? clock.now() + 1000 * 2 ** (attempt - 1);
    if (!trouble || attempt === tries || next > until) return ended;
    await clock.sleep(Math.max(0, next - clock.now()));
  }
}
