import { runTool } from '@slipway/release/command';
import { noSuchTag, unwritable } from '@slipway/release/finding';
import type { Stage } from './stage.ts';
import { subjectOf, type Subject } from './subject.ts';

/**
 * Looks at the repository as a tag has it, in a folder of its own that is gone afterwards.
 * @throws SlipwayError SLW434 without such a tag.
 */
export async function atTag<T>(
  tag: string,
  { workshop, settings }: Pick<Stage, 'workshop' | 'settings'>,
  look: (subject: Subject) => Promise<T>,
): Promise<T> {
  const { root, ports } = workshop;
  // Neither a hook nor a download of large files is needed for a look.
  const env = { GIT_LFS_SKIP_SMUDGE: '1' };
  const git = (...args: readonly string[]) =>
    runTool('git', ['-c', 'core.hooksPath=/dev/null', ...args], { cwd: root, env }, ports);
  const found = await git('rev-parse', '--quiet', '--verify', `refs/tags/${tag}^{commit}`);
  if (found.exitCode !== 0) throw noSuchTag.error({ tag });
  const folder = await ports.files.temporaryDirectory('slipway-tag-');
  try {
    const added = await git('worktree', 'add', '--detach', folder, found.stdout.trim());
    if (added.exitCode !== 0) throw unwritable.error({ file: folder, detail: added.all.trim() });
    return await look(subjectOf({ root: folder, ports }, settings));
  } finally {
    await git('worktree', 'remove', '--force', folder);
    await ports.files.remove(folder);
  }
}
