import { expect, it } from 'vitest';
import { Secret } from '../identity/index.ts';
import type { Ports } from '../ports.ts';
import { cratesIo, pypi, type Destination } from '../registry/index.ts';
import { passGate } from './index.ts';

const crate = {
  kind: 'crate' as const,
  package: 'tide',
  version: '0.1.0',
  file: 'tide-0.1.0.crate',
  path: 'dist/crates/tide/tide-0.1.0.crate',
  sha256: 'a'.repeat(64),
  bytes: 1,
};

function found(name: Destination['name'], inferred: readonly string[], index: string | null) {
  const fetch = async (): Promise<Response> =>
    index === null ? new Response('', { status: 404 }) : new Response(index);
  const identity = { requestUrl: 'http://127.0.0.1', requestToken: new Secret('t') };
  const nothing = { repository: null, github: null, sigstore: null };
  const destination = { ...nothing, name, cratesIo, pypi, identity };
  const input = { crates: [crate], python: [], inferred, tag: 'v0.1.0' };
  return passGate(input, destination, { fetch, clock: { now: () => 0 } } as unknown as Ports);
}

it('SLW129: no crate goes to crates.io for the first time unless somebody wrote it down', async () => {
  const first = await found('production', ['tide'], null);
  expect(first.findings).toMatchObject([{ code: 'SLW129', severity: 'error' }]);
  expect((await found('production', [], null)).findings).toEqual([]);
  expect((await found('rehearsal', ['tide'], null)).findings).toEqual([]);
  const row = JSON.stringify({ name: 'tide', vers: '0.0.9', cksum: 'b'.repeat(64) });
  expect((await found('production', ['tide'], row)).findings).toEqual([]);
});
