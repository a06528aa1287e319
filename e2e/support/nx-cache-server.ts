import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A server of Nx's self-hosted cache protocol (https://nx.dev/docs/kb/self-hosted-caching), in memory: no package of one
 * can be installed from the registries of this project, so Nx, the client, is the only judge of it.
 */
export interface CacheServer {
  readonly url: string;
  /** What is kept, by hash. */
  readonly kept: ReadonlyMap<string, Buffer>;
  /** What was asked and answered: `GET 404`. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** Starts one that takes entries from holders of `write`, and gives them to those of `read` as well. */
export async function startCacheServer(tokens: {
  readonly read: string;
  readonly write: string;
}): Promise<CacheServer> {
  const kept = new Map<string, Buffer>();
  const log: string[] = [];
  const answer = (method: string, hash: string, bearer: string, body: Buffer): number => {
    if (bearer !== tokens.read && bearer !== tokens.write) return 401;
    if (method === 'GET') return kept.has(hash) ? 200 : 404;
    if (bearer !== tokens.write) return 403;
    if (kept.has(hash)) return 409;
    kept.set(hash, body);
    return 200;
  };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const hash = /^\/v1\/cache\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '';
      const bearer = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
      const status = answer(request.method ?? '', hash, bearer, Buffer.concat(chunks));
      log.push(`${request.method} ${status}`);
      const isBinary = request.method === 'GET' && status === 200;
      const type = isBinary ? 'application/octet-stream' : 'text/plain';
      response.writeHead(status, { 'content-type': type });
      response.end(isBinary ? kept.get(hash) : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => void server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, kept, log, close };
}
