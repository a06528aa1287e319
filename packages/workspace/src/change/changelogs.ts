import { join } from 'node:path';
import {
  addEntry,
  dependencyNotes,
  renderPackageNotes,
  type ChangelogStyle,
  type PackageNotes,
} from '@slipway/release/changelog';
import type { VersionGroup } from '@slipway/release/plan';
import { locateFile } from './files.ts';
import { needsOf } from './needs.ts';
import type { Place, Matter } from '../stage/index.ts';
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
  outlook: Outlook,
  style: ChangelogStyle | undefined,
  stage: Place & Matter,
): Promise<ChangelogEdits> {
  const { upcoming, history } = outlook;
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
  const places = new Map<VersionGroup, string>();
  for (const { group } of upcoming) {
    const file = await changelogOf(group, upcoming.length, stage);
    // Packages may share one by links to it: it is one file then, that takes all their entries.
    const { real, problem } = await locateFile(file, stage);
    places.set(group, problem === null ? real : file);
  }
  for (const [at, release] of releases.entries()) {
    const { notes: told, level } = notes[at]!;
    const { group } = release;
    const needs = level === null ? needsOf(release, outlook) : null;
    const own = needs ? dependencyNotes(told, needs.name, needs.to) : told;
    const file = places.get(group)!;
    const text = await stage.workshop.ports.files.readText(join(stage.root, file));
    if (text !== null && !before.has(file)) before.set(file, text);
    const sharing = [...places.values()].filter((other) => other === file).length;
    const titles = sharing > 1 ? titlesOf(group) : [];
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

const newName = 'CHANGELOG.md';

/** Names of changelogs, in whatever case; the first that is there counts. */
const names = ['changelog.md', 'changes.md', 'history.md'];

async function changelogOf(
  { packages }: VersionGroup,
  groups: number,
  stage: Place,
): Promise<string> {
  const folders = packages.map(({ directory }) => directory);
  for (const folder of folders) {
    const own = await changelogIn(folder, stage);
    if (own !== null) return own;
  }
  const shared = await changelogIn('', stage);
  if (shared !== null || groups === 1) return shared ?? newName;
  return inFolder(folders[0] ?? '', newName);
}

/** The changelog that a folder has, under the name that it has there; null for none. */
async function changelogIn(folder: string, { root, workshop }: Place): Promise<string | null> {
  const files = await workshop.ports.files.list(join(root, folder));
  const found = names.flatMap((name) => files.filter((file) => file.toLowerCase() === name));
  return found[0] === undefined ? null : inFolder(folder, found[0]);
}

const inFolder = (folder: string, file: string): string => (folder ? `${folder}/${file}` : file);

/** The packages that an entry names in a file that tells of others too: a crate and its binding as one. */
function titlesOf({ packages }: VersionGroup): string[] {
  const published = packages.filter(({ publishable }) => publishable);
  return [...new Set(published.map((one) => one.name))].slice(0, 3);
}
