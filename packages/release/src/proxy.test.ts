import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import * as https from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { proxiedFetch, proxiesOf, proxyFor, proxyVariables, shownProxy } from './proxy.ts';
import { ask, passing, streamed } from './request/index.ts';

const open: { readonly server: Server | https.Server; readonly sockets: Set<Socket> }[] = [];
afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(server: Server | https.Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => void sockets.add(socket));
  open.push({ server, sockets });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A proxy that leads everything to one server of this machine, and what it was asked for. */
async function proxyTo(port: number, status = 200) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
    response.end('by the proxy');
  });
  server.on('connect', (request, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`);
    socket.on('error', () => undefined);
    if (status !== 200) return void socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const tunnel = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      tunnel.pipe(socket).pipe(tunnel);
    });
    tunnel.on('error', () => socket.destroy());
  });
  return { asked, url: `http://127.0.0.1:${await listening(server)}` };
}

let folder: string;
let certificate: { key: Buffer; cert: Buffer };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-proxy-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = ['-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, '-subj', '/CN=x'];
  await promisify(execFile)('openssl', ['req', '-x509', '-days', '2', ...made]);
  certificate = { key: await readFile(key), cert: await readFile(cert) };
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
});
afterAll(async () => {
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
  await rm(folder, { recursive: true, force: true });
});

const echo: RequestListener = async (request, response) => {
  let length = 0;
  for await (const piece of request) length += (piece as Buffer).length;
  response.end(`${request.method} ${request.headers.host} ${length}`);
};

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('a request, where the environment names a proxy', () => {
  it('goes through it to a server beyond this machine, whatever it sends', async () => {
    const there = await listening(https.createServer(certificate, echo));
    const proxy = await proxyTo(there);
    const fetch = proxiedFetch({ HTTPS_PROXY: proxy.url });
    const url = 'https://registry.example.com/x';
    const get = await ask('PyPI', url, { headers: { authorization: 'a' } }, { fetch });
    expect(get.text).toBe('GET registry.example.com 0');
    const body = new Blob([new Uint8Array(300_000)]);
    const sent = await ask('PyPI', url, { method: 'POST', body }, { fetch });
    expect(sent.text).toBe('POST registry.example.com 300000');
    const stream = body.stream();
    const init = { ...streamed, method: 'POST', body: stream };
    expect((await ask('PyPI', url, init, { fetch })).text).toContain('300000');
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT registry.example.com:443']));
  });

  it('goes without it to this machine, and to whom NO_PROXY names', async () => {
    const plain = await listening(createServer(echo));
    const proxy = await proxyTo(plain);
    const variables = {
      http_proxy: proxy.url,
      HTTPS_PROXY: proxy.url,
      ALL_PROXY: proxy.url,
      NO_PROXY: 'own.invalid',
    };
    const fetch = proxiedFetch(variables);
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await ask('PyPI', `http://${host}:${plain}/`, {}, { fetch });
      expect(answer.text).toBe(`GET ${host}:${plain} 0`);
    }
    const own = await failureOf(ask('PyPI', 'https://own.invalid/', {}, { fetch }));
    expect(own).toMatchObject({ finding: { code: 'SLW401' } });
    expect(proxy.asked).toEqual([]);
    const answer = await ask('PyPI', 'http://public.example.com/', {}, { fetch });
    expect(answer.text).toBe('by the proxy');
    expect(proxy.asked).toEqual(['GET http://public.example.com/ ']);
  });

  it('tells the proxy who we are', async () => {
    const proxy = await proxyTo(9);
    const fetch = proxiedFetch({ http_proxy: proxy.url.replace('//', '//me:p%40ss@') });
    await ask('PyPI', 'http://public.example.com/', {}, { fetch });
    expect(proxy.asked[0]).toContain(Buffer.from('me:p@ss').toString('base64'));
  });

  it.each([
    ['refuses', 'http://me:secret@127.0.0.1:9', 'ECONNREFUSED'],
    ['has no address', 'http://me:secret@nowhere.invalid:3128', 'nowhere.invalid'],
    ['is of another kind', 'gopher://me:secret@127.0.0.1:9', 'kinds http://'],
  ])('SLW513: is told of one that %s, at once and without its password', async (_, url, why) => {
    const fetch = proxiedFetch({ HTTPS_PROXY: url });
    const error = await failureOf(ask('PyPI', 'https://pypi.example/simple/', {}, { fetch }));
    const message = expect.stringContaining(why);
    expect(error).toMatchObject({ finding: { code: 'SLW513', message } });
    expect(String(error)).toContain(shownProxy(url));
    expect(String(error)).not.toContain('secret');
    expect(passing(error)).toBeNull();
  });

  it('SLW513: is told of one that does not let us through; a busy one is asked again', async () => {
    const outcome = async (status: number) => {
      const proxy = await proxyTo(9, status);
      const fetch = proxiedFetch({ https_proxy: proxy.url });
      return failureOf(ask('PyPI', 'https://pypi.example/', {}, { fetch }));
    };
    const [refused, busy] = [await outcome(407), await outcome(503)];
    expect(refused).toMatchObject({ finding: { code: 'SLW513' } });
    expect(String(refused)).toContain('status 407');
    expect(passing(refused)).toBeNull();
    expect(passing(busy)).not.toBeNull();
  });

  it('is Node’s own, where it names none', () => {
    expect(proxiedFetch({})).toBe(globalThis.fetch);
    expect(proxiedFetch({ https_proxy: '', HTTPS_PROXY: 'http://x:1' })).toBe(globalThis.fetch);
  });
});

describe('the proxies of an environment', () => {
  it('are read in both cases, small letters first', () => {
    const read = (variables: Record<string, string>) => {
      const { http, https: secure } = proxiesOf(variables) ?? { http: null, https: null };
      return [http, secure];
    };
    expect(read({ HTTP_PROXY: 'a:1', https_proxy: 'http://b:2' })).toEqual([
      'http://a:1',
      'http://b:2',
    ]);
    expect(read({ https_proxy: 'http://s:1', HTTPS_PROXY: 'http://b:2' })[1]).toBe('http://s:1');
    expect(read({ ALL_PROXY: 'socks5://all:1', https_proxy: 'http://s:1' })).toEqual([
      'socks5://all:1',
      'http://s:1',
    ]);
  });

  it.each([
    ['*', 'https://a.example', true],
    ['example', 'https://a.example', true],
    ['.example', 'https://a.example', true],
    ['*.example', 'https://a.example', true],
    ['A.EXAMPLE', 'https://a.example', true],
    ['ample', 'https://a.example', false],
    ['a.example:443', 'https://a.example', true],
    ['a.example:8443', 'https://a.example', false],
    ['x, 10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['fd00::/8', 'https://[fd00::1]', true],
    ['nonsense/x', 'https://10.1.2.3', false],
    ['', 'https://a.example', false],
    ['', 'http://127.0.0.1:1', true],
    ['', 'http://127.9.9.9', true],
    ['', 'http://[::1]:1', true],
    ['', 'http://x.localhost', true],
    ['', 'http://localhost', true],
  ])('with NO_PROXY=%j lead to %s: not: %s', (no_proxy, url, isDirect) => {
    const proxies = proxiesOf({ all_proxy: 'http://p:1', no_proxy })!;
    expect(proxyFor(new URL(url), proxies) === null).toBe(isDirect);
  });

  it('are the same for children, in both cases, and never for this machine', () => {
    expect(proxyVariables({ HTTPS_PROXY: 'p:1', no_proxy: 'own.example' })).toEqual({
      https_proxy: 'http://p:1',
      HTTPS_PROXY: 'http://p:1',
      no_proxy: 'own.example,127.0.0.1,localhost,::1',
      NO_PROXY: 'own.example,127.0.0.1,localhost,::1',
    });
    expect(proxyVariables({})).toEqual({});
    expect(proxyVariables({}, true)).toEqual({
      no_proxy: '127.0.0.1,localhost,::1',
      NO_PROXY: '127.0.0.1,localhost,::1',
    });
  });
});
