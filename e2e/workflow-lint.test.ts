import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedFiles } from '../packages/nx/src/generators/ci/files.ts';
import { packageManagerOf } from '../packages/nx/src/generators/ci/package-manager.ts';
import { textOf } from '../packages/nx/src/generators/ci/regions.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { lint } from '../tools/workflows/lint.ts';
import { program } from '../tools/workflows/programs.ts';
import { makeWorkspace, repository, type Workspace } from './support/workspace.ts';

const files = ['publish', 'ci', 'release-status'].map((name) => `.github/workflows/${name}.yml`);
const hasGo = (await program('actionlint')) !== null;
if (!hasGo)
  console.warn('Workflows are not linted: actionlint is built with Go, which is not here.');

const crate = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.3.0"\nedition = "2021"\ndescription = "d"\nlicense = "MIT"\n${more}`;
const python = (name: string): string =>
  `[build-system]\nrequires = ["maturin>=1.9,<2"]\nbuild-backend = "maturin"\n[project]\nname = "${name}"\nversion = "0.3.0"\n`;
const binding = (folder: string, name: string): Record<string, string> => ({
  [`${folder}/Cargo.toml`]: crate(name, 'publish = false\n[lib]\ncrate-type = ["cdylib"]\n'),
  [`${folder}/src/lib.rs`]: '',
  [`${folder}/pyproject.toml`]: python(name),
});
const library = { 'Cargo.toml': crate('tide'), 'src/lib.rs': '' };

const shapes: Readonly<Record<string, Record<string, string>>> = {
  'a crate alone': library,
  'crates and a Python package beside them': { ...library, ...binding('python', 'tide-python') },
  'several Python packages, and nothing for crates.io': {
    ...binding('one', 'tide-one'),
    ...binding('two', 'tide-two'),
  },
};

describe.skipIf(!hasGo)('actionlint and zizmor --pedantic', () => {
  let workspace: Workspace;
  afterEach(() => workspace?.dispose());

  it.each(Object.entries(shapes))('find nothing in the workflows of %s', async (_, shape) => {
    workspace = await makeWorkspace(shape);
    const written = await workspace.run('nx', ['g', '@slipway/nx:ci']);
    expect(written.exitCode, written.output).toBe(0);
    expect(await lint(workspace.root, files)).toBe('');
    const doctor = await workspace.nx('run', 'release:doctor', '--offline');
    expect(doctor.output).not.toMatch(/(error|warning) SLW6\d\d/);
  });

  // Nx itself wants a folder that pnpm or yarn has installed: the texts alone are asked for.
  it.each([
    ['pnpm-lock.yaml', 'pnpm@10.2.0'],
    ['yarn.lock', 'yarn@1.22.22'],
    ['bun.lock', 'bun@1.4.5'],
  ])('find nothing in the workflows for %s', async (file, stated) => {
    workspace = await makeWorkspace(library);
    const model = {
      tags: ['v[0-9]+.[0-9]+.[0-9]+'],
      branches: 'main',
      hasPython: true,
      hasWheels: true,
      python: '3.13',
      packageManager: packageManagerOf({
        listing: [file],
        packageJson: JSON.stringify({ packageManager: stated }),
        yarnrc: null,
      }),
      hasRootManifest: true,
      attests: true,
    };
    for (const { file: name, parts } of generatedFiles(model, new Map(), {})) {
      await workspace.write(name, textOf(parts));
    }
    expect(await lint(workspace.root, files)).toBe('');
  });

  it('find what is wrong', async () => {
    workspace = await makeWorkspace(library);
    await workspace.nx('g', '@slipway/nx:ci');
    await workspace.edit(files[0]!, 'needs: plan', 'needs: plans');
    await workspace.edit(files[0]!, 'release:plan', 'release:plan --tag=${{ github.ref_name }}');
    const said = await lint(workspace.root, files);
    expect(said).toContain('plans');
    expect(said).toContain('template-injection');
  });

  it('find nothing in the workflows of this repository', async () => {
    const own = await readdir(join(repository, '.github/workflows'));
    expect(
      await lint(
        repository,
        own.map((name) => `.github/workflows/${name}`),
      ),
    ).toBe('');
  });
});
