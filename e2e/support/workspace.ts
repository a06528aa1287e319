import { execa } from 'execa';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { shareTools } from '../../packages/release/test/share-tools.ts';
import { cache, shareTargets } from './cache.ts';

export const repository = join(import.meta.dirname, '../..');
const binaries = join(repository, 'node_modules/.bin');

/** What a single task said, without what Nx says before and after it. */
export function said(output: string): string[] {
  const [, own = ''] = output.split(/^> nx run .*$/m);
  const [text = ''] = own.split(/^(?:—|_|\s*NX )/m);
  return text.split('\n').filter((line) => line.trim() !== '');
}

export interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

/** A copy of this repository's release subjects in a folder of its own, under git. */
export interface Workspace {
  readonly root: string;
  path(file: string): string;
  read(file: string): Promise<string>;
  json<T>(file: string): Promise<T>;
  write(file: string, content: string): Promise<void>;
  /** Replaces text in a file; fails when it is not there. */
  edit(file: string, from: string, to: string): Promise<void>;
  run(command: string, args: readonly string[], env?: Record<string, string>): Promise<Outcome>;
  nx(...args: string[]): Promise<Outcome>;
  dispose(): Promise<void>;
}

/** Environment of every command: our own Node first, no daemon, colours off. */
export function testEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  return {
    NX_DAEMON: 'false',
    // A process of its own for each plugin takes as long as a task; e2e/long/installed.test.ts runs with them.
    NX_ISOLATE_PLUGINS: 'false',
    NX_CACHE_DIRECTORY: join(cache, 'nx'),
    // What the cache holds is written in this folder's database.
    NX_WORKSPACE_DATA_DIRECTORY: join(cache, 'data'),
    NO_COLOR: '1',
    FORCE_COLOR: '0',
    PATH: `${binaries}:${process.env['PATH']}`,
    ...extra,
  };
}

/**
 * These files, by path; without any the stubs as they are on disk. Committed with a fixed date: the same
 * content is the same commit.
 */
export async function makeWorkspace(files?: Readonly<Record<string, string>>): Promise<Workspace> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'slipway-e2e-')));
  const workspace = at(root);
  if (!files) await Promise.all([copyStubs(root), shareTargets(root)]);
  for (const [file, text] of Object.entries(files ?? {})) await workspace.write(file, text);
  await workspace.write(
    'nx.json',
    JSON.stringify({ plugins: ['@slipway/nx/plugin'], analytics: false, tui: { enabled: false } }),
  );
  await workspace.write('package.json', JSON.stringify({ name: 'subject', private: true }));
  await workspace.write('package-lock.json', lockFile);
  await workspace.write('.gitignore', 'node_modules\ndist\ntarget\n.nx\n.slipway\n');
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
  await shareTools(root);
  await commit(workspace, 'feat: a first version');
  return workspace;
}

/** Of a package.json that names nothing. */
const lockFile = JSON.stringify({
  name: 'subject',
  lockfileVersion: 3,
  requires: true,
  packages: { '': { name: 'subject' } },
});

/** A workspace around a folder that is there already. */
export function at(root: string): Workspace {
  const path = (file: string): string => join(root, file);
  const read = (file: string): Promise<string> => readFile(path(file), 'utf8');
  const write = async (file: string, content: string): Promise<void> => {
    await mkdir(dirname(path(file)), { recursive: true });
    await writeFile(path(file), content);
  };
  const run: Workspace['run'] = async (command, args, env = {}) => {
    const result = await execa(command, args, {
      cwd: root,
      env: testEnvironment(env),
      all: true,
      reject: false,
      stdin: 'ignore',
    });
    return { exitCode: result.exitCode ?? -1, output: result.all ?? '' };
  };
  return {
    root,
    path,
    read,
    write,
    run,
    json: async <T>(file: string) => JSON.parse(await read(file)) as T,
    async edit(file, from, to) {
      const text = await read(file);
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      await write(file, text.replace(from, to));
    },
    nx: (...args) => run('nx', args),
    dispose: () => rm(root, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Commits everything, with a date that does not change from run to run. */
export async function commit(workspace: Workspace, message: string): Promise<void> {
  const who = { NAME: 'A Sailor', EMAIL: 'sailor@example.org', DATE: '2026-01-02T03:04:05Z' };
  const env = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) =>
      Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
    ),
  );
  for (const args of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['commit', '-q', '-m', message],
  ]) {
    const { exitCode, output } = await workspace.run('git', args, env);
    if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
  }
}

async function copyStubs(root: string): Promise<void> {
  const args = ['ls-files', '-z', 'crates-stub', 'python-stub'];
  const { stdout } = await execa('git', args, { cwd: repository });
  for (const file of stdout.split('\0').filter(Boolean)) await copy(file, root);
}

async function copy(file: string, root: string): Promise<void> {
  const source = join(repository, file);
  if (!(await stat(source).catch(() => null))) return;
  await mkdir(dirname(join(root, file)), { recursive: true });
  await copyFile(source, join(root, file));
}

/** The codes of the findings in a report, errors first. */
export function codes(
  report: { findings: readonly { code: string; severity: string }[] },
  severity = 'error',
): string[] {
  return report.findings.filter((finding) => finding.severity === severity).map(({ code }) => code);
}
