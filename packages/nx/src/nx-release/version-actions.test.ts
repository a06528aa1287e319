import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FsTree } from 'nx/src/generators/tree';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRepository, type Repository } from '@slipway/release/manifest';
import { readLiveVersion } from './live-version.ts';
import { compareVersions } from './order.ts';
import { SlipwayVersionActions } from './version-actions.ts';

let root: string;
let tree: FsTree;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-actions-'));
  execFileSync('git', ['init', '-q'], { cwd: root });
});
afterEach(() => rm(root, { recursive: true, force: true }));

const toml = (table: string, values: Record<string, string>): string =>
  [`[${table}]`, ...Object.entries(values).map(([key, value]) => `${key} = ${value}`), ''].join(
    '\n',
  );

const crate = (name: string, version: string, rest = ''): string =>
  `${toml('package', { name: `"${name}"`, version, description: '"x"', license: '"MIT"', publish: 'true' })}${rest}`;

const python = (name: string, version: string, crateManifest: string): string =>
  [
    '[build-system]\nrequires = ["maturin>=1"]\nbuild-backend = "maturin"\n',
    toml('project', { name: `"${name}"`, ...(version ? { version: `"${version}"` } : {}) }),
    ...(version ? [] : ['dynamic = ["version"]\n']),
    toml('tool.maturin', { 'manifest-path': `"${crateManifest}"` }),
  ].join('');

async function write(files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  tree = new FsTree(root, false);
}

/** The actions of the project in a folder, as Nx makes and prepares them. */
async function actionsFor(folder: string): Promise<SlipwayVersionActions> {
  const node = { name: folder, type: 'lib', data: { root: folder } };
  const config = {
    manifestRootsToUpdate: [],
    preserveLocalDependencyProtocols: true,
    adjustSemverBumpsForZeroMajorVersion: true,
  };
  const actions = new SlipwayVersionActions({} as never, node as never, config as never);
  await actions.init(tree);
  await actions.validate(tree);
  return actions;
}

const next = async (actions: SlipwayVersionActions, asked: string, current = '1.0.0') =>
  (await actions.calculateNewVersion(current, asked, 'CONVENTIONAL_COMMITS', {}, '')).newVersion;

const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: Error) => `${error.message} ${error.stack}`,
  );

const read = (file: string): string => tree.read(file, 'utf8') ?? '';

describe('a Python package and the crate that it binds', () => {
  it('take one version, each in its own spelling, from whichever of the two it is asked', async () => {
    const files = {
      'core/Cargo.toml': crate('a', '"1.0.0"', '[lib]\ncrate-type = ["cdylib"]\n'),
      'py/pyproject.toml': python('a-py', '1.0.0', '../core/Cargo.toml'),
    };
    for (const asked of ['core', 'py']) {
      await write(files);
      const [line] = await (await actionsFor(asked)).updateProjectVersion(tree, '1.1.0-rc.1');
      expect(read('core/Cargo.toml')).toBe(files['core/Cargo.toml'].replace('1.0.0', '1.1.0-rc.1'));
      expect(read('py/pyproject.toml')).toBe(
        files['py/pyproject.toml'].replace('"1.0.0"', '"1.1.0rc1"'),
      );
      expect(line).toContain('core/Cargo.toml, py/pyproject.toml');
    }
  });

  it('SLW106: PyPI cannot have it, and nothing is written', async () => {
    await write({
      'core/Cargo.toml': crate('a', '"1.0.0"'),
      'py/pyproject.toml': python('a-py', '1.0.0', '../core/Cargo.toml'),
    });
    const message = await messageOf(
      (await actionsFor('py')).updateProjectVersion(tree, '1.1.0-nightly.1'),
    );
    expect(message).toContain('SLW106');
    expect(message).not.toContain(' at /');
    expect(tree.listChanges()).toEqual([]);
  });
});

describe('the current version', () => {
  it('is read where it is inherited, dynamic, or spelled as PyPI does', async () => {
    await write({
      'Cargo.toml':
        '[workspace]\nmembers = ["core"]\n[workspace.package]\nversion = "2.0.0-beta.1"\n',
      'core/Cargo.toml': crate('a', '{ workspace = true }'),
      'dynamic/pyproject.toml': python('b', '', '../core/Cargo.toml'),
      'own/Cargo.toml': '[package]\nname = "x"\nversion = "0.0.0"\npublish = false\n[workspace]\n',
      'own/pyproject.toml': python('x', '0.2.0rc1', 'Cargo.toml'),
    });
    const current = async (folder: string) =>
      (await actionsFor(folder)).readCurrentVersionFromSourceManifest(tree);
    expect(await current('core')).toEqual({
      currentVersion: '2.0.0-beta.1',
      manifestPath: 'Cargo.toml',
    });
    expect((await current('dynamic'))?.currentVersion).toBe('2.0.0-beta.1');
    expect((await current('own'))?.currentVersion).toBe('0.2.0-rc.1');
  });

  it('SLW101: says what is wrong with a manifest, not that there is none', async () => {
    await write({ 'core/Cargo.toml': '[package\n' });
    expect(await messageOf(actionsFor('core'))).toMatch(/SLW1\d\d/);
  });
});

describe('projects that have their version from one line', () => {
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["*"]\n[workspace.package]\nversion = "1.0.0"\n',
    'a/Cargo.toml': crate('a', '{ workspace = true }'),
    'b/Cargo.toml': crate(
      'b',
      '{ workspace = true }',
      '[dependencies]\na = { path = "../a", version = "1.0.0" }\n',
    ),
  };

  it('go along with what one of them got before', async () => {
    await write(files);
    const [a, b] = [await actionsFor('a'), await actionsFor('b')];
    await a.updateProjectVersion(tree, await next(a, 'minor'));
    expect(await next(b, 'patch')).toBe('1.1.0');
    await b.updateProjectVersion(tree, '1.1.0');
    expect(read('Cargo.toml')).toContain('1.1.0');
    expect(read('b/Cargo.toml')).toContain('version = "1.1.0"');
  });

  it('SLW123: cannot get a higher one afterwards', async () => {
    await write(files);
    const [a, b] = [await actionsFor('a'), await actionsFor('b')];
    await a.updateProjectVersion(tree, '1.0.1');
    await b.updateProjectVersion(tree, '1.0.1');
    expect(await messageOf(b.updateProjectVersion(tree, await next(b, 'minor')))).toContain(
      'SLW123',
    );
    await a.updateProjectVersion(tree, '1.0.1');
  });

  it('may get a higher one than Nx first said, where nobody else has it', async () => {
    await write({ 'a/Cargo.toml': crate('a', '"1.0.0"') });
    const a = await actionsFor('a');
    await a.updateProjectVersion(tree, '1.0.1');
    await a.updateProjectVersion(tree, '1.1.0');
    expect(read('a/Cargo.toml')).toBe(crate('a', '"1.1.0"'));
  });

  it('SLW131: nothing goes back', async () => {
    await write(files);
    const message = messageOf((await actionsFor('a')).updateProjectVersion(tree, '0.9.0'));
    expect(await message).toContain('SLW131');
  });

  it('require each other as their manifests say', async () => {
    await write(files);
    const graph = { nodes: { a: { data: { root: 'a' } } }, dependencies: {} };
    const actions = await actionsFor('b');
    const found = await actions.readCurrentVersionOfDependency(tree, graph as never, 'a');
    expect(found).toEqual({ currentVersion: '1.0.0', dependencyCollection: 'dependencies' });
  });
});

describe('the registry', () => {
  const answering = (bodies: Record<string, string>) => ({
    clock: { now: () => 0, sleep: () => new Promise<void>(() => {}) },
    fetch: async (url: unknown) => {
      const body = bodies[new URL(String(url)).host];
      return new Response(body ?? '', { status: body === undefined ? 503 : 200 });
    },
  });
  const repository = (): Repository =>
    readRepository(
      new Map([
        ['Cargo.toml', crate('abcd', '"0.1.0"')],
        ['py/pyproject.toml', python('abcd-py', '0.1.0', '../Cargo.toml')],
      ]),
    );

  it('tells the highest version, a final one where it has one', async () => {
    const rows = ['0.9.0', '0.10.0', '0.11.0-rc.1'].map((vers) => JSON.stringify({ vers }));
    const releases = { '0.2.0rc1': [], '0.2.0rc10': [], '1.0.0.post1': [] };
    const ports = answering({
      'index.crates.io': rows.join('\n'),
      'pypi.org': JSON.stringify({ releases }),
    });
    const { crates, pythons } = repository();
    expect((await readLiveVersion(crates[0]!, ports))?.currentVersion).toBe('0.10.0');
    expect((await readLiveVersion(pythons[0]!, ports))?.currentVersion).toBe('0.2.0-rc.10');
  });

  it('has nothing to say when it does not answer', async () => {
    expect(await readLiveVersion(repository().crates[0]!, answering({}))).toBeNull();
  });
});

it('orders versions as Cargo does', () => {
  const sorted = ['0.9.0', '0.10.0-alpha.2', '0.10.0-alpha.10', '0.10.0-rc.1', '0.10.0', '1.0.0'];
  expect(sorted.toReversed().toSorted(compareVersions)).toEqual(sorted);
});
