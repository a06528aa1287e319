import { commitsSince, readCommits, type History, type LoggedCommit } from '../history/index.ts';
import type { Ports } from '../ports.ts';
import { openChangeReader, releaseLevel, type Change, type ReleaseLevel } from './change.ts';
import { ownersOf, type PackageScope } from './ownership.ts';
import { openRenderer, type ReleaseHeading } from './render.ts';
import { cancelReverts } from './reverts.ts';

export interface NotesOptions extends ReleaseHeading {
  /** Absolute path of the git repository, or of a folder in it. */
  readonly directory: string;
  readonly ports: Ports;
  /** Only commits that touch these, relative to `directory`. */
  readonly paths?: readonly string[];
}

/**
 * The notes of one release as Markdown: a heading and the Conventional Commits since `from` that users
 * care about (features, fixes, performance, reverts, anything breaking), or a sentence that there are
 * none. The same commits give the same text. Reads git.
 * @throws SlipwayError SLW003 outside a repository, SLW115 when the clone does not reach back to `from`.
 */
export async function renderNotes(options: NotesOptions): Promise<string> {
  const { directory, ports, from, paths = [] } = options;
  // git works while the library loads.
  const [history, readChanges, render] = await Promise.all([
    readCommits({ root: directory, ports }, { from: startsOf([from]), files: paths.length > 0 }),
    openChangeReader(),
    openRenderer(),
  ]);
  const commits = commitsSince(history, from);
  const kept = paths.length ? keep(commits, { name: '', paths }) : commits;
  return render(readChanges(cancelReverts(kept)), options, paths);
}

/** Since when a package's changes are asked for. */
export interface PackageSince extends PackageScope {
  readonly from: string | null;
}

/** What `readCommits` is to be asked, so that a history serves all of these. */
export function rangeOf(packages: readonly { readonly from: string | null }[]): {
  readonly from: readonly string[];
  readonly refs: readonly string[];
} {
  const froms = packages.map(({ from }) => from);
  return { from: startsOf(froms), refs: [...new Set(froms.filter((from) => from !== null))] };
}

function startsOf(froms: readonly (string | null)[]): readonly string[] {
  const tags = froms.filter((from) => from !== null);
  return tags.length < froms.length ? [] : [...new Set(tags)];
}

/**
 * For each package, in the order given, the changes since its last tag which touch it or what it bundles,
 * newest first; merges, and what was taken back again, left out. The history must have been read for
 * them: `readCommits(place, rangeOf(packages))`. Each commit is parsed once.
 */
export async function changesOf(
  history: History,
  packages: readonly PackageSince[],
): Promise<readonly (readonly Change[])[]> {
  const readChanges = await openChangeReader();
  const commitsOf = new Map<PackageSince, LoggedCommit[]>(packages.map((one) => [one, []]));
  for (const [from, group] of Map.groupBy(packages, (one) => one.from)) {
    const owners = ownersOf(group);
    for (const commit of commitsSince(history, from)) {
      const touched = new Set(commit.files.flatMap((file) => [...owners(file)]));
      for (const one of touched) commitsOf.get(one)!.push(commit);
    }
  }
  return packages.map((one) => readChanges(cancelReverts(commitsOf.get(one)!)));
}

function keep(commits: readonly LoggedCommit[], scope: PackageScope): readonly LoggedCommit[] {
  const owners = ownersOf([scope]);
  return commits.filter(({ files }) => files.some((file) => owners(file).size > 0));
}

/** A package that is released, and how. */
export interface PackageRelease extends PackageScope, ReleaseHeading {}

export interface PackageNotes {
  readonly name: string;
  /** What its changes ask for; null when none is notable. */
  readonly level: ReleaseLevel | null;
  readonly changes: readonly Change[];
  /** As Markdown, with a heading; a sentence when nothing is notable. */
  readonly notes: string;
}

/** The notes of many packages, in the order given, from one history; see `changesOf`. */
export async function renderPackageNotes(
  history: History,
  packages: readonly PackageRelease[],
): Promise<readonly PackageNotes[]> {
  const [changes, render] = await Promise.all([changesOf(history, packages), openRenderer()]);
  return Promise.all(
    packages.map(async (one, index) => ({
      name: one.name,
      level: releaseLevel(changes[index]!),
      changes: changes[index]!,
      notes: await render(changes[index]!, one, one.paths),
    })),
  );
}

/**
 * The notes of all releases so far, in the order given, one text: what a first changelog is made of.
 * The history must have been read whole, with the tags as `refs`; a release whose tag is not among
 * them reaches to HEAD. With a scope, only what touches that package.
 */
export async function renderReleases(
  history: History,
  releases: readonly ReleaseHeading[],
  scope: PackageScope | null = null,
): Promise<string> {
  const [readChanges, render] = await Promise.all([openChangeReader(), openRenderer()]);
  const sections: string[] = [];
  for (const release of releases) {
    const to = release.tag !== undefined && release.tag in history.refs ? release.tag : null;
    const commits = commitsSince(history, release.from, to);
    const changes = readChanges(cancelReverts(scope ? keep(commits, scope) : commits));
    sections.push(await render(changes, release, scope?.paths ?? []));
  }
  return sections.join('\n');
}
