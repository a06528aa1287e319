import { describe, expect, it } from 'vitest';
import type { Commit } from '../history/index.ts';
import { checkPlace } from './place.ts';

const commit = { tags: ['v1.0.0'], changed: [] } as unknown as Commit;
const here = { identity: true, expectedTag: 'v1.0.0', remoteCache: null };
const codes = (change: Partial<typeof here> | object, at: Commit = commit) =>
  checkPlace('production', at, { ...here, ...change }).map(({ code }) => code);

describe('a public destination', () => {
  it('may be published to from a clean, tagged commit by a job with an identity', () => {
    expect(codes({})).toEqual([]);
  });

  it('SLW301, SLW502, SLW503: names every reason against it', () => {
    const dirty = { ...commit, tags: [], changed: ['Cargo.lock'] } as unknown as Commit;
    expect(codes({ identity: false }, dirty)).toEqual(['SLW301', 'SLW502', 'SLW503']);
  });

  it('SLW507: takes nothing from a remote cache', () => {
    const remoteCache = 'NX_SELF_HOSTED_REMOTE_CACHE_SERVER';
    const found = checkPlace('production', commit, { ...here, remoteCache });
    expect(found).toMatchObject([{ code: 'SLW507', severity: 'error' }]);
    expect(found[0]?.remedy).toContain('SLIPWAY_ARTIFACTS');
  });
});
