import { runTool, type Workshop } from '../command/index.ts';
import { notARepository } from '../finding/index.ts';

/** What git says of the commit that is being released. */
export interface Commit {
  readonly id: string;
  /** Tags that point at it. */
  readonly tags: readonly string[];
  /** Tracked files that differ from it, as `git status --porcelain` names them. */
  readonly changed: readonly string[];
  /** Date of the commit, YYYY-MM-DD. */
  readonly date: string;
  /** "owner/name" of the remote `origin`, or null. */
  readonly repository: string | null;
  /** Whether commits before some are not in this clone; then tags may be missing, too. */
  readonly shallow: boolean;
}

/**
 * Reads the state of the repository.
 * @throws SlipwayError SLW001 without git, SLW003 outside a repository or before its first commit.
 */
export async function readCommit({
  root,
  ports,
}: Pick<Workshop, 'root' | 'ports'>): Promise<Commit> {
  const git = (...args: string[]) => runTool('git', args, { cwd: root }, ports);
  const [head, status, remote, tags, shallow] = await Promise.all([
    git('log', '-1', '--format=%H%n%cs%n'),
    git('status', '--porcelain', '--untracked-files=no'),
    git('remote', 'get-url', 'origin'),
    git('tag', '--points-at', 'HEAD'),
    git('rev-parse', '--is-shallow-repository'),
  ]);
  const [id, date] = head.stdout.trim().split('\n');
  if (head.exitCode !== 0 || !id || !date) throw notARepository.error({ directory: root });
  return {
    id,
    date,
    tags: tags.stdout.split('\n').filter(Boolean),
    changed: status.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => line.slice(3)),
    shallow: shallow.stdout.trim() === 'true',
    repository: remote.exitCode === 0 ? repositoryOf(remote.stdout.trim()) : null,
  };
}

/** What stands before the path: of an address with a protocol, and of git's short form for ssh. */
const hosts = [
  /^[a-z+]+:\/\/(?:[^/]*@)?(?:www\.|ssh\.)?github\.com(?::\d*)?\/+/i,
  /^(?:[^/@:]+@)?(?:ssh\.)?github\.com:\/*/i,
];

/** "owner/name" from a GitHub remote's address, https or ssh; null for anything else, GitHub's likes among it. */
export function repositoryOf(remote: string): string | null {
  const host = hosts.find((one) => one.test(remote));
  const match = host && /^([\w.-]+)\/([\w.-]+?)(?:\.git)?\/*$/.exec(remote.replace(host, ''));
  return match ? `${match[1]}/${match[2]}` : null;
}
