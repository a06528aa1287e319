import type { Ports } from '../ports.ts';
import { userAgent } from './agent.ts';
import { unanswered } from './unanswered.ts';
import { usualLimits, boundedFetch, type Limits } from './bounded.ts';

/** What a server answered, read to its end. */
export interface Answer {
  readonly status: number;
  /** Whether the status is one of success. */
  readonly ok: boolean;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly text: string;
}

/**
 * One request to a registry; whatever it answers is the caller's matter. What carries a credential follows no redirect.
 * @throws SlipwayError SLW401 when nobody answers in time, or the answer breaks off; SLW511, SLW512, SLW513. The cause is
 * `Passing` where another try may end better.
 */
export async function ask(
  registry: string,
  url: string,
  init: RequestInit,
  ports: Pick<Ports, 'fetch'>,
  limits: Limits = usualLimits,
): Promise<Answer> {
  const headers = new Headers(init.headers);
  headers.set('user-agent', userAgent);
  try {
    const response = await boundedFetch(ports.fetch, limits)(url, { ...init, headers });
    const { status, ok, statusText } = response;
    const body = new Uint8Array(await response.arrayBuffer());
    const text = new TextDecoder().decode(body);
    return { status, ok, statusText, headers: response.headers, body, text };
  } catch (error) {
    throw unanswered(registry, url, error);
  }
}

/** An answer's JSON; null where it is none. */
export function jsonOf({ text }: Pick<Answer, 'text'>): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** An answer's JSON object; empty where it is none. */
export function objectOf(answer: Pick<Answer, 'text'>): Readonly<Record<string, unknown>> {
  const value = jsonOf(answer);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
