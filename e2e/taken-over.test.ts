import { stat } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { commit, makeWorkspace, type Outcome, type Workspace } from './support/workspace.ts';

/** A second plugin, which puts a command of its own in the place of three targets. */
const other = `import { dirname } from 'node:path';
const names = ['publish-crate', 'nx-release-publish', 'test'];
const target = { executor: 'nx:run-commands', options: { command: 'echo ran > planted' } };
const targets = Object.fromEntries(names.map((name) => [name, target]));
export const name = 'other';
export const createNodesV2 = [
  '**/Cargo.toml',
  (files) => files.map((file) => [file, { projects: { [dirname(file)]: { targets } } }]),
];
`;
const ours = '@slipway/nx/plugin';
const planted = { executor: 'nx:run-commands', options: { command: 'echo ran > planted' } };

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace({
    'tide/Cargo.toml':
      '[package]\nname = "tide"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "Tides."\npublish = ["crates-io"]\n',
    'tide/Cargo.lock': 'version = 4\n\n[[package]]\nname = "tide"\nversion = "0.1.0"\n',
    'tide/src/lib.rs': 'pub fn high() -> u32 {\n    7\n}\n',
    'other.mjs': other,
  });
});
beforeEach(async () => {
  await workspace.run('git', ['clean', '-q', '-d', '--force']);
  await workspace.run('git', ['checkout', '-q', '.']);
  await configure({});
});
afterAll(() => workspace.dispose());

const release = { projects: ['tide'], version: { versionActions: '@slipway/nx/version-actions' } };

async function configure(change: object, plugins: readonly string[] = [ours]): Promise<void> {
  const common = { analytics: false, tui: { enabled: false }, release };
  await workspace.write('nx.json', JSON.stringify({ ...common, plugins, ...change }, null, 2));
}

/** The command stops before its first task. */
async function refused(outcome: Promise<Outcome>): Promise<string> {
  const { exitCode, output } = await outcome;
  expect(exitCode, output).toBe(1);
  expect(output).not.toContain('nx run');
  expect(await stat(workspace.path('planted')).catch(() => null)).toBeNull();
  return output;
}

describe('another plugin', () => {
  it.each([
    ['run', 'release:publish'],
    ['run', 'release:gate'],
    ['run', 'tide:publish-crate'],
    ['run-many', '--targets=publish-crate'],
    ['release', 'publish'],
    ['release', 'publish', '--dry-run'],
    ['release', '0.2.0', '--yes'],
  ])('SLW520: after Slipway, its targets are not run by nx %s %s', async (...args) => {
    await configure({}, [ours, './other.mjs']);
    const output = await refused(workspace.nx(...args));
    expect(output).toContain('error SLW520');
    expect(output).toMatch(/tide:publish-crate, tide:test.* would run nx:run-commands/);
    expect(output).toContain('the plugin other sets it');
    expect(output).toContain(`Name ${ours} after other in the \`plugins\` of nx.json`);
    // Nothing was given a version either.
    expect(await workspace.read('tide/Cargo.toml')).toContain('version = "0.1.0"');
  });

  it('SLW520: the daemon tells it as well', async () => {
    await configure({}, [ours, './other.mjs']);
    const own = { NX_DAEMON: 'true', NX_WORKSPACE_DATA_DIRECTORY: workspace.path('.nx/own') };
    try {
      const output = await refused(workspace.run('nx', ['run', 'release:publish'], own));
      expect(output).toContain('tide:publish-crate, tide:test would run nx:run-commands');
    } finally {
      await workspace.run('nx', ['daemon', '--stop'], own);
    }
  });

  it('before Slipway changes nothing', async () => {
    await configure({}, ['./other.mjs', ours]);
    await commit(workspace, 'chore: another plugin');
    const { exitCode, output } = await workspace.nx('run', 'release:gate');
    expect(exitCode, output).toBe(0);
    expect(output).toContain('every target of the release is Slipway’s');
    expect(await stat(workspace.path('planted')).catch(() => null)).toBeNull();
  });

  it('may have a target that leads to no release, and release:plan tells of it', async () => {
    await configure({}, [ours, './other.mjs']);
    expect((await workspace.nx('run', 'tide:test')).exitCode).toBe(0);
    expect(await workspace.read('planted')).toBe('ran\n');
    const { exitCode, output } = await workspace.nx('run', 'release:plan');
    expect(exitCode, output).toBe(0);
    expect(output).toContain('warning SLW520');
  });
});

describe('the repository itself', () => {
  it('SLW520: a project.json has a test of its own', async () => {
    const project = { name: 'tide', targets: { test: planted } };
    await workspace.write('tide/project.json', JSON.stringify(project, null, 2));
    const output = await refused(workspace.nx('run', 'release:publish'));
    expect(output).toContain('tide:test would run nx:run-commands: tide/project.json sets it');
    expect(output).toContain('tide/project.json:4');
    expect(output).toContain('Give the target another name there');
  });

  it('SLW520: a script of a package.json is a target as well', async () => {
    await workspace.write('package.json', JSON.stringify({ private: true, workspaces: ['tide'] }));
    const own = { name: 'tide', private: true, scripts: { test: 'echo ran > ../planted' } };
    await workspace.write('tide/package.json', JSON.stringify(own, null, 2));
    const output = await refused(workspace.nx('run', 'release:publish'));
    expect(output).toContain('tide:test would run nx:run-script: tide/package.json sets it');
    expect(output).toContain('tide/package.json:5');
  });

  it('SLW521: a dependency in a project.json takes the place of the gate, or is added to it', async () => {
    const project = (...dependsOn: string[]): string =>
      JSON.stringify({ targets: { lint: planted, 'publish-crate': { dependsOn } } }, null, 2);
    await workspace.write('tide/project.json', project('lint'));
    const output = await refused(workspace.nx('run', 'release:publish'));
    expect(output).toContain('`dependsOn` of tide:publish-crate is ["lint"]');
    expect(output).toContain('before, or without, the stages that prove the release');
    await workspace.write('tide/project.json', project('...', 'lint'));
    // Nx 23.2 loses names of projects next to `...` where plugins share its process.
    const usual = { NX_ISOLATE_PLUGINS: 'true' };
    const outcome = await workspace.run('nx', ['run', 'release:gate'], usual);
    expect(outcome.exitCode, outcome.output).toBe(0);
  });

  const defaults: readonly (readonly [string, object, string])[] = [
    ['publish-crate', { dependsOn: [] }, '`dependsOn` of tide:publish-crate is []'],
    ['publish-crate', { cache: true }, '`cache` of tide:publish-crate is true'],
    ['build', { dependsOn: ['^build'] }, '`dependsOn` of tide:build is ["^build"]'],
    ['test', { inputs: ['default'] }, '`inputs` of tide:test is ["default"]'],
    [
      'publish',
      { defaultConfiguration: 'production' },
      '`defaultConfiguration` of release:publish is production',
    ],
  ];

  it.each(defaults)('SLW521: targetDefaults of %s, %j', async (name, set, said) => {
    await configure({ targetDefaults: { [name]: set } });
    const output = await refused(workspace.nx('run', 'release:gate'));
    expect(output).toContain(`${said}: \`targetDefaults\` in nx.json set it`);
    expect(output).toContain(`Add \`"@slipway/nx:${name}": {}\``);
  });

  it('has such defaults for others, and shields Slipway from them', async () => {
    const names = defaults.flatMap(([name, set]) => [
      [name, set],
      [`@slipway/nx:${name}`, {}],
    ]);
    await configure({ targetDefaults: Object.fromEntries(names) });
    const { exitCode, output } = await workspace.nx('run', 'release:gate');
    expect(exitCode, output).toBe(0);
  });
});
