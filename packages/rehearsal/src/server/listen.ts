import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrokenResponse } from '../faults/wrap.ts';
import { answer, type Incoming, type Service } from './answer.ts';
import { json, type HttpResponse } from '../message/message.ts';

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
    const response = await answer(toIncoming(incoming), service);
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

function toIncoming(incoming: IncomingMessage): Incoming {
  return {
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers: headersOf(incoming),
    read: (limit) => readBody(incoming, limit),
  };
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
