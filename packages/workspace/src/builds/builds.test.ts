import { describe, expect, it } from 'vitest';
import type { Finding } from '@slipway/release/finding';
import { readRepository, type PythonPackage } from '@slipway/release/manifest';
import type { BuildRecord } from '@slipway/release/plan';
import { wheelBuilds } from './builds.ts';
import type { Stage } from '../stage/index.ts';

const linux = 'x86_64-unknown-linux-gnu';
const mac = 'aarch64-apple-darwin';
const windows = 'x86_64-pc-windows-msvc';
const python = {
  name: 'tide',
  abi3: null,
  manifest: 'pyproject.toml',
  version: { source: 'explicit', value: '1.0.0' },
} as PythonPackage;
const head = 'a'.repeat(40);
const before = 'b'.repeat(40);
const tree = 'c'.repeat(40);

interface Place {
  readonly destination: Stage['destination'];
  readonly found: Finding[];
  /** The commit of each build, by platform. */
  readonly built: Readonly<Record<string, string | null>>;
  /** What `git diff --quiet` answers from the commit that was built. */
  readonly differs?: number;
  /** And from its tree. */
  readonly differsFromTree?: number;
  /** The run that built them. */
  readonly run?: BuildRecord['run'];
}

/** A stage on an x86_64 Linux in a folder that has these builds and no others. */
function stage({
  destination,
  found,
  built,
  differs = 0,
  differsFromTree = 128,
  run = null,
}: Place): Stage {
  const targetOf = (path: string): string => path.split('/').at(-2) ?? '';
  const record = (target: string): Partial<BuildRecord> => ({
    schema: 'slipway.artifacts/1',
    package: 'tide',
    target,
    commit: built[target] ?? null,
    tree,
    runner: { host: target, image: null },
    run,
    toolchain: {},
    artifacts: [],
  });
  const files = {
    exists: async (path: string) => targetOf(path) in built,
    readText: async (path: string) => JSON.stringify(record(targetOf(path))),
  };
  const processes = {
    run: async (_: string, args: readonly string[]) => ({
      exitCode: args.includes(tree) ? differsFromTree : differs,
    }),
  };
  const environment = { platform: 'linux', architecture: 'x64', isMusl: () => false };
  return {
    destination,
    root: '/repository',
    platforms: [],
    artifacts: null,
    subject: {
      commit: async () => ({ id: head }),
      repository: async () => readRepository(new Map()),
    },
    workshop: { root: '/repository', ports: { files, processes, environment } },
    found: (findings: readonly Finding[]) => void found.push(...findings),
  } as unknown as Stage;
}

const targets = (builds: readonly BuildRecord[]) => builds.map(({ target }) => target);

describe('a platform whose wheel is not here', () => {
  const built = { [linux]: head };

  it('is left out of a rehearsal, with a warning', async () => {
    const found: Finding[] = [];
    const place = stage({ destination: 'rehearsal', found, built });
    expect(targets(await wheelBuilds(python, [linux, mac], place))).toEqual([linux]);
    expect(found).toMatchObject([{ code: 'SLW204', severity: 'warning' }]);
  });

  it('SLW204: stops a public destination, and every one is named', async () => {
    const found: Finding[] = [];
    const place = stage({ destination: 'production', found, built });
    const asked = wheelBuilds(python, [linux, mac, windows], place);
    await expect(asked).rejects.toMatchObject({ finding: { code: 'SLW204', severity: 'error' } });
    expect(found).toMatchObject([{ code: 'SLW204', severity: 'error' }]);
  });
});

describe('a wheel of another commit', () => {
  const built = { [linux]: before, [mac]: before };

  it('is as good while its sources are the same', async () => {
    const found: Finding[] = [];
    const place = stage({ destination: 'production', found, built });
    expect(targets(await wheelBuilds(python, [linux, mac], place))).toEqual([linux, mac]);
    expect(found).toEqual([]);
  });

  it.each([1, 128])('SLW215: stops a public destination when git says %i', async (differs) => {
    const place = stage({ destination: 'production', found: [], built, differs });
    const asked = wheelBuilds(python, [linux, mac], place);
    await expect(asked).rejects.toMatchObject({ finding: { code: 'SLW215' } });
  });

  it('is as good where git does not know the commit, but what it held', async () => {
    const known = { differs: 128, differsFromTree: 0 };
    const place = stage({ destination: 'production', found: [], built, ...known });
    expect(targets(await wheelBuilds(python, [linux, mac], place))).toEqual([linux, mac]);
    const other = { differs: 128, differsFromTree: 1 };
    const elsewhere = stage({ destination: 'production', found: [], built, ...other });
    const asked = wheelBuilds(python, [linux, mac], elsewhere);
    await expect(asked).rejects.toMatchObject({ finding: { code: 'SLW215' } });
  });

  it('is taken by a rehearsal where git does not know the commit', async () => {
    const found: Finding[] = [];
    const place = stage({ destination: 'rehearsal', found, built, differs: 128 });
    expect(targets(await wheelBuilds(python, [linux, mac], place))).toEqual([linux, mac]);
    expect(found).toEqual([]);
  });

  it('is left out of a rehearsal, but for what Nx itself has just looked at', async () => {
    const found: Finding[] = [];
    const place = stage({ destination: 'rehearsal', found, built, differs: 1 });
    expect(targets(await wheelBuilds(python, [linux, mac], place))).toEqual([linux]);
    expect(found).toMatchObject([{ code: 'SLW215', severity: 'warning' }]);
  });

  it('SLW215: stops a public destination where it does not say which', async () => {
    const unknown = { [linux]: null };
    const place = stage({ destination: 'production', found: [], built: unknown, differs: 128 });
    const asked = wheelBuilds(python, [linux], place);
    await expect(asked).rejects.toMatchObject({ finding: { code: 'SLW215' } });
    await expect(asked).rejects.toThrow('does not say what commit');
    const rehearsal = stage({ destination: 'rehearsal', found: [], built: unknown, differs: 128 });
    expect(targets(await wheelBuilds(python, [linux], rehearsal))).toEqual([linux]);
  });
});

describe('a wheel out of a cache', () => {
  const run = { repository: 'octo/tide', id: '101', attempt: '1', job: 'wheels' };
  const built = { [linux]: head };

  it.each([
    ['pull_request', 'refs/pull/7/merge'],
    ['pull_request_target', 'refs/heads/main'],
  ])('SLW240: that %s left there is never public', async (event, ref) => {
    const by = { run: { ...run, event, ref }, built, found: [] };
    const asked = wheelBuilds(python, [linux], stage({ destination: 'testpypi', ...by }));
    await expect(asked).rejects.toMatchObject({ finding: { code: 'SLW240' } });
    const rehearsal = wheelBuilds(python, [linux], stage({ destination: 'rehearsal', ...by }));
    expect(targets(await rehearsal)).toEqual([linux]);
  });

  it('that the default branch left there is as good', async () => {
    const by = { ...run, event: 'push', ref: 'refs/heads/main' };
    const place = stage({ destination: 'production', found: [], built, run: by });
    expect(targets(await wheelBuilds(python, [linux], place))).toEqual([linux]);
  });
});
