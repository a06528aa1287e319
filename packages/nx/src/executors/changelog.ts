import type { ExecutorContext } from '@nx/devkit';
import type { ChangelogStyle } from '@slipway/release/changelog';
import { hasErrors } from '@slipway/release/finding';
import { isAsked } from '@slipway/release/plan';
import { editChangelogs } from '../run/changelogs.ts';
import { resolveFiles, showChanges, writeFiles } from '../run/files.ts';
import { checkSettings } from '../run/settings.ts';
import { paint, runStage, show, type StageOptions } from '../run/stage.ts';
import { readUpcoming, waitsForTag } from '../run/upcoming.ts';

export interface ChangelogOptions extends StageOptions {
  readonly dryRun?: boolean;
  /** Of a new changelog; others keep their own. */
  readonly style?: ChangelogStyle;
  /** Names of the packages to tell of; all when left out. */
  readonly packages?: readonly string[];
}

/**
 * Extends the changelogs with the version that the manifests state, where no tag has it yet. What is
 * still to be bumped is only shown, under the version that it would get.
 */
export default function changelog(options: ChangelogOptions, context: ExecutorContext) {
  return runStage('changelog', options, context, async (stage) => {
    const { packages = [] } = options;
    const settings = await checkSettings(await stage.subject.repository(), stage);
    stage.found(settings);
    if (hasErrors(settings)) return;
    const outlook = await readUpcoming({ packages }, stage);
    stage.found(outlook.findings);
    if (hasErrors(outlook.findings)) return;
    const asked = outlook.upcoming.filter(({ group }) => isAsked(group, { packages }));
    const due = asked.filter(waitsForTag);
    const edits = await editChangelogs(due, outlook, options.style, stage);
    showChanges(edits.before, edits.after);
    const resolved = await resolveFiles(edits.after, stage);
    if (!options.dryRun) await writeFiles(resolved, stage);
    const later = asked.filter((one) => one.from !== one.to);
    const { notes } = await editChangelogs(later, outlook, options.style, stage);
    for (const one of notes) show(`${paint('dim', 'not written, bump first:')}\n${one.notes}`);
    if (edits.after.size === 0 && notes.length === 0) show('No changelog has anything to add.');
    else if (options.dryRun) show(paint('dim', 'Nothing was written.'));
  });
}
