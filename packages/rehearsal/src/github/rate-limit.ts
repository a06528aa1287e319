import { Refusal, type Handler, type HttpRequest } from '../message/message.ts';
import type { State } from '../state/state.ts';
import { callerOf, type Caller } from './access.ts';

const hour = 60 * 60_000;

/** Requests in an hour, and how the answer to one more names who asked. */
const limits: Readonly<Record<Caller['kind'], { readonly count: number; readonly who: string }>> = {
  nobody: {
    count: 60,
    who: "127.0.0.1. (But here's the good news: Authenticated requests get a higher rate limit. Check out the documentation for more details.)",
  },
  person: { count: 5000, who: 'user ID 1.' },
  run: { count: 1000, who: 'installation ID 1.' },
};

/** Counts requests as GitHub does: an hour begins with the first, and ends for all of them at once. */
export function limited(handler: Handler): Handler {
  return async (request, state, now) => {
    // What is downloaded from a release is no request of the API.
    if (!/^\/(?:repos|users)\//.test(request.path)) return handler(request, state, now);
    const headers = count(request, state, now);
    const response = await handler(request, state, now);
    return { ...response, headers: { ...headers, ...response.headers } };
  };
}

function count(request: HttpRequest, state: State, now: number): Record<string, string> {
  const { kind } = callerOf(request, state, now);
  const limit = limits[kind];
  const key = `github ${kind === 'run' ? `run ${request.path.split('/').slice(1, 4).join('/')}` : kind}`;
  const known = state.buckets.get(key);
  const window =
    known && now < known.filledAt + hour ? known : { tokens: limit.count, filledAt: now };
  const left = Math.max(0, window.tokens - 1);
  state.buckets.set(key, { ...window, tokens: left });
  const headers = {
    'x-ratelimit-limit': String(limit.count),
    'x-ratelimit-remaining': String(left),
    'x-ratelimit-reset': String(Math.ceil((window.filledAt + hour) / 1000)),
    'x-ratelimit-used': String(limit.count - left),
    'x-ratelimit-resource': 'core',
  };
  if (window.tokens > 0) return headers;
  throw new Refusal(403, `API rate limit exceeded for ${limit.who}`, { headers });
}
