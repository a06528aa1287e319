import { describe, expect, it } from 'vitest';
import { findRemoteCache } from './remote-cache.ts';

const find = (
  environment: Readonly<Record<string, string>>,
  nxJson: object = {},
  packageJson: object = {},
) =>
  findRemoteCache(
    (name) => environment[name] ?? null,
    `// ours\n${JSON.stringify(nxJson)}`,
    JSON.stringify(packageJson),
  );

describe('a remote cache', () => {
  it('is none where nothing names one', () => {
    expect(find({}, { plugins: [] }, { devDependencies: { nx: '23.2.1' } })).toBeNull();
    expect(findRemoteCache(() => null, null, null)).toBeNull();
    expect(findRemoteCache(() => null, 'no JSON', '[]')).toBeNull();
    const ours = { default: { runner: 'nx/tasks-runners/default' } };
    expect(find({}, { tasksRunnerOptions: ours })).toBeNull();
  });

  it.each([
    [{ NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://cache' }, {}, {}, /^NX_SELF_HOSTED/],
    [{ NX_CLOUD_ACCESS_TOKEN: 'x' }, {}, {}, /^NX_CLOUD_ACCESS_TOKEN$/],
    [{}, { nxCloudId: 'x' }, {}, /^nxCloudId in nx\.json$/],
    [{}, { nxCloudAccessToken: 'x' }, {}, /^nxCloudAccessToken in nx\.json$/],
    [{}, { tasksRunnerOptions: { default: { runner: 'nx-remotecache-minio' } } }, {}, /minio/],
    [{}, {}, { devDependencies: { '@nx/s3-cache': '5.0.7' } }, /^@nx\/s3-cache in package/],
  ])('is named by %j, nx.json %j, package.json %j', (environment, nxJson, packageJson, name) => {
    expect(find(environment as Record<string, string>, nxJson, packageJson)).toMatch(name);
  });

  it('is none of Nx Cloud where that is turned off; a server of one’s own stays', () => {
    expect(find({ NX_NO_CLOUD: 'true' }, { nxCloudId: 'x' })).toBeNull();
    expect(find({}, { nxCloudId: 'x', neverConnectToCloud: true })).toBeNull();
    const both = { NX_NO_CLOUD: 'true', NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://cache' };
    expect(find(both)).toBe('NX_SELF_HOSTED_REMOTE_CACHE_SERVER');
  });

  it.each(['NX_SKIP_REMOTE_CACHE', 'NX_DISABLE_REMOTE_CACHE', 'NX_SKIP_NX_CACHE'])(
    'is none where Nx is told so by %s',
    (name) => {
      const server = { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: 'http://cache' };
      expect(find({ ...server, [name]: 'true' }, { nxCloudId: 'x' })).toBeNull();
      expect(find({ ...server, [name]: 'false' })).not.toBeNull();
    },
  );
});
