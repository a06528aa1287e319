import { claimsBase } from '../oidc/claims.ts';
import type { Places } from '../ready.ts';
import { Refusal, json, type Handler, type HttpRequest } from '../message/message.ts';
import { callerOf, type Caller } from './access.ts';
import {
  changeSettings,
  invalid,
  readJson,
  repositoryOf,
  repositorySettings,
} from './repository.ts';
import { isCreationRestricted } from './rulesets.ts';
import type { GithubRelease } from '../state/rows.ts';
import type { State } from '../state/state.ts';

/** `GET …/git/ref/{ref}`, `tags/v1` for short. */
export function showRef(places: Places): Handler {
  return (request, state) => {
    const ref = `refs/${request.parameters['ref']}`;
    const sha = repositorySettings(repositoryOf(request), state).refs[ref];
    if (sha === undefined) throw new Refusal(404, 'Not Found');
    return json(200, toRef(ref, sha, request, places));
  };
}

/** `GET …/commits/{ref}`, `tags/v1` or `heads/main` for short. */
export function showCommit(places: Places): Handler {
  return (request, state) => {
    const ref = request.parameters['ref'] ?? '';
    const repository = repositoryOf(request);
    const sha = repositorySettings(repository, state).refs[`refs/${ref}`];
    if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${ref}`);
    const url = `${places.github}/repos/${repository}/commits/${sha}`;
    return json(200, { sha, url, commit: { url } });
  };
}

/** `GET …/git/matching-refs/{ref}`: those that begin so. */
export function listRefs(places: Places): Handler {
  return (request, state) => {
    const begin = `refs/${request.parameters['ref']}`;
    const { refs } = repositorySettings(repositoryOf(request), state);
    const found = Object.entries(refs).filter(([ref]) => ref.startsWith(begin));
    return json(
      200,
      found.map(([ref, sha]) => toRef(ref, sha, request, places)),
    );
  };
}

/** `POST …/git/refs` with `{ref, sha}` */
export function addRef(places: Places): Handler {
  return (request, state, now) => {
    const { ref, sha } = readJson(request);
    if (typeof ref !== 'string' || !/^refs\/[^/]+\/./.test(ref)) {
      throw new Refusal(
        422,
        "Reference name must start with 'refs/' and contain at least one more slash.",
      );
    }
    if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha)) {
      throw new Refusal(
        422,
        'The sha parameter must be exactly 40 characters and contain only [0-9a-f].',
      );
    }
    const repository = repositoryOf(request);
    if (repositorySettings(repository, state).refs[ref] !== undefined) {
      throw new Refusal(422, 'Reference already exists');
    }
    makeRef(repository, ref, sha, callerOf(request, state, now).kind, state);
    return json(201, toRef(ref, sha, request, places));
  };
}

export const removeRef: Handler = (request, state) => {
  const ref = `refs/${request.parameters['ref']}`;
  const { [ref]: gone, ...refs } = repositorySettings(repositoryOf(request), state).refs;
  if (gone === undefined) throw new Refusal(422, 'Reference does not exist');
  changeSettings(repositoryOf(request), { refs }, state);
  return { status: 204 };
};

/** What a ruleset says when it lets nobody make such a ref. */
const restricted =
  'Repository rule violations found\n\nCannot create ref due to creations being restricted.\n\n';

/** Makes the tag of a release that is published, where it is not there. */
export function tagRelease(
  { repository, tag, target }: Pick<GithubRelease, 'repository' | 'tag' | 'target'>,
  caller: Caller['kind'],
  state: State,
): void {
  const ref = `refs/tags/${tag}`;
  if (repositorySettings(repository, state).refs[ref] !== undefined) return;
  const sha = /^[0-9a-f]{40}$/.test(target) ? target : String(claimsBase(state)['sha']);
  if (!isCreationRestricted(repository, ref, caller, state)) {
    makeRef(repository, ref, sha, caller, state);
    return;
  }
  throw invalid([
    {
      resource: 'Release',
      code: 'custom',
      field: 'pre_receive',
      message: `pre_receive ${restricted}`,
    },
    {
      resource: 'Release',
      code: 'custom',
      message: 'Published releases must have a valid tag',
    },
  ]);
}

function makeRef(
  repository: string,
  ref: string,
  sha: string,
  caller: Caller['kind'],
  state: State,
): void {
  if (isCreationRestricted(repository, ref, caller, state)) throw new Refusal(422, restricted);
  const { refs } = repositorySettings(repository, state);
  changeSettings(repository, { refs: { ...refs, [ref]: sha } }, state);
}

function toRef(ref: string, sha: string, request: HttpRequest, places: Places): object {
  const base = `${places.github}/repos/${repositoryOf(request)}/git`;
  return {
    ref,
    node_id: `REF_${ref}`,
    url: `${base}/${ref}`,
    object: { type: 'commit', sha, url: `${base}/commits/${sha}` },
  };
}
