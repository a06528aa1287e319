import { registryUnreachable } from '../finding/index.ts';
import type { Ports } from '../ports.ts';
import { Passing } from './again.ts';
import { userAgent } from './agent.ts';
import { reason } from './reason.ts';

/** What a server answered, read to its end. */
export interface Answer {
  readonly status: number;
  /** Whether the status is one of success. */
  readonly ok: boolean;
  readonly statusText: string;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * One request to a registry; whatever it answers is the caller's matter.
 * @throws SlipwayError SLW401 when nobody answers, or the answer breaks off; its cause is `Passing`.
 */
export async function ask(
  registry: string,
  url: string,
  init: RequestInit,
  ports: Pick<Ports, 'fetch'>,
): Promise<Answer> {
  const headers = new Headers(init.headers);
  headers.set('user-agent', userAgent);
  try {
    const response = await ports.fetch(url, { ...init, headers });
    const { status, ok, statusText } = response;
    return { status, ok, statusText, headers: response.headers, text: await response.text() };
  } catch (error) {
    const detail = reason(error);
    const cause = new Passing({ cause: error });
    throw registryUnreachable.error({ registry, url: new URL(url).origin, detail }, { cause });
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
