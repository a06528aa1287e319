import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlipwayError } from '../finding/index.ts';
import { nodePorts } from '../node.ts';
import type { Artifact } from '../plan/index.ts';
import { parseRecord } from './record-text.ts';
import { readRecord, writeRecord } from './record.ts';

const ports = nodePorts();
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-record-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function built(content: string): Promise<Artifact> {
  const path = 'dist/crates/tide/tide-1.0.0.crate';
  await ports.files.write(join(root, path), content);
  const digest = (await ports.files.digest(join(root, path)))!;
  const artifact = {
    kind: 'crate',
    package: 'tide',
    version: '1.0.0',
    file: 'tide-1.0.0.crate',
    path,
    ...digest,
  } as const;
  const workshop = { root, ports, progress: () => undefined };
  await writeRecord(
    'dist/crates/tide',
    { package: 'tide', target: null, toolchain: {}, artifacts: [artifact] },
    workshop,
  );
  return artifact;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'no error';
  } catch (error) {
    return error instanceof SlipwayError ? error.finding.code : String(error);
  }
}

const read = () => readRecord('dist/crates/tide', 'tide:build', { root, ports });

describe('a build record', () => {
  it('is read back when the files are those that were built', async () => {
    const artifact = await built('bytes');
    expect(await read()).toMatchObject({ package: 'tide', artifacts: [artifact] });
  });

  it('SLW506 when nothing was built', async () => {
    expect(await codeOf(read())).toBe('SLW506');
  });

  it('SLW204 when a file is gone', async () => {
    const { path } = await built('bytes');
    await ports.files.remove(join(root, path));
    expect(await codeOf(read())).toBe('SLW204');
  });

  it('SLW205 when a file has other bytes', async () => {
    const { path } = await built('bytes');
    await ports.files.write(join(root, path), 'other');
    expect(await codeOf(read())).toBe('SLW205');
  });

  it('tells size and tags, the machine, the run and the toolchain', async () => {
    const path = 'dist/wheels/tide/x/tide-1.0.0-cp39-abi3-win32.whl';
    const file = 'tide-1.0.0-cp39-abi3-win32.whl';
    const wheel = { kind: 'wheel', package: 'tide', version: '1.0.0', file, path } as const;
    const artifacts = [{ ...wheel, sha256: '0'.repeat(64), bytes: 5 }];
    const variables: Record<string, string> = {
      GITHUB_ACTIONS: 'true',
      GITHUB_REPOSITORY: 'sailors/tide',
      GITHUB_RUN_ID: '7',
      ImageOS: 'ubuntu24',
      ImageVersion: '20261101.1',
    };
    const environment = { ...ports.environment, get: (name: string) => variables[name] ?? null };
    const record = {
      package: 'tide',
      target: 'x',
      toolchain: { rustc: 'rustc 1.95.0' },
      artifacts,
    };
    await writeRecord('dist/wheels/tide/x', record, { root, ports: { ...ports, environment } });
    const text = await ports.files.readText(join(root, 'dist/wheels/tide/x/manifest.json'));
    expect(JSON.parse(text ?? '')).toMatchObject({
      runner: { image: 'ubuntu24 20261101.1' },
      run: { repository: 'sailors/tide', id: '7' },
      toolchain: { rustc: 'rustc 1.95.0' },
      artifacts: [{ file, size: 5, tags: ['cp39-abi3-win32'] }],
    });
  });
});

describe('SLW213: a record that Slipway did not write', () => {
  const folder = 'dist/crates/tide';
  const good = {
    schema: 'slipway.artifacts/1',
    package: 'tide',
    target: null,
    commit: 'a'.repeat(40),
    tree: 'b'.repeat(40),
    runner: { host: 'x86_64-unknown-linux-gnu', image: null },
    run: null,
    toolchain: {},
    artifacts: [
      {
        kind: 'crate',
        package: 'tide',
        version: '1.0.0',
        file: 'tide-1.0.0.crate',
        path: `${folder}/tide-1.0.0.crate`,
        sha256: '0'.repeat(64),
        size: 1,
      },
    ],
  };
  const changed = (change: object): string =>
    JSON.stringify({ ...good, artifacts: [{ ...good.artifacts[0], ...change }] });

  it('is told from one that is right', () => {
    expect(parseRecord(JSON.stringify(good), folder)).toMatchObject({ artifacts: [{ bytes: 1 }] });
  });

  it.each([
    ['cut off', JSON.stringify(good).slice(0, -9)],
    ['a list', '[]'],
    ['of another schema', JSON.stringify({ ...good, schema: 'slipway.artifacts/9' })],
    ['with a commit that is an option of git', JSON.stringify({ ...good, commit: '--output=x' })],
    ['with a tree that is one', JSON.stringify({ ...good, tree: '--output=x' })],
    ['with a path that leads out', changed({ path: `${folder}/../../../etc/tide-1.0.0.crate` })],
    ['with an absolute path', changed({ path: '/etc/tide-1.0.0.crate' })],
    ['with the path of another build', changed({ path: 'dist/crates/other/tide-1.0.0.crate' })],
    [
      'with a path that Windows reads otherwise',
      changed({ path: `${folder}/..\\..\\x`, file: 'x' }),
    ],
    ['with a file that is a path', changed({ file: '../tide-1.0.0.crate' })],
    ['with half a digest', changed({ sha256: 'e3b0' })],
    ['without a size', changed({ size: undefined })],
    ['with a negative size', changed({ size: -1 })],
    ['with a run that is half told', JSON.stringify({ ...good, run: { id: '7' } })],
    ['with builds that are none', JSON.stringify({ ...good, builds: [5] })],
  ])('%s', async (_, text) => {
    expect(parseRecord(text, folder)).toEqual(expect.any(String));
    await ports.files.write(join(root, folder, 'manifest.json'), text);
    expect(await codeOf(read())).toBe('SLW213');
  });
});
