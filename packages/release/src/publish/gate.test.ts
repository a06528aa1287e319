import { beforeEach, expect, it } from 'vitest';
import type { Finding } from '../finding/index.ts';
import type { Ports } from '../ports.ts';
import { Secret } from '../identity/index.ts';
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

/** What the gate says of a destination whose index answers so. */
async function pass(
  destination: Pick<Destination, 'name' | 'cratesIo'>,
  inferred: readonly string[],
  answer: (url: string) => Response,
  crates = [crate],
) {
  const fetch = async (url: unknown): Promise<Response> => answer(String(url));
  const nothing = { repository: null, github: null, sigstore: null, identity: null };
  const preceding = new Map([['tide', ['tide-core']]]);
  const release = { tag: 'v0.1.0', commit: 'c'.repeat(40), dryRun: false };
  const input = { crates, python: [], preceding, inferred, ...release };
  const files = { freeBytes: async () => room };
  const ports = { fetch, files, clock: { now: () => 0 } } as unknown as Ports;
  return passGate(input, { ...nothing, ...destination, pypi }, { root: '', ports });
}

async function found(name: Destination['name'], inferred: readonly string[], index: string | null) {
  const answer = (): Response =>
    index === null ? new Response('', { status: 404 }) : new Response(index);
  const { checks } = await pass({ name, cratesIo }, inferred, answer);
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

it('announces how long an owner’s token takes, where crates.io counts it', async () => {
  const core = { ...crate, package: 'tide-core', file: 'tide-core-0.1.0.crate' };
  const crates = [core, crate];
  const row = JSON.stringify({ name: 'tide', vers: '0.0.9', cksum: 'b'.repeat(64) });
  const answer = (url: string): Response => {
    if (url.includes('/api/v1/')) return Response.json({ crate: {} });
    return url.endsWith('/tide') ? new Response(row) : new Response('', { status: 404 });
  };
  const own = { ...cratesIo, ownToken: new Secret('x') };
  const { estimate } = await pass({ name: 'production', cratesIo: own }, [], answer, crates);
  expect(estimate.budgets.map(({ budget, files }) => [budget, files])).toEqual([
    ['new crates', 1],
    ['updates', 1],
  ]);
  // One after the other, for the second needs the first.
  expect(estimate.stages).toMatchObject([{ registry: 'crates.io', files: 2, decides: 'order' }]);
  const counted = await pass({ name: 'production', cratesIo }, [], answer, crates);
  expect(counted.estimate.budgets).toEqual([]);
});
