import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultEffect, Faults } from '../faults/fault.ts';
import { withFault, type BrokenResponse } from '../faults/wrap.ts';
import type { Store } from '../state/store.ts';
import { json, type HttpRequest, type HttpResponse } from './message.ts';
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

/** No file of a release is larger. PyPI's own limit is 100 MiB, GitHub's 2 GiB. */
const bodyLimit = 2 ** 30;

export interface Listening {
  readonly port: number;
  /** From now on requests are answered. */
  serve(service: Service): void;
  close(): Promise<void>;
}

/** Opens a port on loopback. Rejects with the system's error, such as EADDRINUSE. */
export async function listen(port: number): Promise<Listening> {
  // Registries keep idle connections for about this long; a client that reuses one must not meet a reset.
  const server = createServer({ keepAliveTimeout: 75_000, requestTimeout: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    serve: (service) => {
      const { port: own } = server.address() as AddressInfo;
      const host = `127.0.0.1:${own}`;
      server.on('request', (incoming, outgoing) => {
        if (incoming.headers.host === host) void attend(incoming, outgoing, service);
        else send(misdirected(host), incoming, outgoing);
      });
    },
    close: () => close(server),
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** A page in a browser may make a name of its own mean this machine; it is not served by that name. */
function misdirected(host: string): HttpResponse {
  return json(421, { message: `this server answers only to ${host}` });
}

async function attend(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  service: Service,
): Promise<void> {
  const started = performance.now();
  try {
    const response = await answer(incoming, service);
    send(response, incoming, outgoing);
    const took = (performance.now() - started).toFixed(1);
    const outcome = response.cut ?? String(response.status);
    service.log(`${incoming.method} ${incoming.url?.split('?')[0]} ${outcome} ${took} ms`);
  } catch (error) {
    service.log(
      `${incoming.method} ${incoming.url?.split('?')[0]} failed: ${(error as Error).stack}`,
    );
    if (outgoing.headersSent) outgoing.destroy();
    else send(json(500, { errors: [{ detail: 'Internal Server Error' }] }), incoming, outgoing);
  }
}

async function answer(incoming: IncomingMessage, service: Service): Promise<BrokenResponse> {
  const url = new URL(incoming.url ?? '/', 'http://loopback');
  const found = findMount(service.mounts, url.pathname);
  if (!found) return json(404, { message: `nothing is served at ${url.pathname}` });
  const head = { method: incoming.method ?? 'GET', path: found.path };
  const effect = service.faults.select(found.mount.registry, {
    ...head,
    prefix: found.mount.prefix,
  });
  const cut: BrokenResponse = { status: effect?.status ?? 503, cut: 'before-response' };
  if (effect?.reset === 'before') return cut;
  const request = {
    ...head,
    query: url.searchParams,
    headers: headersOf(incoming),
    body: Buffer.alloc(0),
    parameters: {},
  };
  const leave = (): Promise<void> => leaveBroken(request, found, service);
  if (effect?.reset === 'during') {
    await readBody(incoming, declaredLength(incoming) / 2);
    await leave();
    return cut;
  }
  const body = await readBody(incoming, bodyLimit).catch(async (error: unknown) => {
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
  const response = await (effect ? withFault(handler, effect) : handler)(
    request,
    store.state,
    now(),
  );
  await store.save();
  return response;
}

function declaredLength(incoming: IncomingMessage): number {
  return Number(incoming.headers['content-length'] ?? 0);
}

/** The body, or null as soon as it is longer than the limit. */
async function readBody(incoming: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    length += (chunk as Buffer).length;
    if (length > limit) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks, length);
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  const entries = Object.entries(incoming.headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, [value].flat().join(', ')]));
}

function send(response: BrokenResponse, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (response.cut === 'before-response') {
    incoming.socket.resetAndDestroy();
    return;
  }
  const body = Buffer.from(response.body ?? '');
  const headers = { ...response.headers, 'content-length': String(body.length) };
  if (response.status === 304 || response.status === 204)
    Reflect.deleteProperty(headers, 'content-length');
  if (response.reason === undefined) outgoing.writeHead(response.status, headers);
  else outgoing.writeHead(response.status, toReason(response.reason), headers);
  if (incoming.method === 'HEAD') outgoing.end();
  else if (response.cut === 'in-response') breakOff(incoming, outgoing, body);
  else outgoing.end(body);
}

function breakOff(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): void {
  outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () =>
    incoming.socket.resetAndDestroy(),
  );
}

/** A reason phrase is one line of Latin-1: RFC 9112 section 4. */
function toReason(reason: string): string {
  return reason.replace(/[\r\n]+/g, ' ').replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');
}
