import { mkdtemp, realpath, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, commit, repository, type Workspace } from './support/workspace.ts';

interface Setup {
  readonly plugins: { plugin: string; options: Record<string, unknown> }[];
}

let workspace: Workspace;

/** A repository as people have it: no package.json, a release workflow, a version in __init__.py. */
beforeEach(async () => {
  workspace = at(await realpath(await mkdtemp(join(tmpdir(), 'slipway-init-'))));
  await workspace.write(
    'Cargo.toml',
    '[package]\nname = "estuary"\nversion = "0.3.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n[lib]\ncrate-type = ["cdylib", "rlib"]\n',
  );
  await workspace.write('src/lib.rs', '');
  await workspace.write(
    'pyproject.toml',
    '[build-system]\nrequires = ["maturin>=1.9,<2"]\nbuild-backend = "maturin"\n[project]\nname = "estuary"\nversion = "0.3.0"\n',
  );
  await workspace.write('python/estuary/__init__.py', '__version__ = "0.3.0"\n');
  await workspace.write(
    '.github/workflows/release.yml',
    `on: { push: { tags: ['v*'] } }
jobs:
  wheels:
    strategy: { matrix: { target: [x86_64, aarch64] } }
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: PyO3/maturin-action@v1
        with:
          target: \${{ matrix.target }}
          manylinux: '2_28'
          args: --release --out dist -i 3.11 -i 3.12
      - uses: actions/upload-artifact@v4
        with:
          name: wheels-\${{ matrix.target }}
          path: dist
`,
  );
  await workspace.write('.gitignore', 'target\n*.json\n');
  await commit(workspace, 'feat: a first version');
  await workspace.write('package.json', '{ "name": "estuary", "private": true }\n');
  await symlink(join(repository, 'node_modules'), workspace.path('node_modules'));
});
afterEach(() => workspace.dispose());

describe('nx g @slipway/nx:init', () => {
  it('proposes what the repository shows, and changes nothing when run again', async () => {
    const { exitCode, output } = await workspace.nx('g', '@slipway/nx:init');
    expect(exitCode, output).toBe(0);
    const { plugins } = await workspace.json<Setup>('nx.json');
    expect(plugins).toMatchObject([
      {
        plugin: '@slipway/nx/plugin',
        options: {
          platforms: ['aarch64-unknown-linux-gnu', 'x86_64-unknown-linux-gnu'],
          interpreters: ['3.11', '3.12'],
          places: [{ file: 'python/estuary/__init__.py', package: 'estuary' }],
        },
      },
    ]);
    const ignored = await workspace.read('.gitignore');
    expect(ignored).toContain('.slipway/\n');
    expect(ignored).toContain('!/nx.json\n');
    const manifest = await workspace.read('Cargo.toml');
    expect(manifest).toContain('\nexclude = ["/nx.json", "/package.json"]\n[lib]\n');
    expect(output).toContain('exclude leaves nx.json, package.json out of the package at the root');
    const again = await workspace.nx('g', '@slipway/nx:init');
    expect(await workspace.read('Cargo.toml')).toBe(manifest);
    expect(again.output).not.toMatch(/CREATE|UPDATE/);
    expect(await workspace.read('.gitignore')).toBe(ignored);
  });

  it('SLW122: leads to a plan that sees the places it proposed', async () => {
    await workspace.nx('g', '@slipway/nx:init');
    await workspace.write('python/estuary/__init__.py', '__version__ = "0.2.9"\n');
    const { exitCode, output } = await workspace.nx('run', 'release:plan', '--live=false');
    expect(exitCode).toBe(1);
    expect(output).toContain('SLW122');
    expect(output).toContain('python/estuary/__init__.py:1');
    await workspace.write('python/estuary/__init__.py', '__version__ = "0.3.0"\n');
    const plan = await workspace.nx('run', 'release:plan', '--live=false');
    expect(plan.exitCode, plan.output).toBe(0);
    expect(plan.output).toContain('x86_64-unknown-linux-gnu × 3.11, 3.12');
    await workspace.nx('run', 'release:version', '--bump=minor');
    expect(await workspace.read('python/estuary/__init__.py')).toBe('__version__ = "0.4.0"\n');
  });

  it('SLW005: a report that cannot be written is said, and no stack trace', async () => {
    await workspace.nx('g', '@slipway/nx:init');
    const { exitCode, output } = await workspace.nx(
      'run',
      'release:plan',
      '--live=false',
      '--report=Cargo.toml/report.json',
    );
    expect(exitCode).toBe(1);
    expect(output).toContain('SLW005');
    expect(output).not.toContain('SLW009');
    await workspace.run('rm', ['-rf', 'dist']);
    await workspace.write('dist', 'in the way\n');
    for (const target of ['release:changelog', 'release:version']) {
      const refused = await workspace.nx('run', target);
      expect(refused.exitCode).toBe(1);
      expect(refused.output.match(/SLW005 {2}dist\/release\/parts\//g)).toHaveLength(1);
    }
    expect(await workspace.read('dist')).toBe('in the way\n');
  });

  it('SLW003: says what is missing outside a git repository', async () => {
    await workspace.run('rm', ['-rf', '.git']);
    const { output, exitCode } = await workspace.nx('g', '@slipway/nx:init');
    expect(output).toContain('SLW003');
    expect(exitCode).not.toBe(0);
    expect(output).not.toMatch(/^ +at .*:\d+:\d+\)?$/m);
  });
});
