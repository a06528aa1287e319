import type { Workshop } from '@slipway/release/command';
import {
  countCommitsSince,
  readCommit,
  readTags,
  type Commit,
  type GitTag,
} from '@slipway/release/history';
import {
  findTagFormats,
  releasedVersions,
  type ReleaseSelection,
  type ReleasedVersion,
  type TagFormat,
} from '@slipway/release/plan';
import type { PluginOptions } from '../settings/index.ts';
import { readRepository, type Repository } from '@slipway/release/manifest';
import { readSelection } from './selection.ts';
import { loadTexts, type Texts } from './repository.ts';
import { isWorkflowText } from './workflows.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/** What the tags of the repository tell. */
export interface TagHistory {
  readonly formats: readonly TagFormat[];
  /** Versions that the manifests still state although a tag has given them to another commit. */
  readonly released: readonly ReleasedVersion[];
  /** Commits on the way to HEAD, from the newest tag of each format and from the released ones. */
  readonly commitsSince: ReadonlyMap<string, number>;
  /** The tags of other commits than HEAD. */
  readonly others: readonly GitTag[];
}

/** What is being released: manifests and git's state, each read once a process. */
export interface Subject {
  texts(): Promise<Texts>;
  repository(): Promise<Repository>;
  commit(): Promise<Commit>;
  tags(): Promise<TagHistory>;
  /** What of the repository is released now, and what stays as it was released. */
  selection(): Promise<ReleaseSelection>;
}

export function subjectOf(place: Place, settings: PluginOptions): Subject {
  const places = new Set(settings.places?.map(({ file }) => file));
  const texts = once(() => loadTexts(place, (file) => places.has(file) || isWorkflowText(file)));
  const repository = once(async () => {
    const read = await texts();
    return readRepository(read.texts, read.listing, settings);
  });
  const commit = once(() => readCommit(place));
  const tags = once(async () => {
    // git answers three questions while the manifests are read.
    const [known, { id }, all] = await Promise.all([repository(), commit(), readTags(place)]);
    return readHistory(known, id, all, place);
  });
  const selection = once(async () =>
    readSelection(await repository(), (await tags()).released, place),
  );
  return { texts, repository, commit, tags, selection };
}

async function readHistory(
  repository: Repository,
  head: string,
  all: readonly GitTag[],
  place: Place,
): Promise<TagHistory> {
  const formats = findTagFormats(repository, all);
  const released = releasedVersions(repository, formats, head);
  const newest = formats.map(({ tags }) => tags[0]?.name ?? '');
  const names = [...newest, ...released.map(({ tag }) => tag.name)].filter(Boolean);
  const others = all.filter(({ commit }) => commit !== head);
  return { formats, released, others, commitsSince: await countCommitsSince(names, place) };
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => (answer ??= read());
}
