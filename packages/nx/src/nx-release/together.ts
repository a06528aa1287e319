import type { ExecutorContext } from '@nx/devkit';
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { makeOwnFolder, ownFolder } from '@slipway/release/command';
import { nodePorts } from '@slipway/release/node';
import type { DestinationName } from '@slipway/release/registry';
import type { ReleasePublishOptions } from './options.ts';
import { lentEnd } from '@slipway/release/report';
import { runStarted } from '@slipway/workspace/settings';
import { lentTo } from '@slipway/workspace/destination';
import { terminal } from '@slipway/workspace/terminal';

const { paint, show } = terminal;

/** The target's name is Nx's. */
export const releasePublishTarget = 'nx-release-publish';

/** What the first task of a run leaves for the others: who it is, and in the end how it went. */
interface Shared {
  readonly pid: number;
  readonly project: string;
  /** By project, once all is done. */
  readonly published: Readonly<Record<string, boolean>> | null;
}

const folder = `${ownFolder}/nx-release`;
const stages = ['publish-crate', 'publish-pypi'];

/**
 * Publishes the packages of all projects that this run of `nx release publish` is for, once.
 *
 * Nx starts a task for each project, side by side. Each of them could run the stages of its project in
 * a child run; but a rehearsal has one state folder in a workspace (a second one is refused, SLW504),
 * and the gate looks at the release as a whole. So the first task that makes the run's folder runs the
 * stages of all, in one child run for each destination; the others wait for its word. Which one is
 * first is left to chance: with `--parallel=1` a chosen one might come last.
 */
export async function publishTogether(
  options: ReleasePublishOptions,
  context: ExecutorContext,
): Promise<boolean> {
  const ports = nodePorts();
  const project = context.projectName ?? '';
  await makeOwnFolder({ root: context.root, ports });
  const run = (ports.environment.get(runStarted) ?? `${process.ppid}`).replaceAll(/\W/g, '-');
  const own = join(context.root, folder, run);
  await ports.files.makeDirectory(join(context.root, folder));
  if (!(await ports.files.createDirectory(own))) {
    return awaitOthers(join(own, file), project, options.destination);
  }
  const tell = (published: Shared['published']): Promise<void> =>
    ports.files.write(
      join(own, file),
      JSON.stringify({ pid: ports.environment.pid, project, published } satisfies Shared),
    );
  await tell(null);
  await forgetOthers(join(context.root, folder), run);
  const published: Record<string, boolean> = {};
  for (const [destination, projects] of byDestination(options, context)) {
    const success = (await runStages(projects, destination, options, context.root)) === 0;
    for (const one of projects) published[one] = success;
    const lent = lentTo('publish', destination, { ports });
    if (lent !== null) show(lentEnd(lent, paint));
  }
  await tell(published);
  return published[project] ?? false;
}

const file = 'run.json';

/** The projects of this run, by where they go. */
function byDestination(
  options: ReleasePublishOptions,
  context: ExecutorContext,
): Map<DestinationName, string[]> {
  const tasks = Object.values(context.taskGraph?.tasks ?? {}).filter(
    ({ target }) => target.target === releasePublishTarget,
  );
  const groups = new Map<DestinationName, string[]>();
  const add = (project: string, destination: DestinationName = 'rehearsal'): void =>
    void groups.set(destination, [...(groups.get(destination) ?? []), project]);
  for (const { target, overrides } of tasks) {
    const configured =
      context.projectsConfigurations.projects[target.project]?.targets?.[releasePublishTarget];
    if (configured?.executor !== '@slipway/nx:release-publish') continue;
    const chosen = configured.configurations?.[target.configuration ?? ''];
    const { destination } = { ...configured.options, ...chosen, ...overrides };
    add(target.project, destination as DestinationName | undefined);
  }
  if (groups.size === 0) add(context.projectName ?? '', options.destination);
  return groups;
}

/** Credentials of a workflow's job must reach the stages: they exchange them for short-lived tokens. */
function runStages(
  projects: readonly string[],
  destination: DestinationName,
  options: ReleasePublishOptions,
  root: string,
): Promise<number> {
  const nx = createRequire(join(root, 'package.json')).resolve('nx/bin/nx.js');
  const args = stageArguments(projects, destination, options);
  const stdio = ['ignore', 'inherit', 'inherit'] as const;
  const child = spawn(process.execPath, [nx, ...args], { cwd: root, stdio: [...stdio] });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The command line of the stages: what is said of a whole release holds for them. Pure. */
export function stageArguments(
  projects: readonly string[],
  destination: DestinationName,
  options: Pick<ReleasePublishOptions, 'continue' | 'maxWait' | 'keepGoing'>,
): string[] {
  return [
    'run-many',
    `--targets=${stages.join(',')}`,
    `--projects=${projects.join(',')}`,
    `--configuration=${destination}`,
    '--output-style=stream',
    ...(options.continue ? ['--continue'] : []),
    ...(options.maxWait === undefined ? [] : [`--max-wait=${options.maxWait}`]),
    ...(options.keepGoing ? ['--keep-going'] : []),
  ];
}

async function awaitOthers(
  path: string,
  project: string,
  destination: DestinationName = 'rehearsal',
): Promise<boolean> {
  const { clock, environment } = nodePorts();
  for (;;) {
    const first = await readShared(path);
    if (first?.published) return tellOutcome(first.project, first.published, project, destination);
    // It may have ended well between the two looks.
    const gone = first !== null && !environment.isAlive(first.pid);
    if (gone && !(await readShared(path))?.published) {
      show(`${first.project}:${releasePublishTarget}, which publishes for all, was stopped.`);
      return false;
    }
    if (!gone) await clock.sleep(100);
  }
}

async function readShared(path: string): Promise<Shared | null> {
  const text = await nodePorts().files.readText(path);
  return text === null ? null : (JSON.parse(text) as Shared);
}

function tellOutcome(
  first: string,
  published: NonNullable<Shared['published']>,
  project: string,
  destination: DestinationName,
): boolean {
  const isForReal =
    destination !== 'rehearsal' && lentTo('publish', destination, { ports: nodePorts() }) === null;
  const success = published[project] ?? false;
  const outcome = success
    ? isForReal
      ? 'is published'
      : 'is rehearsed'
    : 'did not get through: what is live is told there';
  show(`${project} ${outcome}; ${first}:${releasePublishTarget} ran for all.`);
  return success;
}

/** Earlier runs whose processes are gone. */
async function forgetOthers(path: string, run: string): Promise<void> {
  const { files, environment } = nodePorts();
  for (const name of await files.list(path)) {
    const other = name === run ? null : await readShared(join(path, name, file));
    if (other && !environment.isAlive(other.pid)) await files.remove(join(path, name));
  }
}
