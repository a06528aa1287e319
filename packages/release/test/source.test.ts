import { execa } from 'execa';
import { chmod, mkdtemp, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildSdist, packageCrate } from '../src/build/index.ts';
import type { SlipwayError } from '../src/finding/index.ts';
import { readRepository } from '../src/manifest/index.ts';
import { nodePorts } from '../src/node.ts';
import { shareTools } from './share-tools.ts';

const ports = nodePorts();
let home: string;
let root: string;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), 'slipway-source-')));
  root = join(home, 'repository');
});
afterEach(() => rm(home, { recursive: true, force: true }));

const manifestOf = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.5.0"\nedition = "2021"\ndescription = "Tides"\nlicense = "MIT"\n${more}`;

const ignored = 'target\nnode_modules\n.nx\n.slipway\ndist\n';

async function write(files: Readonly<Record<string, string>>, to = root): Promise<void> {
  for (const [file, text] of Object.entries(files)) await ports.files.write(join(to, file), text);
}

const git = (cwd: string, ...args: string[]) =>
  execa(
    'git',
    ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'protocol.file.allow=always', ...args],
    { cwd },
  );

async function commit(at = root): Promise<void> {
  await git(at, 'init', '-q');
  await git(at, 'add', '-A');
  await git(at, 'commit', '-qm', 'feat: one');
}

/** As npm and Nx leave it: files that every loose pattern finds. */
const brought = {
  'node_modules/thing/README.md': 'a',
  'node_modules/thing/LICENSE': 'a',
  'node_modules/thing/src/deep/index.js': 'a',
  '.nx/workspace-data/README.md': 'a',
};

/** Packages a crate of the repository, with Slipway; the findings' codes. */
async function pack(name: string, more: { packUntracked?: string[]; at?: string } = {}) {
  const { at = root, packUntracked = [] } = more;
  const { stdout } = await git(at, 'ls-files', '-co', '--exclude-standard');
  const listing = stdout.split('\n').filter(Boolean);
  const manifests = listing.filter((file) => /Cargo\.(toml|lock)$/.test(file));
  const texts = new Map<string, string>();
  for (const file of manifests) texts.set(file, (await ports.files.readText(join(at, file)))!);
  const read = readRepository(texts, listing);
  const crate = read.crates.find((one) => one.name === name)!;
  const workshop = { root: at, ports, progress: () => undefined, packUntracked };
  return (await packageCrate(crate, read, workshop)).map(({ code }) => code);
}

const packed = (name: string, at = root): string =>
  join(at, `dist/crates/${name}/${name}-0.5.0.crate`);

async function filesOf(name: string, at = root): Promise<string[]> {
  const { stdout } = await execa('tar', ['tzf', packed(name, at)]);
  return stdout.split('\n').map((path) => path.slice(path.indexOf('/') + 1));
}

/** The digest of what a plain `cargo package` makes in a clean clone. */
async function plain(name: string, directory = '.'): Promise<string | undefined> {
  const clone = join(home, 'clone');
  await git(home, 'clone', '-q', '--recurse-submodules', root, clone);
  const cwd = join(clone, directory);
  await execa('cargo', ['package', '--no-verify', '-p', name], { cwd });
  const { stdout } = await execa('cargo', ['metadata', '--no-deps', '--format-version', '1'], {
    cwd,
  });
  const { target_directory: target } = JSON.parse(stdout) as { target_directory: string };
  return (await ports.files.digest(join(target, `package/${name}-0.5.0.crate`)))?.sha256;
}

const digest = async (name: string): Promise<string | undefined> =>
  (await ports.files.digest(packed(name)))?.sha256;

describe('what a package is made of', () => {
  it('is what git knows, whatever `include` finds: the bytes of a clean clone', async () => {
    const include = 'include = ["src/**/*", "README.md", "LICENSE*"]\n';
    await write({
      'Cargo.toml': manifestOf('acme-viewer', include),
      'src/lib.rs': 'pub fn high() -> u32 { 7 }\n',
      'README.md': '',
      LICENSE: '',
      '.gitignore': ignored,
    });
    await execa('cargo', ['generate-lockfile'], { cwd: root });
    await commit();
    await write(brought);
    expect(await pack('acme-viewer')).toEqual([]);
    expect((await filesOf('acme-viewer')).sort()).toEqual([
      '.cargo_vcs_info.json',
      'Cargo.lock',
      'Cargo.toml',
      'Cargo.toml.orig',
      'LICENSE',
      'README.md',
      'src/lib.rs',
    ]);
    expect(await digest('acme-viewer')).toBe(await plain('acme-viewer'));
    expect((await git(root, 'status', '--porcelain')).stdout).toBe('');
  });

  it('keeps links, modes, submodules, and crates that the workspace excludes', async () => {
    const library = join(home, 'library');
    await write({ 'tables/dover.csv': '7\n' }, library);
    await commit(library);
    await write({
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nexclude = ["apart"]\nresolver = "2"\n',
      'crates/tide/Cargo.toml': manifestOf('tide', 'readme = "../../README.md"\n'),
      'crates/tide/src/lib.rs':
        'pub const T: &str = include_str!("t.csv");\npub const D: &str = include_str!("../vendor/tables/dover.csv");\n',
      'crates/tide/run.sh': '#!/bin/sh\n',
      'apart/Cargo.toml': manifestOf('apart'),
      'apart/src/lib.rs': '',
      'shared/t.csv': '7\n',
      'README.md': '# Tides\n',
      '.gitignore': ignored,
    });
    await symlink('../../../shared/t.csv', join(root, 'crates/tide/src/t.csv'));
    await chmod(join(root, 'crates/tide/run.sh'), 0o755);
    await git(home, 'init', '-q', root);
    await git(root, 'submodule', '--quiet', 'add', library, 'crates/tide/vendor');
    for (const cwd of [root, join(root, 'apart')]) {
      await execa('cargo', ['generate-lockfile'], { cwd });
    }
    await commit();
    await write(brought);
    expect(await pack('tide')).toEqual([]);
    expect(await pack('apart')).toEqual([]);
    expect(await filesOf('tide')).toContain('vendor/tables/dover.csv');
    expect(await digest('tide')).toBe(await plain('tide'));
    await rm(join(home, 'clone'), { recursive: true });
    expect(await digest('apart')).toBe(await plain('apart', 'apart'));
  });

  it('is the same where the repository begins above the root', async () => {
    const at = join(root, 'rust');
    await write({
      'rust/Cargo.toml': manifestOf('deep', 'readme = "../README.md"\n'),
      'rust/src/lib.rs': '',
      'README.md': '# Tides\n',
      '.gitignore': ignored,
    });
    await execa('cargo', ['generate-lockfile'], { cwd: at });
    await commit();
    expect(await pack('deep', { at })).toEqual([]);
    const { sha256 } = (await ports.files.digest(packed('deep', at)))!;
    expect(sha256).toBe(await plain('deep', 'rust'));
  });

  it('is locked by the lock file that cargo keeps, where git has none', async () => {
    await write({
      'Cargo.toml': manifestOf('loose', '[dependencies]\nitoa = "1"\n'),
      'src/lib.rs': '',
      '.gitignore': `${ignored}Cargo.lock\n`,
    });
    await commit();
    await execa('cargo', ['update', '-p', 'itoa', '--precise', '1.0.1'], { cwd: root });
    expect(await pack('loose')).toEqual([]);
    const { stdout } = await execa('tar', ['xzOf', packed('loose'), 'loose-0.5.0/Cargo.lock']);
    expect(stdout).toMatch(/name = "itoa"\nversion = "1\.0\.1"/);
  });

  it('is the working tree where that is rehearsed: changed, staged and deleted files', async () => {
    await write({
      'Cargo.toml': manifestOf('wip'),
      'src/lib.rs': '',
      'src/gone.rs': '',
      '.gitignore': ignored,
    });
    await execa('cargo', ['generate-lockfile'], { cwd: root });
    await commit();
    await write({ 'src/lib.rs': 'mod new;\n', 'src/new.rs': '//! New.\n' });
    await rm(join(root, 'src/gone.rs'));
    const failed = (await pack('wip').catch((error: unknown) => error)) as SlipwayError;
    expect(failed.finding).toMatchObject({ code: 'SLW202' });
    expect(failed.finding.message).toContain('not in git, and so not packed: src/new.rs');
    await git(root, 'add', 'src/new.rs');
    expect(await pack('wip')).toEqual(['SLW234']);
    expect(await filesOf('wip')).toContain('src/new.rs');
    expect(await filesOf('wip')).not.toContain('src/gone.rs');
    await write({ 'src/new.rs': '//! Newer.\n' });
    expect(await pack('wip')).toEqual(['SLW234']);
    const { stdout } = await execa('tar', ['xzOf', packed('wip'), 'wip-0.5.0/src/new.rs']);
    expect(stdout).toContain('Newer');
  });

  it('holds generated files that the options name, and nothing of node_modules', async () => {
    await write({
      'Cargo.toml': manifestOf('made', 'include = ["src/**/*"]\n'),
      'src/lib.rs': 'pub const T: &str = include_str!("made.txt");\n',
      '.gitignore': `${ignored}src/made.txt\n`,
    });
    await execa('cargo', ['generate-lockfile'], { cwd: root });
    await commit();
    await write({ ...brought, 'src/made.txt': '7' });
    expect(await pack('made', { packUntracked: ['**/*.txt', '**/src/**'] })).toEqual([]);
    expect((await filesOf('made')).filter((file) => file.startsWith('src'))).toEqual([
      'src/lib.rs',
      'src/made.txt',
    ]);
    expect((await filesOf('made')).join()).not.toContain('node_modules');
  });

  it('SLW249: a manifest that git does not know', async () => {
    await write({ 'src/lib.rs': '', '.gitignore': ignored });
    await commit();
    await write({ 'Cargo.toml': manifestOf('new') });
    const failed = (await pack('new').catch((error: unknown) => error)) as SlipwayError;
    expect(failed.finding).toMatchObject({ code: 'SLW249', file: 'Cargo.toml' });
    expect(failed.finding.remedy).toContain('git add Cargo.toml');
  });
});

describe('what a source distribution is made of', () => {
  it('is what git knows, whatever `include` finds; and what npm needs is told', async () => {
    await write({
      'Cargo.toml': manifestOf('sea', '[lib]\nname = "_sea"\ncrate-type = ["cdylib"]\n'),
      'src/lib.rs': '',
      'pyproject.toml':
        '[build-system]\nrequires = ["maturin>=1.9,<2"]\nbuild-backend = "maturin"\n[project]\nname = "sea"\nversion = "0.5.0"\n[tool.maturin]\npython-source = "."\nmodule-name = "sea._sea"\ninclude = [{ path = "**/*.md", format = "sdist" }, { path = "**/*.js", format = "sdist" }]\n',
      'sea/__init__.py': '',
      'docs/tides.md': '',
      'package.json': '{}',
      '.gitignore': ignored,
    });
    await execa('cargo', ['generate-lockfile'], { cwd: root });
    await commit();
    await write({ ...brought, 'sea/draft.py': '' });
    await shareTools(root);
    const texts = new Map<string, string>();
    for (const file of ['Cargo.toml', 'Cargo.lock', 'pyproject.toml']) {
      texts.set(file, (await ports.files.readText(join(root, file)))!);
    }
    const read = readRepository(texts, [...texts.keys(), 'src/lib.rs']);
    const workshop = { root, ports, progress: () => undefined };
    const findings = await buildSdist(read.pythons[0]!, '0.5.0', read, workshop);
    expect(findings).toMatchObject([{ code: 'SLW246', file: 'pyproject.toml' }]);
    const { stdout } = await execa('tar', ['tzf', join(root, 'dist/sdist/sea/sea-0.5.0.tar.gz')]);
    const files = stdout.split('\n').map((path) => path.slice(path.indexOf('/') + 1));
    expect(files).toContain('docs/tides.md');
    expect(files).toContain('sea/__init__.py');
    expect(files.join()).not.toMatch(/node_modules|\.nx|draft/);
  });
});
