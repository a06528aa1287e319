import { runTool, type Workshop } from '@slipway/release/command';

/** The branch that pull requests go to: as the remote says, else as Nx is told, else one with a usual name. */
export async function defaultBranch(
  { root, ports }: Pick<Workshop, 'root' | 'ports'>,
  defaultBase: string | undefined,
): Promise<string> {
  const git = async (...args: string[]): Promise<string[]> => {
    const { exitCode, stdout } = await runTool('git', args, { cwd: root }, ports);
    return exitCode === 0 ? stdout.split('\n').filter(Boolean) : [];
  };
  const [head] = await git('symbolic-ref', '--short', 'refs/remotes/origin/HEAD');
  if (head) return head.replace(/^origin\//, '');
  if (defaultBase) return defaultBase.replace(/^origin\//, '');
  const branches = await git('branch', '--list', '--format=%(refname:short)');
  return ['main', 'master'].find((one) => branches.includes(one)) ?? 'main';
}
