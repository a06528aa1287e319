import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGzip } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { mintCratesIoToken, Secret } from '../identity/index.ts';
import { nodePorts } from '../node.ts';
import { githubReleases } from '../registry/index.ts';
import { ask, passing, staying, boundedFetch } from './index.ts';

const ports = nodePorts();
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Served {
  readonly url: string;
  /** What was asked for: method, path, authorization and body. */
  readonly asked: string[];
}

async function serve(listener: RequestListener): Promise<Served> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const body = await bodyOf(request);
    asked.push([method, url, headers.authorization, body].filter(Boolean).join(' '));
    listener(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

const json: RequestListener = (_request, response) =>
  void response.setHeader('content-type', 'application/json').end('{"token":"cio_tp_x"}');

const failureOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('it did not fail'),
    (error: Error) => error,
  );

const small = { within: 400, bytes: 1024 };

describe('the time of an answer', () => {
  it('SLW401: ends one that comes byte by byte, and it may be asked again', async () => {
    const drip = await serve((_request, response) => {
      response.write('{');
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    });
    const started = performance.now();
    const error = await failureOf(ask('PyPI', drip.url, {}, ports, small));
    expect(performance.now() - started).toBeLessThan(3000);
    expect(error).toMatchObject({
      finding: { code: 'SLW401', message: expect.stringContaining('no whole answer in 0.4 s') },
    });
    expect(passing(error)).not.toBeNull();
  });

  it('SLW401: ends one that never begins', async () => {
    const silent = await serve(() => undefined);
    const error = await failureOf(ask('PyPI', silent.url, {}, ports, small));
    expect(error.message).toContain('no whole answer');
  });

  it('has an end everywhere', async () => {
    let signal: AbortSignal | null | undefined;
    const fetch = async (_: unknown, init?: RequestInit) => {
      signal = init?.signal;
      return new Response('');
    };
    await ask('PyPI', 'https://example.com', {}, { fetch });
    expect(signal).toBeInstanceOf(AbortSignal);
  });
});

describe('the size of an answer', () => {
  it('SLW511: is told after decompression, and is not asked for again', async () => {
    const piece = Buffer.alloc(2 ** 20);
    const bomb = await serve((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      const gzip = createGzip();
      gzip.pipe(response);
      response.on('close', () => gzip.destroy());
      for (let at = 0; at < 400; at++) gzip.write(piece);
      gzip.end();
    });
    const error = await failureOf(ask('PyPI', bomb.url, {}, ports));
    expect(error).toMatchObject({
      finding: { code: 'SLW511', message: expect.stringContaining('more than 64 MiB') },
    });
    expect(passing(error)).toBeNull();
  });

  it('may be as large as its limit', async () => {
    const { url } = await serve((_request, response) => void response.end('x'.repeat(1024)));
    expect((await ask('PyPI', url, {}, ports, small)).text).toHaveLength(1024);
    const larger = await serve((_request, response) => void response.end('x'.repeat(1025)));
    await expect(ask('PyPI', larger.url, {}, ports, small)).rejects.toThrow('SLW511');
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])(
    'SLW512: %d takes no identity elsewhere, and is final',
    async (status) => {
      const thief = await serve(json);
      const registry = await serve((request, response) => {
        if (request.url!.startsWith('/id?')) response.end('{"value":"a.jwt.b"}');
        else response.writeHead(status, { location: `${thief.url}/taken` }).end();
      });
      const identity = { requestUrl: `${registry.url}/id`, requestToken: new Secret('request') };
      const endpoint = { api: registry.url, audience: 'crates.io' };
      const error = await failureOf(mintCratesIoToken(identity, endpoint, ports));
      expect(error).toMatchObject({ finding: { code: 'SLW512' } });
      expect(passing(error)).toBeNull();
      expect(thief.asked).toEqual([]);
      expect(registry.asked).toHaveLength(2);
    },
  );

  it('SLW512: takes no token elsewhere, in a header or in a body', async () => {
    const thief = await serve(json);
    const { url } = await serve((_request, response) => {
      response.writeHead(307, { location: thief.url }).end();
    });
    const headers = { authorization: 'Bearer secret' };
    for (const init of [
      { headers },
      { method: 'DELETE', headers },
      { method: 'POST', body: '{"token":"secret"}' },
      { method: 'PUT', headers, body: 'x' },
    ]) {
      await expect(ask('PyPI', url, init, ports)).rejects.toThrow('SLW512');
    }
    expect(thief.asked).toEqual([]);
  });

  it('is followed by who carries nothing', async () => {
    const there = await serve(json);
    const { url } = await serve((_request, response) => {
      response.writeHead(302, { location: there.url }).end();
    });
    expect((await ask('PyPI', url, {}, ports)).ok).toBe(true);
    expect(there.asked).toEqual(['GET /']);
  });

  it('of GitHub is followed: its token stays there', async () => {
    const storage = await serve((_request, response) => void response.end('bytes'));
    const github = await serve((request, response) => {
      const to = request.url === '/old' ? '/new' : `${storage.url}/asset`;
      response.writeHead(302, { location: to }).end();
    });
    const init = { headers: { authorization: 'Bearer ghs' } };
    const response = await boundedFetch(staying(ports.fetch))(`${github.url}/old`, init);
    expect(await response.text()).toBe('bytes');
    expect(github.asked).toEqual(['GET /old Bearer ghs', 'GET /new Bearer ghs']);
    expect(storage.asked).toEqual(['GET /asset']);
    const round = await serve((_request, response) => {
      response.writeHead(302, { location: '/' }).end();
    });
    await expect(boundedFetch(staying(ports.fetch))(round.url, init)).rejects.toThrow('redirects');
  });

  it('SLW512: of GitHub takes nothing that changes something elsewhere', async () => {
    const thief = await serve(json);
    const github = await serve((_request, response) => {
      response.writeHead(307, { location: thief.url }).end();
    });
    const endpoint = { api: github.url, uploads: github.url, token: new Secret('ghs') };
    const releases = githubReleases(endpoint, 'octo/tide', ports);
    await expect(releases.deleteAsset(1)).rejects.toThrow('SLW512');
    expect(thief.asked).toEqual([]);
    expect(github.asked).toHaveLength(1);
  });
});

it('SLW401: a certificate that is not trusted is not asked for again', async () => {
  const untrusted = Object.assign(new Error('self-signed certificate'), {
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  });
  const fetch = async (): Promise<Response> => {
    throw new TypeError('fetch failed', { cause: untrusted });
  };
  const error = await failureOf(ask('PyPI', 'https://example.com', {}, { fetch }));
  expect(error).toMatchObject({ finding: { code: 'SLW401' } });
  expect(passing(error)).toBeNull();
});
