import type { Handler, HttpRequest } from '../message/message.ts';

/** `GET /crates/{name}`: a segment in braces matches one segment, `{path+}` at the end any number. */
export type Routes = Readonly<Record<string, Handler>>;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handler: Handler;
}

/** One handler of many: the first route whose method and path match. HEAD is answered as GET. */
export function route(routes: Routes, unknown: Handler): Handler {
  const table = Object.entries(routes).map(([key, handler]) => toRoute(key, handler));
  return (request, state, now) => {
    const matching = table.filter(({ pattern }) => pattern.test(request.path));
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const found = matching.find((candidate) => candidate.method === method);
    if (found) return found.handler(withParameters(request, found.pattern), state, now);
    if (matching.length === 0) return unknown(request, state, now);
    return { status: 405, headers: { allow: matching.map((one) => one.method).join(', ') } };
  };
}

function toRoute(key: string, handler: Handler): Route {
  const [method = '', path = ''] = key.split(' ');
  const source = path
    .replace(/[.]/g, '\\.')
    .replace(/\{(\w+)\+\}/g, '(?<$1>.+)')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return { method, pattern: new RegExp(`^${source}$`), handler };
}

function withParameters(request: HttpRequest, pattern: RegExp): HttpRequest {
  const groups = pattern.exec(request.path)?.groups ?? {};
  const decoded = Object.entries(groups).map(([name, value]) => [name, decode(value)]);
  return { ...request, parameters: Object.fromEntries(decoded) as Record<string, string> };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
