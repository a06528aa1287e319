import type { HttpRequest, HttpResponse } from './message.ts';

/** A request as a client would send it: `aRequest('GET /path?query', …)`. */
export function aRequest(
  line: string,
  more: {
    readonly headers?: Record<string, string>;
    readonly body?: Buffer | string | object;
  } = {},
): HttpRequest {
  const [method = '', target = ''] = line.split(' ');
  const url = new URL(target, 'http://loopback');
  const { body = '' } = more;
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    headers: { 'user-agent': 'a test', ...more.headers },
    body: Buffer.from(isRaw ? body : JSON.stringify(body)),
    parameters: {},
  };
}

/** The body of a response as JSON. */
export function bodyOf<T = Record<string, unknown>>(response: HttpResponse): T {
  return JSON.parse(String(response.body)) as T;
}
