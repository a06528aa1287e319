import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seenChecksumsFile } from '@slipway/release/layout';
import { nodePorts } from '@slipway/release/node';
import type { GithubRelease, GithubReleases } from '@slipway/release/registry';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { knownDigests } from './known-digests.ts';
import type { Released } from '../released/index.ts';
import { keepSeenChecksums, seenChecksums } from './seen-checksums.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-seen-'));
});
afterEach(() => rm(root, { recursive: true }));

const place = () => ({
  root,
  workshop: { root, ports: nodePorts(), progress: () => undefined },
  destination: 'production' as const,
  artifacts: null,
});
const sums = `${'a'.repeat(64)}  tide-0.3.1.crate\n`;
const whose = { tag: 'v0.3.1', commit: 'c'.repeat(40), crates: [], pythons: [] };
const released = whose as unknown as Released;

it('what GitHub has told with a token is known afterwards without one', async () => {
  const assets = new Map([['SHA256SUMS', { id: 1, uploaded: true, bytes: sums.length }]]);
  const releases = { read: async () => new TextEncoder().encode(sums) };
  const seen = await knownDigests(
    released,
    { assets } as unknown as GithubRelease,
    releases as unknown as GithubReleases,
    place(),
  );
  const later = await knownDigests(released, null, null, place());
  expect(later).toEqual(seen);
  expect([...later.digests]).toEqual([['tide-0.3.1.crate', 'a'.repeat(64)]]);
  expect(later.isWhole).toBe(true);
});

it('is of this tag and this commit, or not known', async () => {
  expect(await seenChecksums(whose, place())).toBeNull();
  await keepSeenChecksums(whose, sums, place());
  expect(await seenChecksums(whose, place())).toBe(sums);
  expect(await seenChecksums({ ...whose, tag: 'v0.3.2' }, place())).toBeNull();
  expect(await seenChecksums({ ...whose, commit: 'd'.repeat(40) }, place())).toBeNull();
  for (const text of ['', 'null', '{"tag":"v0.3.1"}', '[]']) {
    await writeFile(join(root, seenChecksumsFile), text);
    expect(await seenChecksums(whose, place())).toBeNull();
  }
});
