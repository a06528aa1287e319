import type { Paint } from '@slipway/release/report';
import { editVersions } from '@slipway/release/edit';
import {
  hasErrors,
  nothingToRelease,
  nowhere,
  optionsContradict,
  releaseTagExists,
} from '@slipway/release/finding';
import { isAsked, wantedVersions, type BumpRequest } from '@slipway/release/plan';
import {
  editChangelogs,
  commitFiles,
  refuseChanged,
  resolveFiles,
  showChanges,
  writeFiles,
  type NewTexts,
  readUpcoming,
  tagFor,
  waitsForTag,
  type Outlook,
  type Upcoming,
} from '../change/index.ts';
import { isPublished } from '../subject/index.ts';
import { checkSettings } from '../settings-check/index.ts';
import {
  type StageOptions,
  type Host,
  type Place,
  type Matter,
  type Screen,
  type Notes,
} from '../stage/index.ts';
import { runStage } from '../report/index.ts';

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
export function version(options: VersionOptions, host: Host) {
  return runStage('version', options, host, async (stage) => {
    const request = requestOf(options);
    const repository = await stage.subject.repository();
    const { crates, pythons } = repository;
    const findings = [...repository.findings, ...(await checkSettings(repository, stage))];
    stage.found(findings);
    if (![...crates, ...pythons].some(isPublished)) stage.found([nothingToRelease.at(nowhere, {})]);
    // What could not be read would be left at its old version, and its other half tagged; what is
    // named wrongly would go along with the rest.
    if (hasErrors(findings)) return;
    const outlook = await readUpcoming(request, stage);
    stage.found(outlook.findings);
    for (const one of outlook.upcoming) {
      const { from, to, why } = one;
      stage.version({ packages: namesOf(one), from, to, why, tag: tagFor(one, outlook.upcoming) });
    }
    stage.show(`\n${outlook.upcoming.map((one) => rowOf(one, stage.paint)).join('\n')}\n`);
    if (hasErrors(outlook.findings)) return;
    const asked = outlook.upcoming.filter(({ group }) => isAsked(group, request));
    const waiting = asked.filter(waitsForTag);
    // A version that was stated before, or is the first, only lacks its tag.
    const due = outlook.upcoming.filter(
      (one) => one.from !== one.to || (options.tag && waiting.includes(one)),
    );
    if (due.length === 0)
      return stage.show(stage.paint('dim', nothingToDo(tagsOf(waiting, outlook))));
    const { before, after } = await editAll(due, outlook, options, stage);
    if (after === null) return;
    showChanges(before, after, stage);
    const resolved = await resolveFiles(after, stage);
    if (options.dryRun) stage.show(stage.paint('dim', 'Nothing was written.'));
    else await apply(resolved, due, outlook, options, stage);
  });
}

/** @throws SlipwayError SLW141 where two options say what the version is to be. */
function requestOf({ to, ...rest }: VersionOptions): BumpRequest {
  if (rest.bump === 'release' && rest.preid !== undefined) {
    throw optionsContradict.error({ options: ['--bump release', '--preid'] });
  }
  const both = [
    ...(rest.bump === undefined ? [] : ['--bump']),
    ...(rest.preid === undefined ? [] : ['--preid']),
  ];
  if (to === undefined) return rest;
  if (both.length > 0) throw optionsContradict.error({ options: ['--to', ...both] });
  return { ...rest, version: to };
}

async function editAll(
  due: readonly Upcoming[],
  outlook: Outlook,
  options: VersionOptions,
  stage: Place & Matter & Notes,
): Promise<{ before: ReadonlyMap<string, string>; after: NewTexts | null }> {
  const { texts } = await stage.subject.texts();
  const repository = await stage.subject.repository();
  const wanted = wantedVersions(due);
  const edits = editVersions(texts, repository, wanted, stage.settings.places);
  stage.found(edits.findings);
  if (hasErrors(edits.findings)) return { before: texts, after: null };
  if (!options.changelog) return { before: texts, after: edits.files };
  const notes = await editChangelogs(due, outlook, undefined, stage);
  return {
    before: new Map([...texts, ...notes.before]),
    after: new Map([...edits.files, ...notes.after]),
  };
}

async function apply(
  after: NewTexts,
  due: readonly Upcoming[],
  outlook: Outlook,
  options: VersionOptions,
  stage: Place & Matter & Screen,
): Promise<void> {
  const commits = options.commit || options.tag;
  const files = [...after.keys()];
  const tags = options.tag ? tagsOf(due, outlook) : [];
  if (commits) await refuseChanged([...files, ...statingFiles(due)], stage);
  const { formats } = await stage.subject.tags();
  const known = formats.flatMap((format) => format.tags.map(({ name }) => name));
  const taken = tags.find((tag) => known.includes(tag));
  if (taken !== undefined) throw releaseTagExists.error({ tag: taken });
  await writeFiles(after, stage);
  const versions = [...new Set(due.map(({ to }) => to))].join(', ');
  if (commits) await commitFiles(files, `chore(release): ${versions}`, tags, stage);
  stage.show(nextStep(tagsOf(due, outlook), files.length > 0, options));
}

function tagsOf(due: readonly Upcoming[], { upcoming }: Outlook): string[] {
  return [...new Set(due.flatMap((one) => tagFor(one, upcoming) ?? []))];
}

/** The files that state the versions: the tag is to be of a commit that has them. */
function statingFiles(due: readonly Upcoming[]): string[] {
  return due.flatMap(({ group }) =>
    group.packages.map(({ version, manifest }) => version.file ?? manifest),
  );
}

function nothingToDo(tags: readonly string[]): string {
  const waiting =
    tags.length > 0 ? ` These wait for their tag, which --tag makes: ${tags.join(', ')}.` : '';
  return `No version is to be raised.${waiting}`;
}

function nextStep(
  tags: readonly string[],
  written: boolean,
  { commit, tag }: VersionOptions,
): string {
  const done = written ? 'Committed and tagged' : 'Tagged';
  if (tag) return `${done} ${tags.join(', ')}. Then: git push --follow-tags origin HEAD`;
  if (commit) return `Committed. Then: git tag ${tags.join(' ')}`;
  return 'Written. Then commit it; `--tag` commits and tags by itself.';
}

function namesOf({ group }: Upcoming): string[] {
  return [...new Set(group.packages.filter(isPublished).map(({ name }) => name))];
}

function rowOf(one: Upcoming, paint: Paint): string {
  const { from, to, why } = one;
  const names = namesOf(one);
  const some =
    names.length > 4
      ? `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`
      : names.join(', ');
  const change = from === to ? paint('dim', from) : `${from} → ${paint('green', to)}`;
  return `  ${paint('bold', some)}  ${change}  ${paint('dim', why)}`;
}
