/**
 * The registries and the issuer of identities as a release asks them, each answer a fixed time after its request:
 * `node sink.ts MILLISECONDS` prints its address. They keep names and digests, and little more; what a registry
 * refuses is the rehearsal's matter. `GET /stats` tells what was asked for, `POST /reset` begins anew, at once.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readForm } from '../../packages/rehearsal/src/pypi/form.ts';

/** What was asked for since the last reset. */
export interface SinkStats {
  readonly requests: number;
  readonly mostAtOnce: number;
  /** Bytes that came in. */
  readonly bytes: number;
  /** Uploads of a file that was there. */
  readonly repeated: number;
  /** SHA-256 by file name, as it was found in what came. */
  readonly files: Readonly<Record<string, string>>;
}

type Answer = readonly [status: number, body: string];

const nothingYet = () => ({ requests: 0, mostAtOnce: 0, bytes: 0, repeated: 0 });
let counted = nothingYet();
const files = new Map<string, string>();
let now = 0;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const started = performance.now();
  now += 1;
  counted.requests += 1;
  counted.mostAtOnce = Math.max(counted.mostAtOnce, now);
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  const [status, text] = answerTo(request, Buffer.concat(chunks));
  await sleep(Math.max(0, latency - (performance.now() - started)));
  now -= 1;
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}

function answerTo({ method, url = '', headers }: IncomingMessage, body: Buffer): Answer {
  counted.bytes += body.length;
  const { pathname } = new URL(url, 'http://127.0.0.1');
  const route = `${method} ${pathname}`;
  if (route === 'POST /legacy/') return takeFile(body, headers['content-type'] ?? '');
  if (route.startsWith('GET /simple/')) return listFiles();
  if (route.startsWith('GET /index/')) return [200, indexRow(pathname.split('/').at(-1)!)];
  const known = exchanges[route];
  return known ? [200, JSON.stringify(known)] : [404, '{}'];
}

/** How an identity becomes a token, which is given back. */
const exchanges: Readonly<Record<string, object>> = {
  'GET /identity': { value: 'identity' },
  'GET /oidc/audience': { audience: 'pypi' },
  'POST /oidc/mint-token': { token: 'minted' },
  'POST /oidc/burn-token': {},
  'POST /api/v1/trusted_publishing/tokens': { token: 'minted' },
  'DELETE /api/v1/trusted_publishing/tokens': {},
};

function takeFile(body: Buffer, type: string): Answer {
  const form = readForm(body, type);
  if (!form?.file) return [400, '{ "message": "no form with a file" }'];
  const sha256 = createHash('sha256').update(form.file.bytes).digest('hex');
  if (form.get('sha256_digest') !== sha256) return [400, '{ "message": "another digest" }'];
  if (files.has(form.file.name)) counted.repeated += 1;
  files.set(form.file.name, sha256);
  return [200, '{}'];
}

/** Every project has all files, for only one is released at a time, and an older version, so that none is new. */
function listFiles(): Answer {
  const all = [['older-0.0.1.tar.gz', '0'.repeat(64)] as const, ...files];
  const listed = all.map(([filename, sha256]) => ({ filename, hashes: { sha256 } }));
  return [200, JSON.stringify({ files: listed })];
}

/** Every crate has a version that nobody releases. */
function indexRow(name: string): string {
  return `${JSON.stringify({ name, vers: '0.0.1', cksum: '0'.repeat(64) })}\n`;
}

const latency = Number(process.argv[2]);
const server = createServer((request, response) => {
  if (request.url === '/stats') {
    response.end(JSON.stringify({ ...counted, files: Object.fromEntries(files) }));
  } else if (request.url === '/reset') {
    counted = nothingYet();
    files.clear();
    response.end();
  } else void answer(request, response);
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
