import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { nodePorts } from '../node.ts';
import type { Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { CratesIoEndpoint } from '../registry/index.ts';
import { Secret } from '../identity/index.ts';
import { serveCargoTokens, type CargoTokens } from './cargo-token.ts';

const artifact: Artifact = {
  kind: 'crate',
  package: 'tide',
  version: '1.0.0',
  file: 'tide-1.0.0.crate',
  path: 'dist/tide-1.0.0.crate',
  sha256: 'aa',
  bytes: 1,
};
const registry: CratesIoEndpoint = {
  index: 'http://127.0.0.1:9/index/',
  api: 'http://127.0.0.1:9',
  audience: 'crates.io',
  cargoEnvironment: {},
};
const identity = { requestUrl: 'http://127.0.0.1:9/token', requestToken: new Secret('r') };
const publish = {
  v: 1,
  kind: 'get',
  operation: 'publish',
  registry: { 'index-url': 'https://example.com/index', name: 'crates-io' },
  name: 'tide',
  vers: '1.0.0',
  cksum: 'aa',
};

interface Place {
  readonly tokens: CargoTokens;
  readonly address: string;
  /** What was asked of the registry, in order, and the closing of the socket. */
  readonly events: string[];
}

async function open(change: Partial<CratesIoEndpoint> = {}): Promise<Place> {
  const events: string[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(String(url));
    if (pathname === '/token') return Response.json({ value: 'jwt' });
    events.push(`${init?.method} ${pathname.split('/').at(-1)}`);
    return init?.method === 'DELETE'
      ? new Response(null, { status: 204 })
      : Response.json({ token: 'cio_tp_real' });
  };
  const real = nodePorts();
  let address = '';
  const serveLines: Ports['serveLines'] = async (answer) => {
    const server = await real.serveLines(answer);
    ({ address } = server);
    const close = async (): Promise<void> => {
      events.push('closed');
      await server.close();
    };
    return { ...server, close };
  };
  const ports = { ...real, fetch, serveLines };
  const endpoint = { ...registry, ...change };
  const tokens = await serveCargoTokens(artifact, endpoint, identity, ports, () =>
    events.push('given'),
  );
  return { tokens, address, events };
}

/** What one client is answered. */
function asked(address: string, ...questions: unknown[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(address, () => {
      for (const one of questions) {
        socket.write(`${typeof one === 'string' ? one : JSON.stringify(one)}\n`);
      }
    });
    socket.on('error', reject);
    socket.on('data', (data) => {
      text += String(data);
      const lines = text.split('\n').filter(Boolean);
      if (lines.length === questions.length) socket.end(() => resolve(lines));
    });
  });
}

describe('the token of an attempt to publish a crate', () => {
  it('is given once, for the very bytes', async () => {
    const { tokens, address, events } = await open();
    const [answer] = await asked(address, publish);
    expect(JSON.parse(answer!)).toEqual({
      Ok: { kind: 'get', token: 'cio_tp_real', cache: 'never', operation_independent: false },
    });
    expect(tokens.refusal()).toBeNull();
    expect(await tokens.close()).toEqual([]);
    expect(events).toEqual(['POST tokens', 'given', 'DELETE tokens', 'closed']);
  });

  it('SLW304: is not given a second time', async () => {
    const { tokens, address } = await open();
    const answers = [
      ...(await asked(address, publish)),
      ...(await asked(address, publish)),
      ...(await asked(address, publish, publish)),
    ];
    expect(answers.filter((one) => one.includes('cio_tp_real'))).toHaveLength(1);
    expect(tokens.refusal()).toMatchObject({ finding: { code: 'SLW304' } });
    await tokens.close();
  });

  it.each([
    ['read', { operation: 'read' }],
    ['yank', { operation: 'yank' }],
    ['unyank', { operation: 'unyank' }],
    ['owners', { operation: 'owners' }],
    ['an unknown operation', { operation: 'x' }],
    ['no operation', { operation: undefined }],
    ['login', { kind: 'login' }],
    ['logout', { kind: 'logout' }],
    ['another name', { name: 'other' }],
    ['no name', { name: undefined }],
    ['another version', { vers: '1.0.1' }],
    ['another checksum', { cksum: 'bb' }],
    ['no checksum', { cksum: undefined }],
    ['lists for texts', { name: ['tide'], vers: ['1.0.0'], cksum: ['aa'] }],
    ['another registry', { registry: { name: 'other', 'index-url': 'https://example.com' } }],
  ])('is not given for %s, nor is one asked for', async (_, change) => {
    const { tokens, address, events } = await open();
    const [answer] = await asked(address, { ...publish, ...change });
    expect(answer).not.toContain('cio_tp_real');
    await tokens.close();
    expect(events).toEqual(['closed']);
  });

  it('is not given for what is no question', async () => {
    const { tokens, address, events } = await open();
    for (const line of ['', 'null', '[]', '"get"', '{', '1']) {
      const [answer] = await asked(address, line);
      expect(answer).toContain('operation-not-supported');
    }
    await tokens.close();
    expect(events).toEqual(['closed']);
  });

  it('of an owner’s own is given as strictly', async () => {
    const { tokens, address, events } = await open({ ownToken: new Secret('cio_own') });
    const questions = ['read', 'yank', undefined].map((operation) => ({ ...publish, operation }));
    expect((await asked(address, ...questions)).join()).not.toContain('cio_own');
    expect((await asked(address, publish))[0]).toContain('cio_own');
    expect((await asked(address, publish))[0]).not.toContain('cio_own');
    await tokens.close();
    expect(events).toEqual(['given', 'closed']);
  });

  it('is revoked first, and no client delays that or the end', async () => {
    const { tokens, address, events } = await open();
    const idle = connect(address);
    idle.on('error', () => undefined);
    const gone = new Promise((resolve) => idle.on('close', resolve));
    await asked(address, publish);
    const started = performance.now();
    await tokens.close();
    await gone;
    expect(performance.now() - started).toBeLessThan(2000);
    expect(events.slice(-2)).toEqual(['DELETE tokens', 'closed']);
  });
});
