import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commit, makeWorkspace, type Workspace } from './support/workspace.ts';

let workspace: Workspace;

beforeEach(async () => {
  workspace = await makeWorkspace();
  await git('config', 'user.name', 'A Sailor');
  await git('config', 'user.email', 'sailor@example.org');
  await git('tag', 'v0.1.0');
});
afterEach(() => workspace.dispose());

async function git(...args: string[]): Promise<string> {
  const { exitCode, output } = await workspace.run('git', args);
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
  return output.trim();
}

async function change(file: string, message: string): Promise<void> {
  await workspace.write(file, `${message}\n`);
  await commit(workspace, message);
}

describe('release:version', () => {
  it('SLW114: bump first; then raises every place by what the commits ask for', async () => {
    await change('crates-stub/crates/tidewater-core/NOTES', 'feat: a longer horizon');
    const blocked = await workspace.nx('run', 'release:publish');
    expect(blocked.exitCode).not.toBe(0);
    expect(blocked.output).toContain('SLW114');
    expect(blocked.output).toContain('Nothing was uploaded anywhere.');
    const before = await git('rev-parse', 'HEAD');
    const shown = await workspace.nx('run', 'release:version', '--dry-run');
    expect(shown.output).toContain('0.1.0 → 0.1.1');
    expect(await git('status', '--porcelain')).toBe('');

    const { exitCode, output } = await workspace.nx(
      'run',
      'release:version',
      '--tag',
      '--changelog',
    );
    expect(exitCode, output).toBe(0);
    expect(await git('describe', '--exact-match')).toBe('v0.1.1');
    const { versions } = await workspace.json<{ versions: object[] }>('dist/release/report.json');
    expect(versions).toMatchObject([{ from: '0.1.0', to: '0.1.1', tag: 'v0.1.1' }]);
    expect(await git('rev-parse', 'HEAD~1')).toBe(before);
    const numstat = await git('diff', '--numstat', 'HEAD~1', '--', '*.toml', '*.lock');
    for (const line of numstat.split('\n')) {
      const [added, removed] = line.split('\t');
      expect(added, line).toBe(removed);
    }
    expect(await workspace.read('CHANGELOG.md')).toContain('a longer horizon');
    for (const folder of ['crates-stub', 'python-stub']) {
      const args = ['metadata', '--locked', '--format-version', '1', '--no-deps'];
      const file = workspace.path(`${folder}/Cargo.toml`);
      const read = await workspace.run('cargo', [...args, '--manifest-path', file]);
      expect(read.exitCode, read.output).toBe(0);
      expect(read.output).not.toContain('"version":"0.1.0"');
    }
    const plan = await workspace.nx('run', 'release:plan', '--live=false');
    expect(plan.exitCode, plan.output).toBe(0);
    expect(plan.output).toContain('newest v0.1.1, 0 commits since');
  });

  it('counts what was committed before a crate moved to another folder', async () => {
    await change('crates-stub/crates/tidewater-core/NOTES', 'feat!: another tide');
    await git('mv', 'crates-stub/crates/tidewater-core', 'crates-stub/crates/core');
    await workspace.edit('crates-stub/Cargo.toml', 'crates/tidewater-core', 'crates/core');
    await commit(workspace, 'refactor: a shorter name');
    const { output } = await workspace.nx('run', 'release:version', '--dry-run', '--changelog');
    expect(output).toContain('0.1.0 → 0.2.0');
    expect(output).toContain('another tide');
  });

  it('takes a version that is told, and refuses one that is none', async () => {
    const told = await workspace.nx('run', 'release:version', '--to=0.2.0-rc.1');
    expect(told.exitCode, told.output).toBe(0);
    expect(await workspace.read('python-stub/Cargo.toml')).toContain('0.2.0-rc.1');
    const refused = await workspace.nx('run', 'release:version', '--to=0.2.0-nightly.1');
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('SLW130');
    expect(refused.output).not.toContain(' at /');
  });

  it('SLW101: nothing is raised while a manifest cannot be read', async () => {
    const text = await workspace.read('python-stub/pyproject.toml');
    await workspace.write('python-stub/pyproject.toml', `${text}\nbroken = "\n`);
    await commit(workspace, 'fix: broken');
    const refused = await workspace.nx('run', 'release:version', '--bump=minor', '--tag');
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('SLW101');
    expect(await git('tag')).toBe('v0.1.0');
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('SLW112: says that there is nothing to release', async () => {
    await git('rm', '-r', '--quiet', 'crates-stub', 'python-stub');
    await commit(workspace, 'chore: all gone');
    const { exitCode, output } = await workspace.nx('run', 'release:version');
    expect(exitCode).toBe(1);
    expect(output).toContain('error SLW112');
  });

  it('SLW008: nothing is written while nx.json names a package that is not here', async () => {
    const nxJson = await workspace.json<object>('nx.json');
    const plugin = { plugin: '@slipway/nx/plugin', options: { independent: ['tidewater-cor'] } };
    await workspace.write('nx.json', JSON.stringify({ ...nxJson, plugins: [plugin] }));
    await commit(workspace, 'fix: apart');
    for (const target of ['release:version', 'release:changelog']) {
      const refused = await workspace.nx('run', target);
      expect(refused.exitCode, refused.output).toBe(1);
      expect(refused.output).toContain('SLW008  "independent" names tidewater-cor');
    }
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('SLW137: bytes that are no text are not lost', async () => {
    const bytes = Buffer.from('# Changelog\n\n## 0.1.0\n\ncaf\xe9\n', 'latin1');
    await writeFile(workspace.path('CHANGELOG.md'), bytes);
    await commit(workspace, 'docs: by hand');
    const refused = await workspace.nx('run', 'release:version', '--bump=minor', '--changelog');
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('SLW137');
    expect(await readFile(workspace.path('CHANGELOG.md'))).toEqual(bytes);
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('SLW138: links stay links, what they lead to is written, and nothing outside is', async () => {
    await workspace.write('docs/CHANGES.md', '# Changelog\n');
    await workspace.run('ln', ['-s', 'docs/CHANGES.md', 'CHANGELOG.md']);
    await commit(workspace, 'docs: changes');
    await change('crates-stub/crates/tidewater-core/NOTES', 'fix: a leak');
    const { exitCode, output } = await workspace.nx(
      'run',
      'release:version',
      '--tag',
      '--changelog',
    );
    expect(exitCode, output).toBe(0);
    expect(await git('ls-files', '-s', 'CHANGELOG.md')).toMatch(/^120000/);
    expect(await git('show', 'HEAD:docs/CHANGES.md')).toContain('a leak');
    expect(await git('status', '--porcelain')).toBe('');

    await workspace.run('ln', ['-sf', '/etc/hosts', 'CHANGELOG.md']);
    await commit(workspace, 'docs: elsewhere');
    await change('crates-stub/crates/tidewater-core/NOTES', 'fix: another');
    for (const args of [
      ['release:version', '--changelog'],
      ['release:version', '--changelog', '--dry-run'],
    ]) {
      const refused = await workspace.nx('run', ...args);
      expect(refused.output).toContain('SLW138  CHANGELOG.md leads out of this repository');
    }
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('SLW134: nothing slips into the commit', async () => {
    await workspace.edit('crates-stub/Cargo.toml', '0.1.0', '0.1.0 ');
    await workspace.edit('crates-stub/Cargo.toml', '0.1.0 ', '0.1.0');
    const text = await workspace.read('crates-stub/Cargo.toml');
    await workspace.write('crates-stub/Cargo.toml', `${text}# mine\n`);
    const refused = await workspace.nx('run', 'release:version', '--bump=patch', '--commit');
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('SLW134');
    expect(await workspace.read('crates-stub/Cargo.toml')).toBe(`${text}# mine\n`);
  });

  it('SLW132: a tag that is taken', async () => {
    await git('tag', 'v0.1.1');
    const refused = await workspace.nx('run', 'release:version', '--to=0.1.1', '--tag');
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toMatch(/SLW13[12]/);
    const both = await workspace.nx('run', 'release:version', '--to=0.4.0', '--bump=minor');
    expect(both.output).toContain('SLW141  --to and --bump');
    const kinds = await workspace.nx('run', 'release:version', '--bump=release', '--preid=rc');
    expect(kinds.output).toContain('SLW141  --bump release and --preid');
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('tags a version that is stated already: the first one, or one that was bumped before', async () => {
    await git('tag', '-d', 'v0.1.0');
    const before = await git('rev-parse', 'HEAD');
    const told = await workspace.nx('run', 'release:version');
    expect(told.output).toContain('v0.1.0');
    expect(await git('tag')).toBe('');
    const { exitCode, output } = await workspace.nx('run', 'release:version', '--tag');
    expect(exitCode, output).toBe(0);
    expect(await git('rev-parse', 'v0.1.0^{commit}', 'HEAD')).toBe(`${before}\n${before}`);
    await change('crates-stub/crates/tidewater-core/NOTES', 'fix: a leak');
    await workspace.nx('run', 'release:version', '--commit');
    expect(await git('tag')).toBe('v0.1.0');
    await workspace.nx('run', 'release:version', '--tag');
    expect(await git('describe', '--exact-match')).toBe('v0.1.1');
  });

  it('SLW133: what git refuses is told, with what to do', async () => {
    await workspace.write('.git/hooks/pre-commit', '#!/bin/sh\necho no commits today\nexit 1\n');
    await workspace.run('chmod', ['+x', '.git/hooks/pre-commit']);
    const refused = await workspace.nx('run', 'release:version', '--bump=patch', '--tag');
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('SLW133');
    expect(refused.output).toContain("-m 'chore(release): 0.1.1'");
    expect(refused.output).toContain('git tag -a v0.1.1 -m v0.1.1');
    expect(refused.output).toContain('no commits today');
  });

  it('SLW115: a shallow clone says how to mend it', async () => {
    await change('crates-stub/crates/tidewater-core/NOTES', 'fix: one');
    await change('crates-stub/crates/tidewater-core/NOTES', 'fix: two');
    await git('clone', '--quiet', '--depth=1', `file://${workspace.root}`, 'shallow');
    await workspace.run('ln', ['-s', '../node_modules', 'shallow/node_modules']);
    const { exitCode, output } = await workspace.run('nx', ['run', 'release:version'], {
      NX_WORKSPACE_ROOT_PATH: workspace.path('shallow'),
    });
    expect(exitCode).toBe(1);
    expect(output).toContain('git fetch --unshallow --tags');
    const plan = await workspace.run('nx', ['run', 'release:plan', '--live=false'], {
      NX_WORKSPACE_ROOT_PATH: workspace.path('shallow'),
    });
    expect(plan.exitCode, plan.output).toBe(0);
    expect(plan.output).toContain('warning SLW115');
  });
});

describe('release:changelog', () => {
  it.each(['Changelog.md', 'CHANGES.md'])('extends %s, and makes no other', async (name) => {
    const written = '# Changelog\n\n## 0.1.0\n\nThe first.\n';
    await workspace.write(name, written);
    await change('crates-stub/crates/tidewater-core/NOTES', 'fix(core): the tide goes out again');
    await workspace.nx('run', 'release:version');
    const { exitCode, output } = await workspace.nx('run', 'release:changelog');
    expect(exitCode, output).toBe(0);
    expect(await workspace.read(name)).toMatch(
      /tide goes out again[^]*## 0\.1\.0\n\nThe first\.\n$/,
    );
    await expect(workspace.read('CHANGELOG.md')).rejects.toThrow('ENOENT');
  });

  it('extends the changelog that is there, and keeps what people wrote', async () => {
    const kept =
      '# Changelog\n\n## [Unreleased]\n\n### Added\n- by hand\n\n## [0.1.0] - 2026-01-01\n\nThe first.\n';
    await workspace.write('CHANGELOG.md', kept);
    await change('crates-stub/crates/tidewater-core/NOTES', 'fix(core): the tide goes out again');
    expect((await workspace.nx('run', 'release:changelog')).output).toContain('bump first');
    expect(await workspace.read('CHANGELOG.md')).toBe(kept);
    await workspace.nx('run', 'release:version');
    const { exitCode, output } = await workspace.nx('run', 'release:changelog');
    expect(exitCode, output).toBe(0);
    const text = await workspace.read('CHANGELOG.md');
    expect(text).toContain('## [0.1.1]');
    expect(text).toContain('- by hand');
    expect(text).toContain('the tide goes out again');
    expect(text.endsWith('## [0.1.0] - 2026-01-01\n\nThe first.\n')).toBe(true);
    await workspace.nx('run', 'release:changelog');
    expect(await workspace.read('CHANGELOG.md')).toBe(text);
  });
});
