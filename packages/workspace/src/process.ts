import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

/** Where a process answers that it is there, and what `GET ready` answers then. */
export interface Presence {
  readonly address: string;
  readonly instance: string;
  readonly pid: number;
}

/**
 * Says on loopback, for as long as this process lives, that it is still the same one: a number of a process is given
 * again, and a file outlives whoever wrote it. A rehearsal's servers say so themselves; a release to public registries
 * has none.
 */
export async function bePresent(): Promise<Presence & { close(): void }> {
  // Not for every stage: with this module Node loads all that it has for the Web.
  const { createServer } = await import('node:http');
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

/** How often we look whether the run that started us is still there. */
const lookEvery = 200;

/**
 * Resolves when this process is to end: Nx stops a continuous task with SIGTERM when nothing needs
 * it any more, a person with SIGINT; and when Nx itself was killed, nobody says so but the process
 * table, where we have another parent then.
 */
export function untilStopped(): Promise<void> {
  const parent = process.ppid;
  return new Promise((resolve) => {
    const orphaned = setInterval(() => {
      if (process.ppid !== parent) stop();
    }, lookEvery);
    const stop = (): void => {
      clearInterval(orphaned);
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, stop);
    process.once('disconnect', stop);
  });
}

/**
 * Removes a file when this process ends, however it ends: Nx may not let it take its leave.
 * @param isOurs whether the file, by its text, is still the one that was meant
 * @returns what does it at once
 */
export function removedAtExit(path: string, isOurs: (text: string) => boolean): () => void {
  const remove = (): void => {
    process.off('exit', remove);
    if (isOurs(textOf(path))) rmSync(path, { force: true });
  };
  process.once('exit', remove);
  return remove;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
