import { runTool, type Workshop } from '../command/index.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/** What Slipway is about to make at the root, and what npm and Nx made there: no part of any package. */
const ours = ['dist/crates', 'dist/sdist', 'dist/wheels', 'dist/release'];
const theirs = ['node_modules', '.nx', '.slipway'];

/**
 * cargo packs untracked files that git does not ignore. What our own tools made is kept out through
 * the clone's own `info/exclude`, which is no file of the repository, where .gitignore forgot it.
 */
export async function excludeOwnFiles({ root, ports }: Place): Promise<void> {
  const git = (...args: string[]) => runTool('git', args, { cwd: root }, ports);
  const made = [...ours];
  for (const name of theirs) if (await ports.files.exists(`${root}/${name}`)) made.push(name);
  const ignored = (await git('check-ignore', '--', ...made)).stdout.split('\n');
  const missing = made.filter((name) => !ignored.includes(name));
  if (missing.length === 0) return;
  const located = (await git('rev-parse', '--git-path', 'info/exclude')).stdout.trim();
  const file = /^([/\\]|[A-Za-z]:)/.test(located) ? located : `${root}/${located}`;
  const text = (await ports.files.readText(file)) ?? '';
  const lines = missing.map((name) => `/${name}\n`).join('');
  await ports.files.write(file, `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${lines}`);
}

/** Files below a folder that git neither tracks nor ignores, folders as one. */
export async function untrackedBelow(directory: string, { root, ports }: Place): Promise<string[]> {
  const args = [
    'ls-files',
    '--others',
    '--exclude-standard',
    '--directory',
    '--no-empty-directory',
  ];
  const { stdout } = await runTool('git', [...args, '--', directory || '.'], { cwd: root }, ports);
  return stdout.split('\n').filter(Boolean);
}
