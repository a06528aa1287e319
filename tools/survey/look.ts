import { execa } from 'execa';
import { access, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTexts, isWorkflowText, readExistingRelease } from '@slipway/workspace/subject';
import { nodePorts } from '../../packages/release/src/node.ts';
import type { Report } from '../../packages/release/src/report/index.ts';
import type { PluginOptions } from '@slipway/workspace/settings';
import type { Seen, Subject } from './seen.ts';

const repository = join(import.meta.dirname, '../..');
/** Outside this workspace: within, Nx would find our nx.json around them. */
const clones = join(tmpdir(), 'slipway-survey');

/** What npm, pnpm and yarn leave: theirs wants its own installation, ours is lent. */
const foreign = [
  'nx.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'yarn.lock',
  'package-lock.json',
];

/**
 * Clones a repository at its commit, runs `init` and `release:plan` in it as a user would, and reads what
 * came of it. `mirror` is a folder of clones, `{owner}+{name}/repo`; without one GitHub is asked.
 */
export async function look(subject: Subject, mirror: string | null): Promise<Seen> {
  const root = await setUp(subject, mirror);
  await rm(join(root, 'dist/release'), { recursive: true, force: true });
  const planned = await nx(root, ['run', 'release:plan', '--live=false']);
  const report = await readFile(join(root, 'dist/release/report.json'), 'utf8').catch(() => {
    throw new Error(`${subject.name}: no report\n${planned.all}`);
  });
  const texts = await loadTexts({ root, ports: nodePorts() }, isWorkflowText);
  const existing = await readExistingRelease(texts);
  const options = optionsIn(await readFile(join(root, 'nx.json'), 'utf8'));
  return { options, report: JSON.parse(report) as Report, release: existing?.description ?? null };
}

/** A clone of a repository at its commit, in which `init` has been run; its folder. */
export async function setUp(subject: Subject, mirror: string | null): Promise<string> {
  const root = await checkOut(subject, mirror);
  await Promise.all(foreign.map((file) => rm(join(root, file), { force: true })));
  await writeFile(join(root, 'package.json'), '{ "name": "subject", "private": true }\n');
  await rm(join(root, 'node_modules'), { recursive: true, force: true });
  await symlink(join(repository, 'node_modules'), join(root, 'node_modules'));
  const started = await nx(root, ['g', '@slipway/nx:init']);
  if (started.exitCode !== 0) throw new Error(`${subject.name}: init failed\n${started.all}`);
  return root;
}

function optionsIn(nxJson: string): PluginOptions {
  const { plugins } = JSON.parse(nxJson) as { plugins: (string | { options?: PluginOptions })[] };
  const [entry] = plugins;
  return typeof entry === 'object' ? (entry.options ?? {}) : {};
}

async function checkOut({ name, commit }: Subject, mirror: string | null): Promise<string> {
  const root = join(clones, name.replace('/', '+'));
  const git = (...args: string[]) => execa('git', args, { cwd: root, reject: false, all: true });
  const there = await access(join(root, '.git')).then(
    () => true,
    () => false,
  );
  if (!there) {
    await mkdir(clones, { recursive: true });
    const source = mirror
      ? join(mirror, name.replace('/', '+'), 'repo')
      : `https://github.com/${name}.git`;
    await execa('git', ['clone', '--quiet', '--no-checkout', source, root]);
  }
  // A mirror may lack its largest files, and then says so: they are no manifests.
  await git('checkout', '--quiet', '--force', commit);
  await git('clean', '-fdq');
  const head = await git('rev-parse', 'HEAD');
  if (head.stdout.trim() !== commit) throw new Error(`${name}: no commit ${commit} there`);
  return root;
}

/** Runs Nx in a clone, with our own Node. */
export function nx(root: string, args: readonly string[]) {
  const path = `${join(repository, 'node_modules/.bin')}:${process.env['PATH']}`;
  const env = { PATH: path, NX_DAEMON: 'false', NO_COLOR: '1', FORCE_COLOR: '0' };
  return execa('nx', args, { cwd: root, env, reject: false, all: true, timeout: 180_000 });
}
