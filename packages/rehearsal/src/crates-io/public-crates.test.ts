import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sha256Of } from '../state/blobs.ts';
import { publicCrates } from './public-crates.ts';

const bytes = Buffer.from('a crate');
let cache: string;
let server: Server;
let upstream: string;
let asked: string[];
let served: Buffer;
let now: number;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'slipway-cache-'));
  [asked, served, now] = [[], bytes, 0];
  server = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers['if-none-match'] ?? ''}`.trim());
    if (request.url === '/config.json')
      return void response.end(JSON.stringify({ dl: `${upstream}dl` }));
    if (request.url === '/dl/some/1.0.0/download') return void response.end(served);
    if (request.url !== '/so/me/some') return void response.writeHead(404).end();
    if (request.headers['if-none-match'] === '"v1"') return void response.writeHead(304).end();
    const line = { name: 'some', vers: '1.0.0', cksum: sha256Of(bytes) };
    response.writeHead(200, { etag: '"v1"' }).end(`${JSON.stringify(line)}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(cache, { recursive: true, force: true });
});

const open = () => publicCrates(upstream, cache, () => now);

describe('crates of the public registry', () => {
  test('many questions at once are one question upstream', async () => {
    const crates = open();
    const answers = await Promise.all(Array.from({ length: 20 }, () => crates.index('some')));
    expect(new Set(answers).size).toBe(1);
    expect(asked).toEqual(['/so/me/some']);
  });

  test('an entry is good for ten minutes, also after a restart, and is then asked for by its tag', async () => {
    await open().index('some');
    now += 9 * 60_000;
    const again = open();
    expect(await again.index('some')).toContain('1.0.0');
    expect(asked).toHaveLength(1);
    now += 60_001;
    expect(await again.index('some')).toContain('1.0.0');
    expect(asked).toEqual(['/so/me/some', '/so/me/some "v1"']);
  });

  test('knows names exactly', async () => {
    const crates = open();
    expect([await crates.has('some'), await crates.has('SOME'), await crates.has('none')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('a file is fetched once for ever', async () => {
    expect(await open().download('some', '1.0.0')).toEqual(bytes);
    expect(await open().download('some', '1.0.0')).toEqual(bytes);
    expect(asked.filter((path) => path.startsWith('/dl/'))).toHaveLength(1);
    expect(await open().download('some', '2.0.0')).toBe(null);
  });

  test('a file with other bytes than the index promises is refused and not kept', async () => {
    served = Buffer.from('other');
    const crates = open();
    await expect(crates.download('some', '1.0.0')).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining('other bytes than its index promises') as string,
    });
    served = bytes;
    expect(await crates.download('some', '1.0.0')).toEqual(bytes);
  });

  test('an upstream that is away is named', async () => {
    const crates = publicCrates('http://127.0.0.1:9/', cache, () => now);
    await expect(crates.index('some')).rejects.toMatchObject({
      status: 502,
      message: expect.stringMatching(
        /^upstream 127\.0\.0\.1:9 cannot be reached: .+ \(http/,
      ) as string,
    });
  });
});
