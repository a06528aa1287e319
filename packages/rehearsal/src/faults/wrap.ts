import { setTimeout as sleep } from 'node:timers/promises';
import type { Handler, HttpResponse } from '../server/message.ts';
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
    const delayed =
      effect.indexDelayMs === undefined
        ? request
        : { ...request, indexDelayMs: effect.indexDelayMs };
    if (replacesWork(effect)) return replacement(effect);
    const response = await handler(delayed, effect.lose ? state.fork() : state, now);
    if (effect.reset === 'after') return broken;
    if (effect.acceptThenFail !== undefined) {
      return replacement({ ...effect, status: effect.acceptThenFail });
    }
    const headers = { ...response.headers, ...effect.headers };
    return { ...response, headers, ...(effect.halfBody ? { cut: 'in-response' } : {}) };
  };
}

const broken: BrokenResponse = { status: 503, cut: 'before-response' };

function replacesWork(effect: FaultEffect): boolean {
  const replaced = effect.status !== undefined || effect.body !== undefined || effect.html === true;
  return replaced && effect.acceptThenFail === undefined;
}

function replacement(effect: FaultEffect): BrokenResponse {
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

function replacementBody(effect: FaultEffect, status: number): string {
  if (typeof effect.body === 'string') return effect.body;
  if (effect.body !== undefined) return JSON.stringify(effect.body);
  if (effect.html) {
    return `<html><head><title>${status}</title></head><body><h1>${status}</h1><p>proxy</p></body></html>`;
  }
  return status < 400 ? '{}' : JSON.stringify({ errors: [{ detail: `fault: status ${status}` }] });
}
