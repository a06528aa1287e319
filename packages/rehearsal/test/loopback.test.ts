import { createServer, type Server } from 'node:http';
import { readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRehearsal, type Rehearsal } from '../src/index.ts';
import { run } from './command.ts';
import { temporaryFolder } from './rehearsal-process.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let upstream: Server;
let asked: string[];
let rehearsal: Rehearsal;

/** A public registry that has every file under any address. */
async function generousUpstream(): Promise<Server> {
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('{"name":"x","vers":"1.0.0","cksum":"00"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

beforeAll(async () => {
  asked = [];
  folder = await temporaryFolder();
  upstream = await generousUpstream();
  const { port } = upstream.address() as AddressInfo;
  rehearsal = await startRehearsal({
    state: join(folder.path, 'state'),
    cache: join(folder.path, 'cache'),
    upstream: { cratesIndex: `http://127.0.0.1:${port}/`, pypiSimple: 'http://127.0.0.1:9/' },
  });
});

afterAll(async () => {
  await rehearsal.close();
  await new Promise((resolve) => upstream.close(resolve));
  await folder.remove();
});

const origin = () => new URL(rehearsal.ready.admin).origin;

/** The status that an unmodified curl gets. */
async function status(...args: string[]): Promise<string> {
  const asking = ['--silent', '--path-as-is', '--output', '/dev/null', '--write-out'];
  return (await run('curl', [...asking, '%{http_code}', ...args])).stdout;
}

describe('curl, with an address that leads out of a folder', () => {
  test.each([
    '/crates-io/index/../../../../../../../../etc/passwd',
    '/crates-io/index/%2e%2e/%2e%2e/etc/passwd',
    '/crates-io/index/2%2F..',
    '/crates-io/index/..%2f/..%2f/..%2f..%2fetc',
    '/crates-io/crates/..%2f..%2f..%2fetc/1.0.0/download',
    '/crates-io/crates/x/..%2f..%2f..%2fstate.json/download',
    '/crates-io/crates/..%2F..%2Fstate/..%2F..%2Fstate-1.0.0.crate',
    '/pypi/files/../../../state.json',
    '/pypi/files/..%2f/..%2f/state.json',
    '/pypi/files/%2e%2e/%2e%2e/state.json.metadata',
    '/pypi/integrity/x/1/..%2f..%2fstate.json/provenance',
    '/github/o/r/releases/download/..%2f../state.json',
    '/github/repos/o/r/releases/assets/..%2f..%2fstate.json',
    '/_rehearsal/../state/state.json',
    '/state.json',
    '/%00',
  ])('%s: nothing is there, and nobody is asked', async (path) => {
    asked = [];
    expect(await status('--user-agent', 'a test', `${origin()}${path}`)).toMatch(/^40[034]$/);
    expect(asked.filter((url) => /\.\.|%2e|etc|state/i.test(url))).toEqual([]);
    expect(await readdir(folder.path)).toEqual(['cache', 'state']);
  });

  test('a file that is uploaded under such a name is refused', async () => {
    const form = {
      ':action': 'file_upload',
      name: 'x',
      version: '1.0',
      metadata_version: '2.1',
      filetype: 'sdist',
      sha256_digest: '00',
    };
    const fields = Object.entries(form).flatMap(([name, value]) => ['--form', `${name}=${value}`]);
    const { upload, ownerToken } = rehearsal.ready.pypi;
    const file = ['--form', 'content=@package.json;filename="../../x-1.0.tar.gz"'];
    const user = ['--user', `__token__:${ownerToken}`];
    const said = await run('curl', ['--silent', '--include', ...user, ...fields, ...file, upload]);
    expect(said.output).toContain("400 Cannot upload a file with '/' or '\\' in the name.");
    expect(await readdir(folder.path)).toEqual(['cache', 'state']);
  });
});

describe('curl, for another host than the server’s own', () => {
  test.each(['localhost', 'registry.example', '127.0.0.1.nip.io', '127.0.0.1:1'])(
    '%s is not answered',
    async (host) => {
      const ready = `${rehearsal.ready.admin}/ready`;
      expect(await status('--header', `Host: ${host}`, ready)).toBe('421');
      expect(await status(ready)).toBe('200');
    },
  );
});
