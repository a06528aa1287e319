import type { DirectRehearsal } from '../../../packages/rehearsal/src/index.ts';
import { usual } from '../../../packages/release/src/schedule/index.ts';
import type { VirtualClock } from '../../faults/clock.ts';

/** Milliseconds that nobody can do without, by what is done and for whom: a third more or less than usual. */
export function drawn(what: 'cargo' | 'crateTaken' | 'fileTaken', whom: string): number {
  // FNV-1a: the same for the same name, in whatever order they come.
  let hash = 2_166_136_261;
  for (const character of `${what} ${whom}`) {
    hash = Math.imul(hash ^ character.codePointAt(0)!, 16_777_619) >>> 0;
  }
  return usual[what] * (0.7 + 0.6 * (hash / 2 ** 32));
}

/** An identity, and what a registry gives for it. */
const identity = 200;
const exchange = 440;

/** What a request is, and the file that it carries. */
interface Kind {
  /** Milliseconds until it is answered, besides those of its bytes. */
  readonly takes: number;
  readonly file: string | null;
}

/**
 * The registries of a rehearsal, behind a wire: all bytes go through it one after the other, and answers take their
 * time. What counts, when tokens die and what is refused is the registries' own matter. `sizes` are the bytes of files
 * that are smaller here than they are said to be.
 */
export function overNetwork(
  registries: DirectRehearsal,
  clock: VirtualClock,
  sizes: ReadonlyMap<string, number>,
): typeof globalThis.fetch {
  let freeAt = 0;
  const send = async (bytes: number): Promise<void> => {
    freeAt = Math.max(clock.now(), freeAt) + (bytes / usual.bytesPerSecond) * 1000;
    await clock.sleep(freeAt - clock.now());
  };
  return async (input, init) => {
    const request = await clock.busy(() => whole(new Request(input, init)));
    const { takes, file } = kindOf(request);
    if (file !== null) await send(sizes.get(file) ?? request.body.length);
    await clock.sleep(takes);
    const { url, method, headers, body } = request;
    const content = body.length > 0 ? { body } : {};
    return clock.busy(() => registries.fetch(url, { method, headers, ...content }));
  };
}

interface WholeRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Buffer<ArrayBuffer>;
}

async function whole(request: Request): Promise<WholeRequest> {
  const { url, method, headers } = request;
  return { url, method, headers, body: Buffer.from(await request.arrayBuffer()) };
}

function kindOf({ url, method, body }: WholeRequest): Kind {
  const { pathname } = new URL(url);
  const took = (takes: number): Kind => ({ takes, file: null });
  if (pathname.endsWith('/crates/new')) {
    const length = body.readUInt32LE(0);
    const { name, vers } = JSON.parse(body.toString('utf8', 4, 4 + length)) as Record<
      string,
      string
    >;
    const file = `${name}-${vers}.crate`;
    return { takes: drawn('crateTaken', file), file };
  }
  if (pathname.endsWith('/legacy/')) {
    const [, file = ''] = /filename="([^"]+)"/.exec(body.toString('latin1')) ?? [];
    return { takes: drawn('fileTaken', file), file };
  }
  if (method === 'DELETE' || pathname.endsWith('/burn-token')) return took(usual.revoke);
  if (/(mint-token|trusted_publishing\/tokens)$/.test(pathname)) return took(exchange);
  return took(pathname.includes('oidc') && !pathname.endsWith('/audience') ? identity : usual.look);
}
