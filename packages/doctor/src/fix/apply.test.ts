import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Secret } from '@slipway/release/identity';
import { applySetup, type SetupStep } from './index.ts';

interface Seen {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

let server: Server;
let seen: Seen[];
let answers: { status: number; body: string }[];

beforeEach(async () => {
  seen = [];
  answers = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const body = Buffer.concat(chunks).toString('utf8');
      seen.push({ line: `${method} ${url}`, authorization: headers.authorization, body });
      const { status, body: answer } = answers.shift() ?? { status: 200, body: '{}' };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());

const step = (title: string, to: 'GitHub' | 'crates.io' = 'GitHub'): SetupStep => ({
  title,
  requests: [
    {
      to,
      method: 'POST',
      path: `/${title}`,
      body: { name: title },
      needs: 'Administration: write',
    },
  ],
  byHand: null,
});

function apply(steps: readonly SetupStep[], token: Secret | null = new Secret('ghp_secret')) {
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source = { name: 'GitHub', api, token };
  const done: string[] = [];
  const sources = { GitHub: source, 'crates.io': { ...source, name: 'crates.io' } };
  const tell = ({ title }: SetupStep): number => done.push(title);
  const run = applySetup(steps, sources, { fetch: globalThis.fetch }, tell);
  return { done, run: run.then((found) => found.map(({ code, message }) => `${code} ${message}`)) };
}

it('does one step after the other, with the token; what is there already is done', async () => {
  answers = [
    { status: 200, body: '{}' },
    { status: 303, body: '' },
  ];
  const byHand: SetupStep = { title: 'c', requests: [], byHand: { page: 'p', values: [] } };
  const { done, run } = apply([step('a'), byHand, step('b')]);
  expect(await run).toEqual([]);
  expect(done).toEqual(['a', 'b']);
  expect(seen).toEqual([
    { line: 'POST /a', authorization: 'Bearer ghp_secret', body: '{"name":"a"}' },
    { line: 'POST /b', authorization: 'Bearer ghp_secret', body: '{"name":"b"}' },
  ]);
});

it('SLW642: stops at what is refused, with the words of the server and the scope', async () => {
  answers = [
    { status: 200, body: '{}' },
    { status: 403, body: '{"message":"Resource not accessible by personal access token"}' },
  ];
  const { done, run } = apply([step('a'), step('b'), step('c'), step('d', 'crates.io')]);
  expect(await run).toEqual([
    'SLW642 GitHub did not b (403): Resource not accessible by personal access token',
  ]);
  // What is for others is not held up by it.
  expect(done).toEqual(['a', 'd']);
  expect(seen).toHaveLength(3);
});

it('SLW642: names the plan where that is what lacks, and no permission', async () => {
  const message = 'Upgrade to GitHub Pro or make this repository public to enable this feature.';
  answers = [{ status: 403, body: JSON.stringify({ message }) }];
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source = { name: 'GitHub', api, token: new Secret('ghp_secret') };
  const sources = { GitHub: source, 'crates.io': source };
  const ports = { fetch: globalThis.fetch };
  const [found] = await applySetup([step('a')], sources, ports, () => undefined);
  expect(found?.remedy).toContain('The plan of the account');
  expect(found?.remedy).not.toContain('Administration');
});

it('SLW642: tells when nobody answers, and HTML', async () => {
  answers = [{ status: 502, body: '<html>bad gateway</html>' }];
  expect((await apply([step('a')]).run)[0]).toContain('(502): <html>');
  const gone = { name: 'GitHub', api: 'http://127.0.0.1:9', token: new Secret('ghp_secret') };
  const sources = { GitHub: gone, 'crates.io': gone };
  const run = applySetup([step('a')], sources, { fetch: globalThis.fetch }, () => undefined);
  expect((await run)[0]?.message).toContain('GitHub did not a (no answer)');
});

it('SLW643: asks for a token before anything is sent', async () => {
  expect(await apply([step('a')], null).run).toEqual(['SLW643 GitHub needs a token to a']);
  expect(seen).toEqual([]);
});

it('SLW642: shows nobody a token that no header takes', async () => {
  const { run } = apply([step('a')], new Secret('ghp_one\nghp_two'));
  expect((await run)[0]).toContain('SLW642 GitHub did not a: the token for GitHub');
  expect((await run)[0]).not.toContain('ghp_');
  expect(seen).toEqual([]);
});
