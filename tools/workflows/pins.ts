import { execa } from 'execa';
import { join } from 'node:path';
import { pinnedActions, type PinnedAction } from '../../packages/nx/src/generators/ci/actions.ts';

/**
 * What is wrong with a pin: its repository has no such tag, or has it at another commit. Null where all is well.
 * `mirror` is a folder of clones, `{owner}+{name}/repo`; without one GitHub is asked.
 * @throws where nobody can be asked
 */
export async function whyPinIsWrong(
  { repository, version, commit }: PinnedAction,
  mirror: string | null,
): Promise<string | null> {
  const place = mirror
    ? join(mirror, repository.replace('/', '+'), 'repo')
    : `https://github.com/${repository}.git`;
  const tag = `refs/tags/${version}`;
  const { stdout } = await execa('git', ['ls-remote', place, tag, `${tag}^{}`], {
    env: { GIT_TERMINAL_PROMPT: '0' },
    timeout: 30_000,
  });
  // Of an annotated tag the last line is the commit.
  const found = stdout.split('\n').at(-1)?.split('\t')[0];
  if (!found) return `${repository} has no tag ${version}`;
  return found === commit ? null : `${repository} has ${version} at ${found}, not ${commit}`;
}

/** Every pin of the table. */
export const pins: readonly PinnedAction[] = Object.values(pinnedActions);
