import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyTree } from '../packages/nx/src/generators/ci/ci-workflow.ts';
import { commit, makeWorkspace, type Workspace } from './support/workspace.ts';

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace();
});
afterAll(() => workspace.dispose());

interface Graph {
  readonly graph: {
    readonly nodes: Record<string, { data: { root: string; targets: Record<string, object> } }>;
    readonly dependencies: Record<string, { target: string }[]>;
  };
}

interface EffectTarget {
  readonly cache?: boolean;
  readonly configurations?: Record<string, object>;
  readonly dependsOn?: readonly unknown[];
}

/** What `nx show project` and Nx Console show of a target. */
interface Shown {
  readonly metadata: {
    readonly technologies: string[];
    readonly help: { command: string; example: { args: string[] } };
  };
}

interface TaskGraph {
  readonly tasks: {
    readonly dependencies: Record<string, string[]>;
    readonly continuousDependencies: Record<string, string[]>;
  };
}

/** Everything that a task waits for, directly or not. */
function before(id: string, dependencies: Record<string, string[]>): Set<string> {
  const all = new Set<string>();
  const visit = (one: string): void => {
    for (const other of dependencies[one] ?? []) {
      if (all.has(other)) continue;
      all.add(other);
      visit(other);
    }
  };
  visit(id);
  return all;
}

describe('the graph', () => {
  it('has projects, targets and edges inferred from the manifests', async () => {
    await workspace.nx('graph', '--file=graph.json');
    const { graph } = await workspace.json<Graph>('graph.json');
    const targets = (name: string): string[] => Object.keys(graph.nodes[name]?.data.targets ?? {});
    expect(targets('tidewater-core')).toEqual(['validate', 'test', 'build', 'publish-crate']);
    expect(targets('tidewater-python')).toEqual(
      expect.arrayContaining(['validate', 'test', 'build', 'build-wheels', 'publish-pypi']),
    );
    expect(targets('tidewater-python').some((name) => name.startsWith('build-wheels--'))).toBe(
      true,
    );
    expect(targets('release')).toEqual(
      expect.arrayContaining(['publish', 'plan', 'validate', 'gh-release', 'matrix']),
    );
    const edges = (name: string): string[] =>
      (graph.dependencies[name] ?? []).map(({ target }) => target);
    expect(edges('tidewater')).toEqual(['tidewater-core']);
    expect(edges('tidewater-python')).toEqual(['tidewater']);
    const packages = ['tidewater', 'tidewater-core', 'tidewater-python'];
    expect(edges('release').toSorted()).toEqual(packages);
  });

  it('says how each target is run, with a command that prints its options', async () => {
    const { output } = await workspace.nx('show', 'project', 'release', '--json');
    const { targets } = JSON.parse(output) as { targets: Record<string, Shown> };
    const { help, technologies } = targets['publish']!.metadata;
    expect(technologies).toEqual(['slipway']);
    expect(help.command).toBe('npx nx run release:publish --help');
    const shown = await workspace.nx(...help.command.split(' ').slice(2));
    expect(shown.exitCode, shown.output).toBe(0);
    for (const option of help.example.args) expect(shown.output).toContain(option);
  });

  it('runs the stages in their order, and nothing irreversible before the gate', async () => {
    await workspace.nx('run', 'release:publish', '--graph=tasks.json');
    const { dependencies } = (await workspace.json<TaskGraph>('tasks.json')).tasks;
    const id = (text: string): string => {
      const found = Object.keys(dependencies).find(
        (one) => one === text || one.startsWith(`${text}:`),
      );
      if (!found) throw new Error(`no task ${text}`);
      return found;
    };
    const chain = [
      'tidewater:validate',
      'tidewater:test',
      'tidewater:build',
      'release:gate',
      'tidewater-core:publish-crate',
      'tidewater:publish-crate',
      'tidewater-python:build-wheels',
      'tidewater-python:publish-pypi',
      'release:gh-release',
      'release:publish',
    ].map(id);
    for (const [index, task] of chain.slice(1).entries()) {
      expect([...before(task, dependencies)]).toContain(chain[index]);
    }
    const wheels = Object.keys(dependencies).filter((one) => one.includes(':build-wheels--'));
    expect(wheels.length).toBeGreaterThan(0);
    expect([...before(id('release:gate'), dependencies)]).toEqual(expect.arrayContaining(wheels));
  });

  it('gives every effect the three destinations, and the command line of the release', async () => {
    await workspace.nx('graph', '--file=graph.json');
    const { graph } = await workspace.json<Graph>('graph.json');
    for (const { data } of Object.values(graph.nodes)) {
      for (const [name, target] of Object.entries(data.targets)) {
        const { cache, configurations, dependsOn } = target as EffectTarget;
        if (cache !== false || !name.match(/publish|gate|gh-release/)) continue;
        expect(Object.keys(configurations ?? {})).toEqual([
          'rehearsal',
          'testpypi',
          'production',
          'emergency',
        ]);
        expect(dependsOn).toContainEqual({
          projects: ['release'],
          target: 'destination',
          params: 'forward',
        });
      }
    }
  });
});

describe('affected', () => {
  const since = async (base: string): Promise<string[]> => {
    const show = ['show', 'projects', '--affected', '--withTarget=test', '--json'];
    const { output } = await workspace.run('nx', [...show, `--base=${base}`]);
    return (JSON.parse(output) as string[]).toSorted();
  };
  const affected = async (file: string): Promise<string[]> => {
    await workspace.write(file, `${await workspace.read(file)}\n`);
    await commit(workspace, 'fix: a change');
    return since('HEAD~1');
  };

  it('all of it differs from the empty tree, which the workflow of a new branch names', async () => {
    const projects = await since(emptyTree);
    expect(projects).toEqual(['tidewater', 'tidewater-core', 'tidewater-python']);
  });

  it('a change in the lower crate runs lower, upper and Python', async () => {
    const projects = await affected('crates-stub/crates/tidewater-core/src/lib.rs');
    expect(projects).toEqual(['tidewater', 'tidewater-core', 'tidewater-python']);
  });

  it('a change in python-stub runs only Python', async () => {
    expect(await affected('python-stub/src/lib.rs')).toEqual(['tidewater-python']);
  });

  it('a change of the version that crates inherit runs them all', async () => {
    const projects = await affected('crates-stub/Cargo.toml');
    expect(projects).toEqual(['tidewater', 'tidewater-core', 'tidewater-python']);
  });
});

it('SLW208: a platform that this machine cannot build is said, and not tried', async () => {
  const options = { platforms: ['aarch64-apple-darwin'] };
  const plugins = [{ plugin: '@slipway/nx/plugin', options }];
  await workspace.write('nx.json', JSON.stringify({ plugins, analytics: false }));
  const { output, exitCode } = await workspace.nx(
    'run',
    'tidewater-python:build-wheels--aarch64-apple-darwin',
  );
  expect(exitCode).not.toBe(0);
  expect(output).toContain('SLW208');
});

it('goes by the names that Nx knows already, and takes none of them twice', async () => {
  const other = await makeWorkspace();
  try {
    await other.write('crates-stub/crates/tidewater/project.json', '{ "name": "renamed" }');
    await other.write('apps/web/project.json', '{ "name": "tidewater-core" }');
    const shown = await other.nx('show', 'projects', '--json');
    expect(JSON.parse(shown.output)).toEqual(
      expect.arrayContaining(['renamed', 'tidewater-core', 'tidewater-core-crate', 'release']),
    );
    const publish = await other.nx('show', 'project', 'release', '--json');
    const { targets } = JSON.parse(publish.output) as {
      targets: Record<string, { dependsOn: { projects?: string[]; target: string }[] }>;
    };
    expect(targets['publish']?.dependsOn).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          projects: ['renamed', 'tidewater-core-crate'],
          target: 'publish-crate',
        }),
      ]),
    );
  } finally {
    await other.dispose();
  }
});
