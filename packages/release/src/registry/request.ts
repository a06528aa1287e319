import { registryUnreachable } from '../finding/index.ts';
import { reason, userAgent } from '../identity/index.ts';
import type { Ports } from '../ports.ts';

/**
 * One request to a registry; whatever it answers is the caller's matter.
 * @throws SlipwayError SLW401 when nobody answers.
 */
export async function request(
  registry: string,
  url: string,
  init: RequestInit,
  ports: Pick<Ports, 'fetch'>,
): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('user-agent', userAgent);
  try {
    return await ports.fetch(url, { ...init, headers });
  } catch (cause) {
    const detail = reason(cause);
    throw registryUnreachable.error({ registry, url: new URL(url).origin, detail }, { cause });
  }
}
