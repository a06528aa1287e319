import type { Ports } from '../ports.ts';

/** How long an answer may take to be here whole, and how much it may be. */
export interface Limits {
  /** Milliseconds, from the first byte sent to the last one received. */
  readonly within: number;
  /** Bytes of its body, as they are after decompression. */
  readonly bytes: number;
}

/** For what is read into memory: the largest listing of PyPI has some 30 MiB. */
export const usualLimits: Limits = { within: 60_000, bytes: 64 * 2 ** 20 };

/** An upload may be as slow as this, in bytes a second: 1 Mbit/s, of which each has one, for several share a line. */
const slowest = 125_000;

/** And so long, in milliseconds, it may take whatever its size: the others of its package are on the same line. */
const leastForUploads = 5 * 60_000;

/** For a request that sends so many bytes. */
export function limitsFor(sent: number): Limits {
  return { ...usualLimits, within: Math.ceil(leastForUploads + (sent / slowest) * 1000) };
}

/** An answer grew larger than it may be; to ask once more would be answered alike. */
export class TooLarge extends Error {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`more than ${bytes} bytes`);
    this.name = 'TooLarge';
    this.bytes = bytes;
  }
}

/** A redirect of a request that must not go elsewhere. */
export class Redirected extends Error {
  constructor() {
    super('a redirect, which a request with a credential does not follow');
    this.name = 'Redirected';
  }
}

/**
 * The same fetch, whose answers are here whole, within limits. What carries a credential (an `authorization`, or a body)
 * is never redirected.
 * Its answers reject with `TooLarge`, `Redirected`, or what the fetch rejects with.
 */
export function boundedFetch(fetch: Ports['fetch'], limits: Limits = usualLimits): Ports['fetch'] {
  return async (input, init = {}) => {
    const { bytes, within } = limits;
    const late = AbortSignal.timeout(within);
    const signal = init.signal ? AbortSignal.any([init.signal, late]) : late;
    const isHeld = init.redirect !== 'manual' && carriesCredential(init);
    const redirect = isHeld ? 'error' : init.redirect;
    try {
      const response = await fetch(input, { ...init, ...(redirect ? { redirect } : {}), signal });
      return asRead(response, await read(response, bytes, signal));
    } catch (error) {
      if (late.aborted) throw new Error(`no whole answer in ${within / 1000} s`);
      if (redirect === 'error' && isRedirect(error)) throw new Redirected();
      throw error;
    }
  };
}

/** An identity and a token are sent in a header, or in a body. */
function carriesCredential({ headers, body }: RequestInit): boolean {
  return new Headers(headers).has('authorization') || (body !== undefined && body !== null);
}

/** As fetch tells it: "unexpected redirect". */
function isRedirect(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : null;
  return cause instanceof Error && /redirect/.test(cause.message);
}

async function read(response: Response, most: number, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of piecesOf(response, signal)) {
    length += piece.length;
    if (length > most) throw new TooLarge(most);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A body, as long as the signal lets it come; who stops to read ends the connection. */
async function* piecesOf(response: Response, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  if (!response.body) return;
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    signal.throwIfAborted();
    yield piece;
  }
}

function asRead(response: Response, body: Uint8Array): Response {
  const { status, statusText, headers, url } = response;
  const isEmpty = [101, 204, 205, 304].includes(status);
  const read = new Response(isEmpty ? null : new Uint8Array(body), { status, statusText, headers });
  return Object.defineProperty(read, 'url', { value: url });
}
