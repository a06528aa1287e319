import type { Places } from '../ready.ts';
import {
  Refusal,
  answeringRefusals,
  json,
  type Handler,
  type HttpRequest,
  type HttpResponse,
} from '../server/message.ts';
import { route } from '../server/route.ts';
import { downloadAsset, listAssets, removeAsset, showAsset, uploadAsset } from './assets.ts';
import {
  changeRelease,
  createRelease,
  listReleases,
  removeRelease,
  showByTag,
  showLatest,
  showRelease,
} from './releases.ts';
import { repositoryOf, repositorySettings, verifyToken } from './repository.ts';

const documentation = 'https://docs.github.com/rest/releases/releases';

/** GitHub's REST API for releases. Every repository exists; its settings are the state's. */
export function githubHandler(places: Places): Handler {
  const repo = '/repos/{owner}/{repo}';
  const releases = `${repo}/releases`;
  const routes = route(
    {
      [`GET ${repo}`]: showRepository(places),
      [`GET ${repo}/immutable-releases`]: (request, state) =>
        json(200, {
          enabled: repositorySettings(repositoryOf(request), state).immutableReleases,
          enforced_by_owner: false,
        }),
      [`PUT ${repo}/immutable-releases`]: immutability(true),
      [`DELETE ${repo}/immutable-releases`]: immutability(false),
      [`GET ${releases}`]: listReleases(places),
      [`POST ${releases}`]: createRelease(places),
      [`GET ${releases}/latest`]: showLatest(places),
      [`GET ${releases}/tags/{tag+}`]: showByTag(places),
      [`GET ${releases}/assets/{asset}`]: showAsset(places),
      [`DELETE ${releases}/assets/{asset}`]: removeAsset,
      [`GET ${releases}/{id}`]: showRelease(places),
      [`PATCH ${releases}/{id}`]: changeRelease(places),
      [`DELETE ${releases}/{id}`]: removeRelease,
      [`GET ${releases}/{id}/assets`]: listAssets(places),
      [`POST ${releases}/{id}/assets`]: uploadAsset(places),
      'GET /{owner}/{repo}/releases/download/{tag}/{name}': downloadAsset,
    },
    () => {
      throw new Refusal(404, 'Not Found');
    },
  );
  const guarded: Handler = (request, state, now) => {
    verifyToken(request, state, request.method !== 'GET' && request.method !== 'HEAD');
    return routes(request, state, now);
  };
  return answeringRefusals(demandUserAgent(guarded), dress);
}

function dress({ status, message, code }: Refusal): HttpResponse {
  const errors = code === null ? {} : { errors: JSON.parse(code) as unknown };
  return json(status, {
    message,
    ...errors,
    documentation_url: documentation,
    status: String(status),
  });
}

function demandUserAgent(handler: Handler): Handler {
  return (request, state, now) => {
    if (request.headers['user-agent']) return handler(request, state, now);
    const body =
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.';
    return { status: 403, headers: { 'content-type': 'text/html' }, body };
  };
}

function showRepository(places: Places): Handler {
  return (request: HttpRequest) => {
    const name = repositoryOf(request);
    const [login = '', repository = ''] = name.split('/');
    return json(200, {
      id: 2,
      name: repository,
      full_name: name,
      owner: { login, id: 1, type: 'User' },
      private: false,
      visibility: 'public',
      default_branch: 'main',
      url: `${places.github}/repos/${name}`,
      permissions: { admin: false, push: true, pull: true },
    });
  };
}

function immutability(immutableReleases: boolean): Handler {
  return (request, state) => {
    const name = repositoryOf(request);
    const settings = repositorySettings(name, state);
    state.repositories.set(name.toLowerCase(), { ...settings, immutableReleases });
    return { status: 204 };
  };
}
