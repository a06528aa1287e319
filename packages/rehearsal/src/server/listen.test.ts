import { mkdtemp, rm } from 'node:fs/promises';
import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noFaults, type Faults } from '../faults/fault.ts';
import { newSecrets } from '../state/secrets.ts';
import { openStore } from '../state/store.ts';
import { listen, type Listening } from './listen.ts';
import { text, type Handler } from '../message/message.ts';

let folder: string;
let listening: Listening;
let faults: Faults;
let received: number;
let left: string[];

const handler: Handler = (request) => {
  received += 1;
  if (request.path === '/throws') throw new Error('ours');
  return {
    ...text(200, `${request.method} ${request.path} ${request.body.length}`),
    reason: 'two\nlines – long',
  };
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-listen-'));
  [faults, received, left] = [noFaults(), 0, []];
  listening = await listen(0);
  const store = openStore(folder, newSecrets());
  const broken: Handler = ({ path }) => {
    left.push(path);
    return { status: 204 };
  };
  const mounts = [{ prefix: '/here', registry: 'some', handler, broken }];
  listening.serve({ mounts, store, faults, now: Date.now, log: () => undefined });
});

afterEach(async () => {
  await listening.close();
  await rm(folder, { recursive: true, force: true });
});

const url = (path: string): string => `http://127.0.0.1:${listening.port}${path}`;
const put = (body: Buffer) => fetch(url('/here/x'), { method: 'PUT', body });

test('a request reaches its handler below the prefix', async () => {
  expect(await (await put(Buffer.alloc(10))).text()).toBe('PUT /x 10');
  expect((await fetch(url('/there'))).status).toBe(404);
});

test('a reason phrase is one line of Latin-1', async () => {
  const reason = await new Promise((resolve) =>
    ask(url('/here/x'), (response) => resolve(response.statusMessage)).end(),
  );
  expect(reason).toBe('two lines ? long');
});

test('HEAD has a length and no body', async () => {
  const response = await fetch(url('/here/x'), { method: 'HEAD' });
  expect([response.headers.get('content-length'), await response.text()]).toEqual(['9', '']);
});

test('an error of ours is a 500, and the next request is served', async () => {
  expect((await fetch(url('/here/throws'))).status).toBe(500);
  expect((await fetch(url('/here/x'))).status).toBe(200);
});

test.each([
  ['before', 0],
  ['during', 0],
  ['after', 1],
] as const)('a reset %s the work: the handler ran %i times', async (reset, times) => {
  faults.set([{ match: { registry: 'some', times: 1 }, do: { reset } }]);
  await expect(put(Buffer.alloc(3_000_000))).rejects.toThrow();
  expect(received).toBe(times);
  expect((await put(Buffer.alloc(1))).status).toBe(200);
});

test('half a body breaks off', async () => {
  faults.set([{ match: { times: 1 }, do: { halfBody: true } }]);
  const response = await fetch(url('/here/x'));
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});

test('a client that goes away in the middle of its request does no harm', async () => {
  const socket = connect(listening.port, '127.0.0.1');
  const host = `127.0.0.1:${listening.port}`;
  socket.write(`PUT /here/x HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\nabc`);
  await new Promise((resolve) => setTimeout(resolve, 30));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(received).toBe(0);
  expect((await fetch(url('/here/x'))).status).toBe(200);
});

test.each(['localhost', 'registry.example', '127.0.0.1', '[::1]'])(
  'a request for the host %s is not answered',
  async (name) => {
    const host = name === '127.0.0.1' ? name : `${name}:${listening.port}`;
    const status = await new Promise((resolve) =>
      ask(url('/here/x'), { headers: { host } }, (response) => resolve(response.statusCode)).end(),
    );
    expect([status, received]).toEqual([421, 0]);
  },
);

test('nobody is served at another address of this machine', async () => {
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .map(({ address, scopeid }) => (scopeid ? `${address}%${scopeid}` : address))
    .filter((address) => address !== '127.0.0.1');
  // All of 127.0.0.0/8 is this machine to Linux.
  const refusals = [...others, ...(process.platform === 'linux' ? ['127.0.0.2'] : [])].map(
    (address) =>
      new Promise((resolve) => {
        const socket = connect({ port: listening.port, host: address, timeout: 2000 });
        const settle = (outcome: string) => () => resolve(socket.destroy() && outcome);
        socket.on('error', settle('refused')).on('timeout', settle('refused'));
        socket.on('connect', settle(`answered at ${address}`));
      }),
  );
  expect(new Set(await Promise.all(refusals))).toEqual(new Set(['refused']));
});

test.each(['a fault', 'its client'])(
  'a request that %s breaks off can leave something',
  async (by) => {
    if (by === 'a fault') {
      faults.set([{ match: { times: 1 }, do: { reset: 'during' } }]);
      await expect(put(Buffer.alloc(3_000_000))).rejects.toThrow();
    } else {
      const socket = connect(listening.port, '127.0.0.1');
      const host = `127.0.0.1:${listening.port}`;
      socket.write(`PUT /here/x HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100\r\n\r\nabc`);
      setTimeout(() => socket.destroy(), 30);
    }
    await expect.poll(() => left).toEqual(['/x']);
    expect(received).toBe(0);
  },
);

test('a port can be taken once', async () => {
  await expect(listen(listening.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
