import { beforeEach, expect, it } from 'vitest';
import type { Finding } from '../finding/index.ts';
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

let room: number;
beforeEach(() => {
  room = 2 ** 40;
});

async function found(name: Destination['name'], inferred: readonly string[], index: string | null) {
  const fetch = async (): Promise<Response> =>
    index === null ? new Response('', { status: 404 }) : new Response(index);
  const nothing = { repository: null, github: null, sigstore: null, identity: null };
  const destination = { ...nothing, name, cratesIo, pypi };
  const input = { crates: [crate], python: [], inferred, tag: 'v0.1.0', commit: 'c'.repeat(40) };
  const files = { freeBytes: async () => room };
  const ports = { fetch, files, clock: { now: () => 0 } } as unknown as Ports;
  const { checks } = await passGate(input, destination, { root: '', ports });
  return checks.flatMap(({ findings }) => findings);
}

const codesOf = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);

it('SLW129: no crate goes to crates.io for the first time unless somebody wrote it down', async () => {
  expect(codesOf(await found('production', ['tide'], null))).toEqual(['SLW129']);
  expect(await found('rehearsal', ['tide'], null)).toEqual([]);
  const row = JSON.stringify({ name: 'tide', vers: '0.0.9', cksum: 'b'.repeat(64) });
  expect(await found('production', ['tide'], row)).toEqual([]);
});

it('SLW413: no identity can publish the first version of a crate', async () => {
  const [one] = await found('production', [], null);
  expect(one).toMatchObject({ code: 'SLW413', severity: 'error' });
  expect(one?.remedy).toContain('release:setup --first=tide');
});

it('SLW415: a disk that is too full stops the release before its first byte', async () => {
  room = 2 ** 20;
  expect(codesOf(await found('rehearsal', [], null))).toEqual(['SLW415']);
});
