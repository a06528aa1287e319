import type { Places } from '../ready.ts';
import { Refusal, json, type Handler, type HttpRequest } from '../message/message.ts';
import type { GithubRelease } from '../state/rows.ts';
import { nextId, type State } from '../state/state.ts';
import { callerOf, type Caller } from './access.ts';
import { tagRelease } from './refs.ts';
import { toRelease } from './release-page.ts';
import {
  changeSettings,
  invalid,
  knownRelease,
  readJson,
  releasesOf,
  repositoryOf,
  repositorySettings,
  unsupplied,
} from './repository.ts';

/** `GET …/releases`: newest first; drafts too, for who may write. */
export function listReleases(places: Places): Handler {
  return (request, state) => {
    const mayWrite = request.headers['authorization'] !== undefined;
    const all = releasesOf(repositoryOf(request), state)
      .filter(({ draft }) => mayWrite || !draft)
      .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
    return page(
      request,
      places,
      all.map((release) => toRelease(release, places)),
    );
  };
}

/** A page of a list, with the links to the others: GitHub's `per_page` is 30, at most 100. */
export function page(
  request: HttpRequest,
  places: Places,
  rows: readonly object[],
): ReturnType<typeof json> {
  const size = Math.min(Number(request.query.get('per_page') ?? 30) || 30, 100);
  const number = Number(request.query.get('page') ?? 1) || 1;
  const last = Math.max(1, Math.ceil(rows.length / size));
  const to = (wanted: number, relation: string): string =>
    `<${places.github}${request.path}?per_page=${size}&page=${wanted}>; rel="${relation}"`;
  const links = number < last ? { link: `${to(number + 1, 'next')}, ${to(last, 'last')}` } : {};
  return json(200, rows.slice((number - 1) * size, number * size), links);
}

export function showRelease(places: Places): Handler {
  return (request, state) => json(200, toRelease(knownRelease(request, state), places));
}

/** `GET …/releases/tags/{tag}`: a draft is not found by its tag. */
export function showByTag(places: Places): Handler {
  return (request, state) => {
    const found = releasesOf(repositoryOf(request), state).find(
      ({ tag, draft }) => !draft && tag === request.parameters['tag'],
    );
    if (!found) throw new Refusal(404, 'Not Found');
    return json(200, toRelease(found, places));
  };
}

export function showLatest(places: Places): Handler {
  return (request, state) => {
    const [latest] = releasesOf(repositoryOf(request), state)
      .filter(({ draft, prerelease }) => !draft && !prerelease)
      .sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0));
    if (!latest) throw new Refusal(404, 'Not Found');
    return json(200, toRelease(latest, places));
  };
}

export function createRelease(places: Places): Handler {
  return (request, state, now) => {
    const given = readJson(request);
    const tag = given['tag_name'];
    if (typeof tag !== 'string' || tag === '') {
      throw invalid([{ resource: 'Release', code: 'missing_field', field: 'tag_name' }]);
    }
    const fresh: GithubRelease = {
      id: nextId(state),
      repository: repositoryOf(request),
      tag,
      target: typeof given['target_commitish'] === 'string' ? given['target_commitish'] : 'main',
      title: null,
      notes: null,
      draft: true,
      prerelease: false,
      immutable: false,
      createdAt: now,
      publishedAt: null,
      assets: [],
    };
    const release = changed(fresh, { draft: false, ...given }, state, now);
    keep(release, callerOf(request, state, now), state);
    return json(201, toRelease(release, places), {
      location: `${places.github}${request.path}/${release.id}`,
    });
  };
}

/** `POST …/releases/generate-notes` */
export function generateNotes(places: Places): Handler {
  return (request) => {
    const { tag_name: tag, previous_tag_name: previous } = readJson(request);
    if (typeof tag !== 'string') throw unsupplied(['tag_name']);
    const range = typeof previous === 'string' ? `compare/${previous}...${tag}` : `commits/${tag}`;
    const body = `**Full Changelog**: ${places.github}/${repositoryOf(request)}/${range}`;
    return json(200, { name: tag, body });
  };
}

/** `PATCH …/releases/{id}`; `{"draft":false}` publishes it. */
export function changeRelease(places: Places): Handler {
  return (request, state, now) => {
    const release = changed(knownRelease(request, state), readJson(request), state, now);
    keep(release, callerOf(request, state, now), state);
    return json(200, toRelease(release, places));
  };
}

export const removeRelease: Handler = (request, state) => {
  const release = knownRelease(request, state);
  state.releases.delete(String(release.id));
  return { status: 204 };
};

function keep(release: GithubRelease, { kind }: Caller, state: State): void {
  if (!release.draft) tagRelease(release, kind, state);
  state.releases.set(String(release.id), release);
  if (!release.immutable) return;
  const settings = repositorySettings(release.repository, state);
  const spentTags = [...new Set([...settings.spentTags, release.tag])];
  changeSettings(release.repository, { spentTags }, state);
}

/** The release with the given fields; refused where GitHub refuses. */
function changed(
  release: GithubRelease,
  given: Readonly<Record<string, unknown>>,
  state: State,
  now: number,
): GithubRelease {
  const text = <T>(field: string, otherwise: T): string | T =>
    typeof given[field] === 'string' ? given[field] : otherwise;
  const flag = (field: string, otherwise: boolean): boolean =>
    typeof given[field] === 'boolean' ? given[field] : otherwise;
  const draft = flag('draft', release.draft);
  const tag = text('tag_name', release.tag);
  const next = {
    ...release,
    tag,
    draft,
    target: text('target_commitish', release.target),
    title: text('name', release.title),
    notes: text('body', release.notes),
    prerelease: flag('prerelease', release.prerelease),
  };
  if (draft) return { ...next, publishedAt: null };
  if (release.immutable && tag !== release.tag)
    throw invalid(['Cannot change the tag of an immutable release.']);
  if (!release.immutable) verifyFreeTag(next, state);
  const { immutableReleases } = repositorySettings(release.repository, state);
  return {
    ...next,
    publishedAt: release.publishedAt ?? now,
    immutable: release.immutable || immutableReleases,
  };
}

/** Drafts may share a tag; published releases may not. */
function verifyFreeTag({ id, repository, tag }: GithubRelease, state: State): void {
  if (repositorySettings(repository, state).spentTags.includes(tag)) {
    throw invalid(['tag_name was used by an immutable release']);
  }
  const taken = releasesOf(repository, state).some(
    (other) => other.id !== id && !other.draft && other.tag === tag,
  );
  if (taken) throw invalid([{ resource: 'Release', code: 'already_exists', field: 'tag_name' }]);
}
