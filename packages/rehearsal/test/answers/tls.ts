import { readFile } from 'node:fs/promises';
import { request as ask } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runWell } from '../command.ts';

export interface TlsFront {
  /** `https://127.0.0.1:…`: as PyPI's own host, for whatever is below `address`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** uv asks for tokens by TLS only, at the root of the host: this stands in front and passes on. */
export async function tlsFront(address: string, folder: string): Promise<TlsFront> {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const name = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate];
  await runWell('openssl', ['req', '-x509', '-days', '2', ...made, ...name]);
  const files = { key: await readFile(key), cert: await readFile(certificate) };
  const { host, pathname } = new URL(address);
  const server = createServer(files, (incoming, outgoing) => {
    const headers = { ...incoming.headers, host };
    const url = `http://${host}${pathname}${incoming.url}`;
    const passed = ask(url, { method: incoming.method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.statusMessage, response.headers);
      response.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
