import { advancedBy } from './admin/clock.ts';
import { reportState, type RehearsalState } from './admin/state-report.ts';
import { noFaults, type Faults } from './faults/fault.ts';
import type { BrokenResponse } from './faults/wrap.ts';
import { placesAt, toReadyLine, type ReadyLine } from './ready.ts';
import { adminMount, registries } from './rehearsal.ts';
import { answer } from './server/answer.ts';
import type { Mount } from './server/mount.ts';
import { blobsInMemory } from './state/blobs.ts';
import { newSecrets } from './state/secrets.ts';
import { newState, type State } from './state/state.ts';

/** The registries without a port and without a disk: requests are function calls. */
export interface DirectRehearsal {
  readonly ready: ReadyLine;
  readonly faults: Faults;
  /** Answers as `globalThis.fetch` does; a broken connection rejects. */
  readonly fetch: typeof globalThis.fetch;
  state(): RehearsalState;
  /** The same registries as they are now, with a future of their own, no fault, and another clock. */
  fork(clock: () => number): DirectRehearsal;
}

/** Opens the registries in memory. `clock` is in milliseconds since 1970-01-01 UTC. */
export async function openDirect(clock: () => number): Promise<DirectRehearsal> {
  const places = placesAt('http://rehearsal.invalid');
  const secrets = newSecrets();
  const mounts = await registries({ upstream: null, clock }, places);
  const make = (state: State, now: () => number): DirectRehearsal => {
    const faults = noFaults();
    const ready = toReadyLine(places, secrets);
    const all = [...mounts, adminMount(ready, places, faults)];
    const nowThere = (): number => now() + advancedBy(state);
    return {
      ready,
      faults,
      fetch: (input, init) => serve(new Request(input, init), state, all, faults, nowThere),
      state: () => reportState(state, nowThere()),
      fork: (other) => make(state.fork(), other),
    };
  };
  return make(newState(blobsInMemory(), secrets), clock);
}

async function serve(
  request: Request,
  state: State,
  mounts: readonly Mount[],
  faults: Faults,
  now: () => number,
): Promise<Response> {
  const url = new URL(request.url);
  const body = Buffer.from(await request.arrayBuffer());
  const service = {
    mounts,
    store: { state, save: async () => undefined },
    faults,
    now,
    log: () => undefined,
  };
  const incoming = {
    method: request.method,
    target: `${url.pathname}${url.search}`,
    headers: { ...Object.fromEntries(request.headers), 'content-length': String(body.length) },
    read: async (limit: number) => (body.length > limit ? null : body),
  };
  return toResponse(await answer(incoming, service));
}

function toResponse({ status, reason, headers, body, cut }: BrokenResponse): Response {
  if (cut === 'before-response') throw lost();
  const init = {
    status,
    headers: { ...headers },
    ...(reason ? { statusText: ascii(reason) } : {}),
  };
  const bytes = Buffer.from(body ?? '');
  if (cut !== 'in-response') return new Response([204, 304].includes(status) ? null : bytes, init);
  const half = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, bytes.length / 2));
      controller.error(lost());
    },
  });
  return new Response(half, init);
}

const ascii = (text: string): string => text.replace(/[^\t\x20-\x7e]+/g, ' ');

/** As undici tells it. */
function lost(): TypeError {
  return new TypeError('fetch failed', { cause: new Error('read ECONNRESET') });
}
