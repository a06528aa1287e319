import type { HttpRequest } from '../message/message.ts';

/** Which requests a fault is for. Without `nth` and `times` it is for every one that matches. */
export interface FaultMatch {
  readonly registry?: string;
  readonly method?: string;
  /** Part of the path, or a regular expression between slashes. */
  readonly path?: string;
  /** Begins with the nth matching request, counted from 1. */
  readonly nth?: number;
  /** For so many requests; 1 when only `nth` is given. */
  readonly times?: number;
}

/** What happens to them. */
export interface FaultEffect {
  readonly status?: number;
  readonly body?: string | Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** The connection breaks: before the body is read, in its middle, or after the work is done. */
  readonly reset?: 'before' | 'during' | 'after';
  readonly delayMs?: number;
  /** What is published appears in the index only so much later. */
  readonly indexDelayMs?: number;
  /** For so long the index answers as it was and as it is, in turn. */
  readonly indexInTurnMs?: number;
  /** Every token that an exchange has given so far is dead from now on. */
  readonly expireTokens?: boolean;
  /** Refused until then: status 429 unless `status` says other, with crates.io's text. */
  readonly retryAfterSeconds?: number;
  /** Whether `Retry-After` is a date and not a number of seconds. */
  readonly retryAfterDate?: boolean;
  /** Success is reported and nothing is done. */
  readonly lose?: boolean;
  /** The work is done and this status is reported. */
  readonly acceptThenFail?: number;
  /** The connection breaks in the middle of the response. */
  readonly halfBody?: boolean;
  /** A proxy's HTML page instead of the registry's answer; status 502 unless `status` says other. */
  readonly html?: boolean;
}

export interface Fault {
  readonly match: FaultMatch;
  readonly do: FaultEffect;
}

export type RequestHead = Pick<HttpRequest, 'method' | 'path'>;

/** `prefix` is the registry's own part of the address, which a path may name or leave out, as it may the query. */
type Asked = RequestHead & { readonly prefix?: string; readonly search?: string };

/** The faults in force, each with the number of requests that it has seen. */
export interface Faults {
  set(faults: readonly Fault[]): void;
  clear(): void;
  /** Counts the request for every fault that matches it; returns the first that is its turn. */
  select(registry: string, head: Asked): FaultEffect | null;
}

export function noFaults(): Faults {
  let entries: { readonly fault: Fault; seen: number }[] = [];
  return {
    set: (faults) => {
      entries.push(...faults.map((fault) => ({ fault, seen: 0 })));
    },
    clear: () => {
      entries = [];
    },
    select(registry, head) {
      const matching = entries.filter(({ fault }) => matches(fault.match, registry, head));
      for (const entry of matching) entry.seen += 1;
      return matching.find(({ fault, seen }) => isTurn(fault.match, seen))?.fault.do ?? null;
    },
  };
}

function matches(match: FaultMatch, registry: string, head: Asked): boolean {
  if (match.registry !== undefined && match.registry !== registry) return false;
  if (match.method !== undefined && match.method.toUpperCase() !== head.method) return false;
  return match.path === undefined || pathMatches(match.path, head);
}

function pathMatches(wanted: string, { path, prefix = '', search = '' }: Asked): boolean {
  const expression = /^\/(.*)\/$/.exec(wanted)?.[1];
  // `/simple/` is a part of a path as well as an expression, and means the same either way.
  if (expression === undefined) return `${prefix}${path}${search}`.includes(wanted);
  const below = [path, `${path}${search}`];
  return [...below, ...below.map((one) => `${prefix}${one}`)].some((one) =>
    new RegExp(expression).test(one),
  );
}

function isTurn({ nth, times }: FaultMatch, seen: number): boolean {
  const first = nth ?? 1;
  const count = times ?? (nth === undefined ? Infinity : 1);
  return seen >= first && seen < first + count;
}
