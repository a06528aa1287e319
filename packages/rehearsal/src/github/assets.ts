import type { Places } from '../ready.ts';
import {
  Refusal,
  json,
  type Handler,
  type HttpRequest,
  type HttpResponse,
} from '../message/message.ts';
import type { GithubAsset, GithubRelease } from '../state/rows.ts';
import { nextId, type State } from '../state/state.ts';
import { toAsset } from './release-page.ts';
import { page } from './releases.ts';
import { invalid, knownRelease, releasesOf, repositoryOf } from './repository.ts';

export function listAssets(places: Places): Handler {
  return (request, state) => {
    const release = knownRelease(request, state);
    return page(
      request,
      places,
      release.assets.map((asset) => toAsset(asset, release, places)),
    );
  };
}

/** `POST {uploads}/repos/…/releases/{id}/assets?name=…` with the file as its body. */
export function uploadAsset(places: Places): Handler {
  return async (request, state, now) => {
    const name = request.query.get('name');
    if (!name) throw invalid([{ resource: 'ReleaseAsset', code: 'missing_field', field: 'name' }]);
    verifyUpload(knownRelease(request, state), name, state);
    const sha256 = await state.blobs.put(request.body);
    const release = knownRelease(request, state);
    verifyUpload(release, name, state, sha256);
    const arrived = { bytes: request.body.length, sha256, uploads: 1, accepted: 1 };
    const asset = { ...newAsset(name, request, state, now), ...arrived };
    return json(201, toAsset(asset, attach(asset, release, state), places));
  };
}

/** An upload that broke off takes the name: the asset must be removed before it can be uploaded again. */
export const leaveStarter: Handler = (request, state, now) => {
  const name = request.query.get('name') ?? '';
  const release = knownRelease(request, state);
  const isTaken = release.assets.some((asset) => asset.name === name);
  if (!release.immutable && !isTaken) {
    attach({ ...newAsset(name, request, state, now), isStarter: true }, release, state);
  }
  return { status: 204 };
};

function newAsset(name: string, request: HttpRequest, state: State, now: number): GithubAsset {
  return {
    id: nextId(state),
    name,
    label: request.query.get('label'),
    contentType: request.headers['content-type'] ?? 'application/octet-stream',
    bytes: 0,
    sha256: '',
    createdAt: now,
    uploads: 0,
    accepted: 0,
  };
}

function attach(asset: GithubAsset, release: GithubRelease, state: State): GithubRelease {
  const grown = { ...release, assets: [...release.assets, asset] };
  state.releases.set(String(release.id), grown);
  return grown;
}

function verifyUpload(release: GithubRelease, name: string, state: State, sha256?: string): void {
  if (release.immutable) throw invalid(['Cannot upload assets to an immutable release.']);
  const taken = release.assets.find((asset) => asset.name === name);
  if (!taken) return;
  if (taken.sha256 === sha256) countAgain(release, taken, state);
  if (sha256 === undefined) return;
  throw invalid([{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }]);
}

function countAgain(release: GithubRelease, asset: GithubAsset, state: State): void {
  const counted = { ...asset, uploads: asset.uploads + 1 };
  const assets = release.assets.map((one) => (one === asset ? counted : one));
  state.releases.set(String(release.id), { ...release, assets });
}

/** `GET …/releases/assets/{asset}`: the description, or the file for who accepts octets. */
export function showAsset(places: Places): Handler {
  return (request, state) => {
    const { release, asset } = knownAsset(request, state);
    if (request.headers['accept']?.includes('application/octet-stream'))
      return content(asset, state);
    return json(200, toAsset(asset, release, places));
  };
}

export const removeAsset: Handler = (request, state) => {
  const { release, asset } = knownAsset(request, state);
  if (release.immutable) throw invalid(['Cannot delete asset from an immutable release']);
  const assets = release.assets.filter((one) => one !== asset);
  state.releases.set(String(release.id), { ...release, assets });
  return { status: 204 };
};

/** `GET /{owner}/{repo}/releases/download/{tag}/{name}` */
export const downloadAsset: Handler = (request, state) => {
  const { tag, name } = request.parameters;
  const release = releasesOf(repositoryOf(request), state).find(
    (one) => !one.draft && one.tag === tag,
  );
  const asset = release?.assets.find((one) => one.name === name);
  if (!asset || asset.isStarter) throw new Refusal(404, 'Not Found');
  return content(asset, state);
};

async function content(asset: GithubAsset, state: State): Promise<HttpResponse> {
  const body = await state.blobs.get(asset.sha256);
  if (!body) throw new Refusal(404, 'Not Found');
  return { status: 200, headers: { 'content-type': asset.contentType }, body };
}

function knownAsset(
  request: HttpRequest,
  state: State,
): { release: GithubRelease; asset: GithubAsset } {
  const id = Number(request.parameters['asset']);
  for (const release of releasesOf(repositoryOf(request), state)) {
    const asset = release.assets.find((one) => one.id === id);
    if (asset) return { release, asset };
  }
  throw new Refusal(404, 'Not Found');
}
