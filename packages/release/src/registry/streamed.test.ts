import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Secret } from '../identity/index.ts';
import { nodePorts } from '../node.ts';
import type { Artifact } from '../plan/index.ts';
import type { PypiEndpoint } from './destination.ts';
import { formOf } from './form.ts';
import { githubReleases, uploadFile, type GithubRelease } from './index.ts';

const ports = nodePorts();
const MiB = 1024 * 1024;
const size = 128 * MiB;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let folder: string;
let server: Server;
let url: string;
const seen = { length: '', bytes: 0, held: 0, sha256: '' };

function pauseFor(request: IncomingMessage): void {
  request.pause();
  setTimeout(() => request.resume(), 1);
}

/** Takes everything, and looks now and then at what this process holds: the client is in it too. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slipway-streamed-'));
  await writeFile(join(folder, 'large'), '');
  await truncate(join(folder, 'large'), size);
  server = createServer((request, response) => {
    Object.assign(seen, { length: request.headers['content-length'], bytes: 0, held: 0 });
    const hash = createHash('sha256');
    request.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      if (request.url === '/slow') pauseFor(request);
      const before = Math.floor(seen.bytes / (16 * MiB));
      seen.bytes += chunk.length;
      if (Math.floor(seen.bytes / (16 * MiB)) === before) return;
      collect();
      seen.held = Math.max(seen.held, process.memoryUsage().arrayBuffers);
    });
    request.on('end', () => {
      seen.sha256 = hash.digest('hex');
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

const open = (): Promise<Blob> => ports.files.openBlob(join(folder, 'large'));

it('a file goes to PyPI without ever being held', async () => {
  const artifact = { file: 'a-1.0-py3-none-any.whl', sha256: 'ab', path: 'large' } as Artifact;
  const endpoint = { title: 'PyPI', upload: url } as PypiEndpoint;
  const content = { bytes: size, read: () => ports.files.stream(join(folder, 'large')) };
  const form = { fields: [['name', 'a']] as const, content, attestation: null };
  await uploadFile(artifact, form, new Secret('token'), endpoint, ports);
  expect(seen.bytes).toBeGreaterThan(size);
  expect(seen.length).toBe(String(seen.bytes));
  expect(seen.held).toBeLessThan(size / 2);
});

it('a file arrives as it lies here, however slowly it is taken', async () => {
  const bytes = randomBytes(8 * MiB);
  await writeFile(join(folder, 'other'), bytes);
  const artifact = { file: 'a-1.0-py3-none-any.whl', sha256: 'ab', path: 'other' } as Artifact;
  const content = { bytes: bytes.length, read: () => ports.files.stream(join(folder, 'other')) };
  const form = { fields: [['name', 'a']] as const, content, attestation: null };
  const endpoint = { title: 'PyPI', upload: `${url}slow` } as PypiEndpoint;
  await uploadFile(artifact, form, new Secret('token'), endpoint, ports);
  const fields = [...form.fields, ['sha256_digest', 'ab'] as const];
  const whole = { field: 'content', name: artifact.file, mark: 'ab', bytes: bytes.length };
  const { body } = formOf(fields, { ...whole, read: () => Readable.from([bytes]) });
  const expected = Buffer.from(await new Response(body).arrayBuffer());
  expect(seen.sha256).toBe(createHash('sha256').update(expected).digest('hex'));
});

it('an asset goes to GitHub without ever being held', async () => {
  const endpoint = { api: url, uploads: url, token: new Secret('token') };
  const releases = githubReleases(endpoint, 'octo/tide', ports);
  await releases.upload({ id: 1 } as GithubRelease, { file: 'a.whl', content: await open() });
  expect(seen.bytes).toBe(size);
  expect(seen.held).toBeLessThan(size / 2);
});
