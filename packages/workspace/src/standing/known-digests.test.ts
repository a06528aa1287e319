import type { GithubRelease } from '@slipway/release/registry';
import { describe, expect, it } from 'vitest';
import { knownDigests, type BuildPlace } from './known-digests.ts';
import type { Released } from '../released/index.ts';

const commit = 'c'.repeat(40);
const [rebuilt, asset] = ['a'.repeat(64), 'b'.repeat(64)];
const file = 'tide-0.3.1.crate';
const folder = 'dist/crates/tide';
const record = {
  schema: 'slipway.artifacts/1',
  package: 'tide',
  target: null,
  commit,
  tree: null,
  runner: { host: 'x86_64-unknown-linux-gnu', image: null },
  run: null,
  toolchain: {},
  artifacts: [
    {
      kind: 'crate',
      package: 'tide',
      version: '0.3.1',
      file,
      path: `${folder}/${file}`,
      sha256: rebuilt,
      size: 1,
    },
  ],
};

/** Where a build of the release's commit lies in dist. */
function place(more: Partial<BuildPlace>): BuildPlace {
  const files = {
    list: async () => [],
    readText: async (path: string) => (path.includes(folder) ? JSON.stringify(record) : null),
    digest: async () => ({ sha256: rebuilt, bytes: 1 }),
  };
  const workshop = { root: '/', ports: { files } } as unknown as BuildPlace['workshop'];
  return { root: '/', workshop, destination: 'production', artifacts: null, ...more };
}

const released = { tag: 'v0.3.1', commit, crates: [{ name: 'tide' }], pythons: [] };
const release = {
  assets: new Map([[file, { uploaded: true, sha256: asset }]]),
} as unknown as GithubRelease;

async function known(at: GithubRelease | null, more: Partial<BuildPlace> = {}) {
  const found = await knownDigests(released as unknown as Released, at, null, place(more));
  return [...found.digests];
}

describe('without SHA256SUMS', () => {
  it('a build of one’s own names files, and no bytes: whoever builds once more gets others', async () => {
    expect(await known(null)).toEqual([[file, null]]);
    expect(await known(release)).toEqual([[file, asset]]);
  });

  it('what was released from here tells the bytes', async () => {
    expect(await known(release, { destination: 'rehearsal' })).toEqual([[file, rebuilt]]);
    expect(await known(release, { artifacts: '/artifacts' })).toEqual([[file, rebuilt]]);
  });
});
