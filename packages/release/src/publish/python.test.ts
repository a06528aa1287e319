import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aWheel } from '../artifact/archives.fixture.ts';
import { Secret } from '../identity/index.ts';
import { nodePorts } from '../node.ts';
import type { Artifact } from '../plan/index.ts';
import type { Destination } from '../registry/index.ts';
import { uploadsAtOnce } from '../schedule/index.ts';
import { publishPython } from './python.ts';

const MiB = 2 ** 20;

it('uploads many small files at once, and few large ones', () => {
  const atOnce = (...sizes: number[]) =>
    uploadsAtOnce(sizes.map((size) => ({ bytes: size * MiB })));
  expect(atOnce()).toBe(20);
  expect(atOnce(5, 1)).toBe(20);
  expect(atOnce(1, 20)).toBe(12);
  expect(atOnce(100, 60)).toBe(2);
  expect(atOnce(1000)).toBe(1);
});

/** Requests that are answered when another has come, and all of them in their order. */
function rendezvous() {
  const waiting = new Map<string, () => void>();
  const come = new Set<string>();
  const asked: string[] = [];
  const meet = (one: string, other: string): Promise<void> => {
    come.add(one);
    waiting.get(one)?.();
    return come.has(other)
      ? Promise.resolve()
      : new Promise((resolve) => waiting.set(other, resolve));
  };
  return { asked, meet };
}

it('asks at the same time what does not wait for each other: no longer, and with no older a token', async () => {
  const root = await mkdtemp(join(tmpdir(), 'slipway-python-'));
  const { bytes, fileName: file } = aWheel();
  await writeFile(join(root, file), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const what = { kind: 'wheel', package: 'rocket-py', version: '1.2.3' } as const;
  const artifact: Artifact = { ...what, file, path: file, sha256, bytes: bytes.length };
  const { asked, meet } = rendezvous();
  let isLive = false;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const last = new URL(String(input)).pathname.split('/').filter(Boolean).at(-1)!;
    asked.push(last);
    if (last === 'audience') await meet('audience', 'first look');
    if (last === 'rocket-py')
      await (isLive ? meet('last look', 'burn') : meet('first look', 'audience'));
    if (last === 'burn-token') await meet('burn', 'last look');
    if (last === 'legacy') {
      await new Response(init?.body).arrayBuffer();
      isLive = true;
    }
    const files = isLive ? [{ filename: file, hashes: { sha256 } }] : [];
    return Response.json({ audience: 'pypi', value: 'identity', token: 'minted', files });
  };
  const base = 'http://127.0.0.1:1';
  const pypi = { title: 'PyPI', upload: `${base}/legacy/`, simple: `${base}/simple/`, oidc: base };
  const identity = { requestUrl: `${base}/identity`, requestToken: new Secret('job') };
  const destination = { pypi, identity, sigstore: null } as unknown as Destination;
  const workshop = { root, ports: { ...nodePorts(), fetch }, progress: () => undefined };
  const told = {
    maxWait: 0,
    keepGoing: false,
    action: () => undefined,
    receipt: () => undefined,
    found: () => undefined,
  };
  await publishPython('rocket-py', [artifact], destination, workshop, told);
  expect(asked.slice(2, 5)).toEqual(['identity', 'mint-token', 'legacy']);
  expect(asked.toSorted()).toEqual(
    [
      'audience',
      'burn-token',
      'identity',
      'legacy',
      'mint-token',
      'rocket-py',
      'rocket-py',
    ].toSorted(),
  );
  await rm(root, { recursive: true, force: true });
});
