import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Presence } from './announcement.ts';

/**
 * Says on loopback, for as long as this process lives, that it is still the same one: a number of a process is given
 * again, and a file outlives whoever wrote it. A rehearsal's servers say so themselves; a release to public registries
 * has none.
 */
export async function bePresent(): Promise<Presence & { close(): void }> {
  const instance = randomUUID();
  const { pid } = process;
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ instance, pid }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  // What keeps this process running is its own business.
  server.unref();
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `http://127.0.0.1:${port}`, instance, pid, close };
}
