import { setTimeout as sleep } from 'node:timers/promises';
import type { Handler, HttpRequest, HttpResponse } from '../message/message.ts';
import type { State } from '../state/state.ts';
import { addresses } from '../upstream.ts';
import type { FaultEffect } from './fault.ts';

/** A response that does not arrive whole. */
export interface BrokenResponse extends HttpResponse {
  /** Where the connection breaks. */
  readonly cut?: 'before-response' | 'in-response';
}

/**
 * A handler to which a fault happens. The handlers themselves know nothing of faults. A broken
 * request (`reset` before and during) never gets here: the server breaks it off.
 */
export function withFault(handler: Handler, effect: FaultEffect): Handler {
  return async (request, state, now): Promise<BrokenResponse> => {
    if (effect.delayMs) await sleep(effect.delayMs);
    if (effect.reset === 'before' || effect.reset === 'during') return broken;
    if (effect.expireTokens) expireTokens(state, now);
    if (replacesWork(effect)) return replacement(effect, now);
    const response = await handler(
      lagging(request, effect),
      effect.lose ? state.fork() : state,
      now,
    );
    if (effect.reset === 'after') return broken;
    if (effect.acceptThenFail !== undefined) {
      return replacement({ ...effect, status: effect.acceptThenFail }, now);
    }
    const headers = { ...response.headers, ...effect.headers };
    return { ...response, headers, ...(effect.halfBody ? { cut: 'in-response' } : {}) };
  };
}

function lagging(request: HttpRequest, { indexDelayMs, indexInTurnMs }: FaultEffect): HttpRequest {
  return {
    ...request,
    ...(indexDelayMs === undefined ? {} : { indexDelayMs }),
    ...(indexInTurnMs === undefined ? {} : { indexInTurnMs }),
  };
}

function expireTokens(state: State, now: number): void {
  for (const [key, token] of state.tokens.entries()) {
    if (token.expiresAt > now) state.tokens.set(key, { ...token, expiresAt: now });
  }
}

const broken: BrokenResponse = { status: 503, cut: 'before-response' };

function replacesWork(effect: FaultEffect): boolean {
  const { status, body, html, retryAfterSeconds, acceptThenFail } = effect;
  const replaces = [status, body, retryAfterSeconds].some((one) => one !== undefined);
  return (replaces || html === true) && acceptThenFail === undefined;
}

function replacement(given: FaultEffect, now: number): BrokenResponse {
  const effect =
    given.retryAfterSeconds === undefined ? given : { ...limited(given, now), ...given };
  const status = effect.status ?? (effect.html ? 502 : 200);
  const type = effect.html
    ? 'text/html'
    : typeof effect.body === 'string'
      ? 'text/plain'
      : 'application/json';
  return {
    status,
    headers: { 'content-type': type, ...effect.headers },
    body: replacementBody(effect, status),
    ...(effect.halfBody ? { cut: 'in-response' } : {}),
  };
}

/** As crates.io words it; the others say as much in `Retry-After` (RFC 9110, 10.2.3). */
function limited({ retryAfterSeconds = 0, retryAfterDate }: FaultEffect, now: number): FaultEffect {
  const instant = new Date(now + retryAfterSeconds * 1000).toUTCString();
  const detail = `You have published too many updates to existing crates in a short period of time. Please try again after ${instant} and see ${addresses.crates}/docs/rate-limits for more details.`;
  return {
    status: 429,
    headers: { 'retry-after': retryAfterDate ? instant : String(retryAfterSeconds) },
    body: { errors: [{ detail }] },
  };
}

function replacementBody(effect: FaultEffect, status: number): string {
  if (typeof effect.body === 'string') return effect.body;
  if (effect.body !== undefined) return JSON.stringify(effect.body);
  if (effect.html) {
    return `<html><head><title>${status}</title></head><body><h1>${status}</h1><p>proxy</p></body></html>`;
  }
  return status < 400 ? '{}' : JSON.stringify({ errors: [{ detail: `fault: status ${status}` }] });
}
