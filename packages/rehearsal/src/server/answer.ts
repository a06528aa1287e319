import type { FaultEffect, Faults } from '../faults/fault.ts';
import { withFault, type BrokenResponse } from '../faults/wrap.ts';
import type { Store } from '../state/store.ts';
import { json, type HttpRequest, type HttpResponse } from '../message/message.ts';
import { findMount, type Mount, type Mounted } from './mount.ts';

/** What a running server answers from. */
export interface Service {
  readonly mounts: readonly Mount[];
  readonly store: Store;
  readonly faults: Faults;
  /** Milliseconds since 1970-01-01 UTC, by the rehearsal's clock. */
  now(): number;
  log(line: string): void;
}

/** A request that has begun to come in. */
export interface Incoming {
  readonly method: string;
  /** The path with its query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, or null as soon as it is longer than so many bytes. Rejects when it breaks off. */
  read(limit: number): Promise<Buffer | null>;
}

/** No file of a release is larger. PyPI's own limit is 100 MiB, GitHub's 2 GiB. */
const bodyLimit = 2 ** 30;

/** What is answered to a request, with the fault that is in force for it. */
export async function answer(incoming: Incoming, service: Service): Promise<BrokenResponse> {
  const url = new URL(incoming.target, 'http://loopback');
  const found = findMount(service.mounts, url.pathname);
  if (!found) return json(404, { message: `nothing is served at ${url.pathname}` });
  const head = { method: incoming.method, path: found.path };
  const effect = service.faults.select(found.mount.registry, {
    ...head,
    prefix: found.mount.prefix,
    search: url.search,
  });
  const cut: BrokenResponse = { status: effect?.status ?? 503, cut: 'before-response' };
  if (effect?.reset === 'before') return cut;
  const { headers } = incoming;
  const request = {
    ...head,
    query: url.searchParams,
    headers,
    body: Buffer.alloc(0),
    parameters: {},
  };
  const leave = (): Promise<void> => leaveBroken(request, found, service);
  if (effect?.reset === 'during') {
    await incoming.read(Number(headers['content-length'] ?? 0) / 2);
    await leave();
    return cut;
  }
  const body = await incoming.read(bodyLimit).catch(async (error: unknown) => {
    await leave();
    throw error;
  });
  if (body === null) return json(413, { message: 'the body is larger than 1 GiB' });
  return respond({ ...request, body }, found, effect, service);
}

/** A body that broke off may leave something behind all the same. */
async function leaveBroken(
  request: HttpRequest,
  { mount }: Mounted,
  { store, now }: Service,
): Promise<void> {
  await mount.broken?.(request, store.state, now());
  await store.save();
}

/** Runs the handler and waits until what it changed is on the disk: only then the client may know. */
async function respond(
  request: HttpRequest,
  found: Mounted,
  effect: FaultEffect | null,
  { store, now }: Service,
): Promise<HttpResponse> {
  const { handler } = found.mount;
  const instant = now();
  const response = await (effect ? withFault(handler, effect) : handler)(
    request,
    store.state,
    instant,
  );
  await store.save();
  // Clients go by the registry's clock where it matters.
  const date = new Date(instant).toUTCString();
  return { ...response, headers: { date, ...response.headers } };
}
