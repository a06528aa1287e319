import type { IndexLag } from '../state/showing.ts';
import type { State } from '../state/state.ts';

/** A request as a handler sees it: the path is the one below the registry's own prefix. */
export interface HttpRequest extends IndexLag {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What the route's `{name}` segments matched. */
  readonly parameters: Readonly<Record<string, string>>;
}

export interface HttpResponse {
  readonly status: number;
  /** The reason phrase of HTTP/1.1; PyPI puts its error texts there. */
  readonly reason?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/** Milliseconds since 1970-01-01 UTC, by the rehearsal's own clock. */
export type Instant = number;

export type Handler = (
  request: HttpRequest,
  state: State,
  now: Instant,
) => HttpResponse | Promise<HttpResponse>;

export function json(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(value),
  };
}

export function text(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): HttpResponse {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...headers }, body };
}

export function redirect(status: 301 | 302 | 307 | 308, location: string): HttpResponse {
  return { status, headers: { location }, body: '' };
}

/** A refusal: thrown where the check is, and dressed by the registry whose answer it becomes. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A word for programs, where the registry has one. */
  readonly code: string | null;

  constructor(
    status: number,
    detail: string,
    more: { headers?: Record<string, string>; code?: string } = {},
  ) {
    super(detail);
    this.status = status;
    this.headers = more.headers ?? {};
    this.code = more.code ?? null;
  }
}

/** Wraps a handler so that its refusals become responses. Anything else thrown is our own error. */
export function answeringRefusals(
  handler: Handler,
  dress: (refusal: Refusal, request: HttpRequest) => HttpResponse,
): Handler {
  return async (request, state, now) => {
    try {
      return await handler(request, state, now);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const response = dress(error, request);
      return { ...response, headers: { ...response.headers, ...error.headers } };
    }
  };
}
