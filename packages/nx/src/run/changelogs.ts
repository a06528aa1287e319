import { join } from 'node:path';
import {
  addEntry,
  dependencyNotes,
  renderPackageNotes,
  type ChangelogStyle,
  type PackageNotes,
} from '@slipway/release/changelog';
import type { VersionGroup } from '@slipway/release/plan';
import type { Stage } from './stage.ts';
import { previousOf, tagFor, type Outlook, type Upcoming } from './upcoming.ts';

/** Changelogs as they are, and as they become; by path from the root. */
export interface ChangelogEdits {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
  readonly notes: readonly PackageNotes[];
}

/**
 * Extends the changelogs with the notes of the versions that groups take. A group's changelog is the
 * one in the folder of one of its packages; the root's where they have none.
 */
export async function editChangelogs(
  releases: readonly Upcoming[],
  { upcoming, history }: Outlook,
  style: ChangelogStyle | undefined,
  stage: Stage,
): Promise<ChangelogEdits> {
  const { repository } = await stage.subject.commit();
  const date = new Date(stage.workshop.ports.clock.now()).toISOString().slice(0, 10);
  const rows = releases.map(({ group, to, scope, ...rest }) => ({
    ...scope,
    from: previousOf(group, to),
    version: to,
    date,
    tag: tagFor({ group, to, ...rest }, upcoming) ?? `v${to}`,
    repositoryUrl: repository ? `https://github.com/${repository}` : null,
  }));
  const notes = await renderPackageNotes(history, rows);
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  for (const [at, { group, needs }] of releases.entries()) {
    const { notes: told, level } = notes[at]!;
    const own = needs && level === null ? dependencyNotes(told, needs.name, needs.to) : told;
    const file = await changelogOf(group, upcoming.length, stage);
    const text = await stage.workshop.ports.files.readText(join(stage.root, file));
    if (text !== null && !before.has(file)) before.set(file, text);
    const titles = titlesOf(group, file, releases);
    const entry = {
      ...rows[at]!,
      notes: own,
      ...(titles.length > 0 ? { titles } : {}),
    };
    after.set(file, addEntry(after.get(file) ?? text, entry, style));
  }
  for (const [file, text] of before) if (after.get(file) === text) after.delete(file);
  return { before, after, notes };
}

const name = 'CHANGELOG.md';

async function changelogOf(
  { packages }: VersionGroup,
  groups: number,
  { root, workshop }: Stage,
): Promise<string> {
  const folders = packages.map(({ directory }) => directory);
  const files = folders.map((directory) => (directory ? `${directory}/${name}` : name));
  for (const file of files) if (await workshop.ports.files.exists(join(root, file))) return file;
  const shared = groups === 1 || (await workshop.ports.files.exists(join(root, name)));
  return shared ? name : (files[0] ?? name);
}

/** Named are the packages of an entry in a file that tells of others too: a crate and its binding as one. */
function titlesOf(group: VersionGroup, file: string, releases: readonly Upcoming[]): string[] {
  if (file !== name || releases.length === 1) return [];
  const published = group.packages.filter(({ publishable }) => publishable);
  return [...new Set(published.map((one) => one.name))].slice(0, 3);
}
