import { noSuchTag } from '@slipway/release/finding';
import type { Crate, PythonPackage, Repository } from '@slipway/release/manifest';
import { orderCrates, packageKey, releaseTag } from '@slipway/release/plan';
import type { ReleasedVersions } from '@slipway/release/publish';
import type { PluginOptions } from '../settings/index.ts';
import { atTag } from './checkout.ts';
import { pythonVersionOf, isPublished, type Subject } from '../subject/index.ts';
import type { Stage } from '../stage/index.ts';

/** What one release is of, as its commit has it. */
export interface Released {
  readonly tag: string;
  readonly commit: string | null;
  /** In publishing order. */
  readonly crates: readonly Crate[];
  readonly pythons: readonly PythonPackage[];
  /** Everything that the commit holds. */
  readonly repository: Repository;
  /** The options of nx.json, there. */
  readonly settings: PluginOptions;
}

/** The tag at HEAD, or else the newest one on the way to it. @throws SlipwayError SLW434. */
export async function newestTag({ subject }: Pick<Stage, 'subject'>): Promise<string> {
  const [{ repository }, { formats }, { tags }] = await Promise.all([
    subject.selection(),
    subject.tags(),
    subject.commit(),
  ]);
  const { present, earlier } = releaseTag(repository, formats, tags);
  const tag = present ?? earlier.find(({ reachable }) => reachable)?.name;
  if (tag === undefined) throw noSuchTag.error({ tag: null });
  return tag;
}

/**
 * What a tag gave away: the packages of its commit that no other tag had given away before.
 * @throws SlipwayError SLW434 without such a tag.
 */
export function releasedAs(
  tag: string,
  stage: Pick<Stage, 'workshop' | 'settings'>,
): Promise<Released> {
  return atTag(tag, stage, (subject, settings) => readReleased(tag, subject, settings));
}

/** What a release of this commit is of, tagged or not: that of a rehearsal. */
export async function releasedHere({
  subject,
  settings,
}: Pick<Stage, 'subject' | 'settings'>): Promise<Released> {
  const [{ repository }, { formats }, { tags }] = await Promise.all([
    subject.selection(),
    subject.tags(),
    subject.commit(),
  ]);
  return readReleased(releaseTag(repository, formats, tags).expected, subject, settings);
}

async function readReleased(
  tag: string,
  subject: Subject,
  settings: PluginOptions,
): Promise<Released> {
  const { repository, bumpFirst } = await subject.selection();
  const { id } = await subject.commit();
  const others = new Set(bumpFirst.flatMap(({ packages }) => packages));
  const isReleased = (one: Crate | PythonPackage): boolean =>
    isPublished(one) && !others.has(packageKey(one));
  const { order } = orderCrates(repository.crates);
  const crates = repository.crates
    .filter(isReleased)
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  const pythons = repository.pythons.filter(isReleased);
  return { tag, commit: id, crates, pythons, repository, settings };
}

/** The versions alone. @throws SlipwayError SLW106 for one that PyPI cannot spell. */
export function versionsOf({ tag, crates, pythons }: Released): ReleasedVersions {
  return {
    tag,
    crates: crates.map(({ name, version }) => ({ name, version: version.value })),
    pythons: pythons.map((python) => ({ name: python.name, version: pythonVersionOf(python) })),
  };
}
