import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { knownTargets } from '../packages/release/src/platform/index.ts';
import { commit, makeWorkspace, type Workspace } from './support/workspace.ts';

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.dispose());

/** The files of so many Python packages, each over a crate of its own. */
function bindings(count: number): Record<string, string> {
  const library = 'publish = false\n[lib]\ncrate-type = ["cdylib"]\n';
  const builds = '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n';
  const files = Array.from({ length: count }, (_, at) => {
    const named = `name = "tide-${at}"\nversion = "1.0.0"\n`;
    return {
      [`p${at}/Cargo.toml`]: `[package]\n${named}edition = "2021"\n${library}`,
      [`p${at}/src/lib.rs`]: '',
      [`p${at}/pyproject.toml`]: `${builds}[project]\n${named}`,
    };
  });
  return Object.assign({}, ...files) as Record<string, string>;
}

describe('release:matrix', () => {
  const matrix = async (...args: string[]): Promise<Record<string, unknown>[]> => {
    const { output, exitCode } = await workspace.nx('run', 'release:matrix', ...args);
    expect(exitCode, output).toBe(0);
    const line = output.split('\n').find((one) => one.startsWith('{"include"'));
    return (JSON.parse(line ?? '{}') as { include: Record<string, unknown>[] }).include;
  };
  const projects = (rows: readonly Record<string, unknown>[]) => rows.map((one) => one['project']);

  it('prints what GitHub Actions takes', async () => {
    const rows = await matrix('--all');
    expect(rows).toHaveLength(1);
    const { target, task } = rows[0] as { target: string; task: string };
    expect(rows[0]).toMatchObject({
      project: 'tidewater-python',
      artifact: `wheels-tidewater-python-${target}`,
      rustTargets: target,
      path: `dist/wheels/tidewater-candles/${target}`,
    });
    expect(task).toBe(`tidewater-python:build-wheels--${target}`);
    expect(await matrix('--all')).toEqual(rows);
    expect(projects(await matrix('--all', '--job=test'))).toEqual([
      'tidewater',
      'tidewater-core',
      'tidewater-python',
    ]);
  });

  it.each(['crates-stub/crates/tidewater/src/lib.rs', 'python-stub/src/lib.rs', '.gitignore'])(
    'agrees with nx affected on a change of %s',
    async (file) => {
      const before = (await workspace.run('git', ['rev-parse', 'HEAD'])).output.trim();
      await workspace.write(file, `${await workspace.read(file)}\n`);
      await commit(workspace, 'fix: a change');
      const shown = (target: string) =>
        workspace
          .nx(
            'show',
            'projects',
            '--affected',
            `--withTarget=${target}`,
            `--base=${before}`,
            '--json',
          )
          .then(({ output }) => (JSON.parse(output) as string[]).toSorted());
      const wheels = await matrix(`--base=${before}`);
      expect(projects(wheels)).toEqual(await shown('build-wheels'));
      const tests = await matrix(`--base=${before}`, '--job=test');
      expect(projects(tests).toSorted()).toEqual(await shown('test'));
    },
  );

  it('SLW011: does not take a question without an answer for an empty matrix', async () => {
    const { output, exitCode } = await workspace.nx('run', 'release:matrix', '--base=nowhere');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('SLW011');
  });

  it('SLW012: is not printed where GitHub would refuse it', async () => {
    const many = await makeWorkspace(bindings(11));
    const plugins = [{ plugin: '@slipway/nx/plugin', options: { platforms: knownTargets } }];
    await many.write('nx.json', JSON.stringify({ plugins, analytics: false }));
    const { output, exitCode } = await many.nx('run', 'release:matrix', '--all');
    const some = await many.nx('run', 'release:matrix', '--all', `--targets=${knownTargets[0]}`);
    await many.dispose();
    expect(some.output).toContain('{"include":[');
    expect(exitCode).not.toBe(0);
    expect(output).toContain('SLW012');
    expect(output).toContain(`${11 * knownTargets.length} jobs`);
  });

  it('SLW010, SLW242: is not printed for what nx.json cannot mean', async () => {
    const nxJson = await workspace.read('nx.json');
    const target = 'x86_64-unknown-linux-gnu';
    for (const [platforms, code] of [
      [['linux-arm64'], 'SLW010'],
      [[target, { target, features: ['simd'] }], 'SLW242'],
    ] as const) {
      const plugins = [{ plugin: '@slipway/nx/plugin', options: { platforms } }];
      await workspace.write('nx.json', JSON.stringify({ plugins, analytics: false }));
      for (const command of [
        ['run', 'release:matrix', '--all'],
        ['g', '@slipway/nx:ci'],
      ]) {
        const { output, exitCode } = await workspace.nx(...command);
        expect(exitCode).not.toBe(0);
        expect(output).toContain(code);
        expect(output).not.toMatch(/"include"|CREATE/);
      }
    }
    await workspace.write('nx.json', nxJson);
  });
});
