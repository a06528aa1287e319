import { runTool, type Workshop } from '../command/index.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/** What npm, Nx, cargo and Slipway make: no part of any package, whoever asks for it. */
const made = ['node_modules', '.nx', '.slipway', 'target'];
const ours = ['crates', 'sdist', 'wheels', 'release', 'attestations'].map((one) => `dist/${one}`);

/** Whether a path leads into what tools make: no part of any package, whoever asks for it. Pure. */
export function isMade(path: string): boolean {
  const segments = path.split('/');
  return (
    segments.some((segment) => made.includes(segment)) ||
    ours.some((folder) => path === folder || path.startsWith(`${folder}/`))
  );
}

/** Files that git does not know and that these patterns name, but for what tools make. */
export async function untrackedMatching(
  patterns: readonly string[],
  { root, ports }: Place,
): Promise<string[]> {
  if (patterns.length === 0) return [];
  const args = ['ls-files', '--others', '-z', '--', ...patterns.map((one) => `:(glob)${one}`)];
  const { stdout } = await runTool('git', args, { cwd: root }, ports);
  return stdout
    .split('\0')
    .filter((file) => file !== '' && !isMade(file))
    .sort();
}

/** Files below a folder that git neither tracks nor ignores, folders as one; not what tools make. */
export async function untrackedBelow(directory: string, { root, ports }: Place): Promise<string[]> {
  const args = [
    'ls-files',
    '--others',
    '--exclude-standard',
    '--directory',
    '--no-empty-directory',
    '-z',
  ];
  const { stdout } = await runTool('git', [...args, '--', directory || '.'], { cwd: root }, ports);
  return stdout.split('\0').filter((file) => file !== '' && !isMade(file.replace(/\/$/, '')));
}
