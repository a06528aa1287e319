import { claimsBase, ownerOf } from '../oidc/claims.ts';
import type { Places } from '../ready.ts';
import { Refusal, json, type Handler } from '../message/message.ts';
import { sha256Of } from '../state/blobs.ts';
import type { State } from '../state/state.ts';
import { callerOf } from './access.ts';
import { changeSettings, repositoryOf, repositorySettings } from './repository.ts';

/** `GET /repos/{owner}/{repo}`: in the spelling that GitHub keeps, with the ids that tokens speak of. */
export function showRepository(places: Places): Handler {
  return (request, state, now) => {
    const { fullName, repositoryId } = canonical(repositoryOf(request), state);
    const settings = repositorySettings(fullName, state);
    const [login = '', name = ''] = fullName.split('/');
    const { kind } = callerOf(request, state, now);
    return json(200, {
      id: repositoryId,
      node_id: `R_${repositoryId}`,
      name,
      full_name: fullName,
      owner: toUser(login, state),
      private: settings.visibility === 'private',
      visibility: settings.visibility,
      fork: false,
      archived: false,
      disabled: false,
      default_branch: settings.defaultBranch,
      url: `${places.github}/repos/${fullName}`,
      html_url: `${places.github}/${fullName}`,
      permissions: { admin: kind === 'person', push: kind !== 'nobody', pull: true },
    });
  };
}

/** `GET /users/{login}`: whose id a trusted publisher pins. */
export const showUser: Handler = (request, state) => {
  const login = request.parameters['login'] ?? '';
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(login)) throw new Refusal(404, 'Not Found');
  return json(200, toUser(login, state));
};

export const showImmutability: Handler = (request, state) => {
  const { immutableReleases } = repositorySettings(repositoryOf(request), state);
  return json(200, { enabled: immutableReleases, enforced_by_owner: false });
};

export function changeImmutability(immutableReleases: boolean): Handler {
  return (request, state) => {
    changeSettings(repositoryOf(request), { immutableReleases }, state);
    return { status: 204 };
  };
}

/** The name as it was first said; letter case is no difference when it is asked for. */
function canonical(asked: string, state: State): { fullName: string; repositoryId: number } {
  const claims = claimsBase(state);
  const run = String(claims['repository']);
  const isRun = run.toLowerCase() === asked.toLowerCase();
  const fullName = repositorySettings(asked, state).fullName ?? (isRun ? run : asked);
  return { fullName, repositoryId: isRun ? Number(claims['repository_id']) : numberOf(asked) };
}

function toUser(login: string, state: State): object {
  const owner = ownerOf(state);
  const isOwner = owner.login.toLowerCase() === login.toLowerCase();
  return {
    login: isOwner ? owner.login : login,
    id: isOwner ? Number(owner.id) : numberOf(login),
    type: 'User',
  };
}

/** A number of its own for each name, always the same. */
function numberOf(name: string): number {
  return Number.parseInt(sha256Of(name.toLowerCase()).slice(0, 7), 16);
}
