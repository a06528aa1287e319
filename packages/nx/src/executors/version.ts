import type { ExecutorContext } from '@nx/devkit';
import { editVersions } from '@slipway/release/edit';
import { hasErrors, releaseTagExists } from '@slipway/release/finding';
import { wantedVersions, type BumpRequest } from '@slipway/release/plan';
import { editChangelogs } from '../run/changelogs.ts';
import {
  commitFiles,
  refuseChanged,
  showChanges,
  writeFiles,
  type NewTexts,
} from '../run/files.ts';
import { paint, runStage, show, type Stage, type StageOptions } from '../run/stage.ts';
import { readUpcoming, tagFor, type Outlook, type Upcoming } from '../run/upcoming.ts';

export interface VersionOptions extends StageOptions, Omit<BumpRequest, 'version'> {
  /** The version itself, as Cargo spells it. (`--version` is Nx's own.) */
  readonly to?: string;
  /** Shows what would change, and changes nothing. */
  readonly dryRun?: boolean;
  /** Extends the changelogs in the same change. */
  readonly changelog?: boolean;
  readonly commit?: boolean;
  /** Tags the commit; so it commits. */
  readonly tag?: boolean;
}

/** Gives packages their next versions: shows the change, writes it; commits and tags when told. */
export default function version(options: VersionOptions, context: ExecutorContext) {
  return runStage('version', options, context, async (stage) => {
    const { to: told, ...rest } = options;
    const request = { ...rest, ...(told ? { version: told } : {}) };
    const { findings } = await stage.subject.repository();
    stage.found(findings);
    // What could not be read would be left at its old version, and its other half tagged.
    if (hasErrors(findings)) return;
    const outlook = await readUpcoming(request, stage);
    stage.found(outlook.findings);
    show(`\n${outlook.upcoming.map(rowOf).join('\n')}\n`);
    const moving = outlook.upcoming.filter(({ from, to }) => from !== to);
    if (hasErrors(outlook.findings) || moving.length === 0) return;
    const { before, after } = await editAll(moving, outlook, options, stage);
    if (after === null) return;
    showChanges(before, after);
    if (options.dryRun) show(paint('dim', 'Nothing was written.'));
    else await apply(after, moving, outlook, options, stage);
  });
}

async function editAll(
  moving: readonly Upcoming[],
  outlook: Outlook,
  options: VersionOptions,
  stage: Stage,
): Promise<{ before: ReadonlyMap<string, string>; after: NewTexts | null }> {
  const { texts } = await stage.subject.texts();
  const repository = await stage.subject.repository();
  const wanted = wantedVersions(moving);
  const edits = editVersions(texts, repository, wanted, stage.settings.places);
  stage.found(edits.findings);
  if (hasErrors(edits.findings)) return { before: texts, after: null };
  if (!options.changelog) return { before: texts, after: edits.files };
  const notes = await editChangelogs(moving, outlook, undefined, stage);
  return {
    before: new Map([...texts, ...notes.before]),
    after: new Map([...edits.files, ...notes.after]),
  };
}

async function apply(
  after: NewTexts,
  moving: readonly Upcoming[],
  outlook: Outlook,
  options: VersionOptions,
  stage: Stage,
): Promise<void> {
  const commits = options.commit || options.tag;
  const files = [...after.keys()];
  const tags = options.tag ? tagsOf(moving, outlook) : [];
  if (commits) await refuseChanged(files, stage);
  const { formats } = await stage.subject.tags();
  const known = formats.flatMap((format) => format.tags.map(({ name }) => name));
  const taken = tags.find((tag) => known.includes(tag));
  if (taken !== undefined) throw releaseTagExists.error({ tag: taken });
  await writeFiles(after, stage);
  const versions = [...new Set(moving.map(({ to }) => to))].join(', ');
  if (commits) await commitFiles(files, `chore(release): ${versions}`, tags, stage);
  show(nextStep(tagsOf(moving, outlook), options));
}

function tagsOf(moving: readonly Upcoming[], { upcoming }: Outlook): string[] {
  return [...new Set(moving.flatMap((one) => tagFor(one, upcoming) ?? []))];
}

function nextStep(tags: readonly string[], { commit, tag }: VersionOptions): string {
  if (tag) return `Committed and tagged. Then: git push --follow-tags origin HEAD`;
  if (commit) return `Committed. Then: git tag ${tags.join(' ')}`;
  return 'Written. Then commit it; `--tag` commits and tags by itself.';
}

function rowOf({ group, from, to, why }: Upcoming): string {
  const published = group.packages.filter(({ publishable }) => publishable);
  const names = [...new Set(published.map(({ name }) => name))];
  const some =
    names.length > 4
      ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`
      : names.join(', ');
  const change = from === to ? paint('dim', from) : `${from} → ${paint('green', to)}`;
  return `  ${paint('bold', some)}  ${change}  ${paint('dim', why)}`;
}
