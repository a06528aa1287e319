import { parse } from 'jsonc-parser';
import { join } from 'node:path';
import { runTool } from '@slipway/release/command';
import { noSuchTag, unwritable } from '@slipway/release/finding';
import { type PluginOptions, isOurs, settingsOf } from '../settings/index.ts';
import type { Stage } from '../stage/index.ts';
import { subjectOf, type Subject } from '../subject/index.ts';

/**
 * Looks at the repository as a tag has it, with the options of its nx.json, in a folder of its own that is gone
 * afterwards.
 * @throws SlipwayError SLW434 without such a tag.
 */
export async function atTag<T>(
  tag: string,
  { workshop, settings }: Pick<Stage, 'workshop' | 'settings'>,
  look: (subject: Subject, settings: PluginOptions) => Promise<T>,
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
    const text = await ports.files.readText(join(folder, 'nx.json'));
    const there = settingsThere(text) ?? settings;
    return await look(subjectOf({ root: folder, ports }, there), there);
  } finally {
    await git('worktree', 'remove', '--force', folder);
    await ports.files.remove(folder);
  }
}

/** The options that held then; null where the plugin was not set up yet. */
function settingsThere(nxJson: string | null): PluginOptions | null {
  const read = (parse(nxJson ?? '{}') ?? {}) as Parameters<typeof settingsOf>[0];
  return read.plugins?.some(isOurs) ? settingsOf(read) : null;
}
