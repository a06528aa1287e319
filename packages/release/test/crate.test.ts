import { execa } from 'execa';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packageCrate, testCrate, testPython } from '../src/build/index.ts';
import { SlipwayError, type Finding } from '../src/finding/index.ts';
import { readRepository, type PythonPackage } from '../src/manifest/index.ts';
import { nodePorts } from '../src/node.ts';
import { gist } from '../src/command/index.ts';

const ports = nodePorts();
let root: string;

const files: Record<string, string> = {
  'Cargo.toml':
    '[package]\nname = "slipway-probe"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "A probe."\n',
  'src/lib.rs': '#[test]\nfn holds() {}\n',
  '.gitignore': 'target\n',
};

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-crate-')));
  for (const [file, text] of Object.entries(files)) await ports.files.write(join(root, file), text);
  const git = (...args: string[]) =>
    execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: root });
  await git('init', '-q');
  await git('add', '-A');
  await git('commit', '-qm', 'feat: one');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const workshop = () => ({ root, ports, progress: () => undefined });

function crate() {
  const repository = readRepository(new Map([['Cargo.toml', files['Cargo.toml']!]]));
  return [repository.crates[0]!, repository] as const;
}

async function findingOf(promise: Promise<unknown>): Promise<Finding | null> {
  try {
    await promise;
    return null;
  } catch (error) {
    if (error instanceof SlipwayError) return error.finding;
    throw error;
  }
}

describe('packageCrate, with the real cargo', () => {
  it('leaves the verified package and a record of its digest', async () => {
    expect(await packageCrate(...crate(), workshop())).toEqual([]);
    const record = JSON.parse(
      (await ports.files.readText(join(root, 'dist/crates/slipway-probe/manifest.json')))!,
    ) as {
      commit: string;
      artifacts: { file: string; sha256: string }[];
    };
    expect(record.artifacts).toMatchObject([{ file: 'slipway-probe-0.1.0.crate' }]);
    expect(record.commit).toMatch(/^[0-9a-f]{40}$/);
    const digest = await ports.files.digest(
      join(root, 'dist/crates/slipway-probe/slipway-probe-0.1.0.crate'),
    );
    expect(record.artifacts[0]?.sha256).toBe(digest?.sha256);
  });

  it('never packs what npm and Nx made, also where .gitignore forgot it', async () => {
    await ports.files.write(join(root, 'node_modules/thing/index.js'), '');
    await ports.files.write(join(root, '.nx/cache'), '');
    expect(await packageCrate(...crate(), workshop())).toEqual([]);
    const { stdout } = await execa(
      'tar',
      ['tzf', 'dist/crates/slipway-probe/slipway-probe-0.1.0.crate'],
      { cwd: root },
    );
    expect(stdout).not.toMatch(/node_modules|\.nx/);
    expect(stdout).toContain('src/lib.rs');
  });

  it('SLW207: tells which files git does not know, and packs without them', async () => {
    await ports.files.write(join(root, 'notes.txt'), 'mine');
    const findings = await packageCrate(...crate(), workshop());
    expect(findings).toMatchObject([{ code: 'SLW207', severity: 'warning' }]);
    expect(findings[0]?.message).toContain('notes.txt');
    const file = 'dist/crates/slipway-probe/slipway-probe-0.1.0.crate';
    const { stdout } = await execa('tar', ['tzf', file], { cwd: root });
    expect(stdout).not.toContain('notes.txt');
  });

  it('SLW234: warns of changes that are not committed', async () => {
    await ports.files.write(join(root, 'src/lib.rs'), '//! Changed.\n');
    const findings = await packageCrate(...crate(), workshop());
    expect(findings).toMatchObject([{ code: 'SLW234' }]);
    expect(findings[0]?.message).toContain('as they are on disk: src/lib.rs');
  });

  it('SLW202: refuses what does not compile from the package alone', async () => {
    await ports.files.write(join(root, 'src/lib.rs'), 'fn broken( {}\n');
    const finding = await findingOf(packageCrate(...crate(), workshop()));
    expect(finding).toMatchObject({ code: 'SLW202', file: 'Cargo.toml' });
  });
});

it('SLW201: a failing test, by its name', async () => {
  await ports.files.write(join(root, 'src/lib.rs'), '#[test]\nfn breaks() { panic!() }\n');
  const finding = await findingOf(testCrate(...crate(), workshop()));
  expect(finding?.code).toBe('SLW201');
  expect(finding?.message).toContain('breaks');
});

it('SLW206: a Python package without tests is told, and no failure', async () => {
  const python = {
    name: 'tide',
    manifest: 'pyproject.toml',
    tests: [],
  } as unknown as PythonPackage;
  expect(await testPython(python, workshop())).toMatchObject([
    { code: 'SLW206', severity: 'info' },
  ]);
});

it('the gist of a log is its telling lines', () => {
  const log =
    'Compiling\nerror[E0425]: cannot find value `x`\n  --> src/lib.rs:1:1\nwarning: unused\n';
  expect(gist(log)).toBe('error[E0425]: cannot find value `x`');
  expect(gist('one\ntwo\n')).toBe('one; two');
});
