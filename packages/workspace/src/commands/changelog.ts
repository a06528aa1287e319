import type { ChangelogStyle } from '@slipway/release/changelog';
import { hasErrors } from '@slipway/release/finding';
import { isAsked } from '@slipway/release/plan';
import {
  editChangelogs,
  resolveFiles,
  showChanges,
  writeFiles,
  readUpcoming,
  waitsForTag,
} from '../change/index.ts';
import { checkSettings } from '../settings-check/index.ts';
import { type StageOptions, type Host } from '../stage/index.ts';
import { runStage } from '../report/index.ts';

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
export function changelog(options: ChangelogOptions, host: Host) {
  return runStage('changelog', options, host, async (stage) => {
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
    showChanges(edits.before, edits.after, stage);
    const resolved = await resolveFiles(edits.after, stage);
    if (!options.dryRun) await writeFiles(resolved, stage);
    const later = asked.filter((one) => one.from !== one.to);
    const { notes } = await editChangelogs(later, outlook, options.style, stage);
    for (const one of notes)
      stage.show(`${stage.paint('dim', 'not written, bump first:')}\n${one.notes}`);
    if (edits.after.size === 0 && notes.length === 0)
      stage.show('No changelog has anything to add.');
    else if (options.dryRun) stage.show(stage.paint('dim', 'Nothing was written.'));
  });
}
