import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeWorkspace } from '../../e2e/support/workspace.ts';
import { installOurs } from './install.ts';
import {
  median,
  peakOfChildren,
  progress,
  rounded,
  time,
  type Benchmark,
  type Size,
  type Sizes,
} from './measure.ts';

const sizes: Sizes<{ target: string; runs: number }> = {
  whole: { target: 'release:publish', runs: 7 },
  smoke: { target: 'release:validate', runs: 1 },
};

/**
 * A second `release:publish --continue` with nothing changed, by Slipway as it is installed, against the same task
 * graph with empty tasks: the same projects, edges, caching and continuous task, and an executor that does nothing.
 */
export async function again(size: Size): Promise<Benchmark> {
  const { target, runs } = sizes[size];
  const home = await installOurs(size);
  const subject = (await makeWorkspace()).root;
  await linkModules(home, subject);
  progress('again: the first run');
  await time('nx', ['run', target], subject);
  const empty = await emptyGraph(subject, home, target);
  const ours: number[] = [];
  const floor: number[] = [];
  const second = ['run', target, '--continue'];
  await time('nx', second, subject);
  await time('nx', second, empty);
  for (let index = 0; index < runs; index++) {
    ours.push((await time('nx', second, subject)).seconds);
    floor.push((await time('nx', second, empty)).seconds);
    progress(`again: ${rounded(ours.at(-1)!)} s against ${rounded(floor.at(-1)!)} s`);
  }
  const ratio = median(ours.map((seconds, index) => seconds / floor[index]!));
  return {
    bench: 'again',
    seconds: rounded(median(ours)),
    peers: { 'empty tasks': rounded(median(floor)) },
    ratios: { 'empty tasks': rounded(ratio) },
    peakMiB: peakOfChildren(),
  };
}

/** Has a folder use what is installed in `home`. */
async function linkModules(home: string, folder: string): Promise<void> {
  await rm(join(folder, 'node_modules'), { force: true });
  await symlink(join(home, 'node_modules'), join(folder, 'node_modules'));
}

interface TaskGraph {
  readonly tasks: Record<
    string,
    {
      id: string;
      target: { project: string; target: string };
      cache?: boolean;
      continuous?: boolean;
    }
  >;
  readonly dependencies: Record<string, string[]>;
  readonly continuousDependencies?: Record<string, string[]>;
}

/** A workspace with the task graph of `subject` and tasks that do nothing. */
async function emptyGraph(subject: string, home: string, target: string): Promise<string> {
  const file = join(subject, 'dist/tasks.json');
  await time('nx', ['run', target, `--graph=${file}`], subject);
  const graph = (JSON.parse(await readFile(file, 'utf8')) as { tasks: TaskGraph }).tasks;
  const folder = await mkdtemp(join(tmpdir(), 'slipway-empty-'));
  const put = async (path: string, content: unknown): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(join(folder, path), text);
  };
  await put('nx.json', { analytics: false, tui: { enabled: false } });
  await put('package.json', { name: 'empty', private: true });
  await put('.gitignore', 'node_modules\n.nx\n');
  await put('empty/package.json', { name: 'empty-tasks', executors: './executors.json' });
  const executor = (implementation: string) => ({ implementation, schema: './schema.json' });
  await put('empty/executors.json', {
    executors: { once: executor('./once.js'), stays: executor('./stays.js') },
  });
  await put('empty/schema.json', { type: 'object', properties: {} });
  await put('empty/once.js', 'module.exports = async () => ({ success: true });\n');
  await put(
    'empty/stays.js',
    'module.exports = () => new Promise(() => setInterval(() => {}, 60000));\n',
  );
  for (const [name, targets] of Object.entries(projectsOf(graph))) {
    await put(`projects/${name}/project.json`, { name, root: `projects/${name}`, targets });
  }
  await linkModules(home, folder);
  await time('git', ['init', '--quiet'], folder);
  return folder;
}

function projectsOf(graph: TaskGraph): Record<string, Record<string, object>> {
  const projects: Record<string, Record<string, object>> = {};
  for (const [id, task] of Object.entries(graph.tasks)) {
    const before = [
      ...(graph.dependencies[id] ?? []),
      ...(graph.continuousDependencies?.[id] ?? []),
    ];
    const dependsOn = before.map((other) => {
      const { project, target } = graph.tasks[other]!.target;
      return { projects: [project], target };
    });
    const { project, target } = task.target;
    (projects[project] ??= {})[target] = {
      executor: task.continuous ? './empty:stays' : './empty:once',
      cache: task.cache ?? false,
      ...(task.continuous ? { continuous: true } : {}),
      inputs: task.cache ? ['{projectRoot}/**/*'] : [],
      dependsOn,
    };
  }
  return projects;
}
