import {
  Refusal,
  json,
  type Handler,
  type HttpRequest,
  type HttpResponse,
} from '../message/message.ts';
import type { Crate, CrateVersion } from '../state/rows.ts';
import type { State } from '../state/state.ts';
import { verifyOwnerToken } from './authorize.ts';
import { categorySlugs } from './category.ts';
import { canonicalName } from './crate-name.ts';
import { readJson } from './json-body.ts';
import type { PublicCrates } from './public-crates.ts';
import { verifyRate } from './rate-limit.ts';

/** `GET /api/v1/crates/{name}` */
export const showCrate: Handler = (request, state) => {
  const crate = knownCrate(request.parameters['name'] ?? '', state);
  const versions = crate.versions
    .map((version, index) => toVersion(crate, version, index))
    .reverse();
  return json(200, { crate: toCrate(crate), versions, keywords: [], categories: [] });
};

/** `GET /api/v1/crates/{name}/{version}`: immediate, unlike the index. */
export const showVersion: Handler = (request, state) => {
  const { crate, version, index } = knownVersion(request.parameters, state);
  return json(200, { version: toVersion(crate, version, index) });
};

export const showOwners: Handler = (request, state) => {
  const { owner } = knownCrate(request.parameters['name'] ?? '', state);
  return json(200, {
    users: [{ id: 1, login: owner, kind: 'user', name: owner, url: `https://github.com/${owner}` }],
  });
};

export const showCategorySlugs: Handler = () =>
  json(200, { category_slugs: categorySlugs.map((slug) => ({ id: slug, slug, description: '' })) });

/** `PATCH /api/v1/crates/{name}` with `{"crate":{"trustpub_only":true}}` */
export const changeCrate: Handler = (request, state, now) => {
  const name = request.parameters['name'] ?? '';
  verifyOwnerToken(request, state, now, {
    scope: 'trusted-publishing',
    crate: name,
    scopedOnly: true,
  });
  const crate = knownCrate(name, state);
  if (crate.foreign) throw new Refusal(403, 'must already be an owner to update this crate');
  const { crate: change } = readJson<{ crate?: { trustpub_only?: boolean } }>(request.body);
  const changed = { ...crate, trustpubOnly: change?.trustpub_only ?? crate.trustpubOnly };
  state.crates.set(canonicalName(crate.name), changed);
  return json(200, { crate: toCrate(changed) });
};

/** `DELETE …/yank` and `PUT …/unyank`. Trusted-publishing tokens cannot. */
export function yankHandler(yanked: boolean): Handler {
  return (request, state, now) => {
    setYanked(request, { yanked }, state, now);
    return json(200, { ok: true });
  };
}

/** `PATCH /api/v1/crates/{name}/{version}` with `{"version":{"yanked":true}}` */
export const changeVersion: Handler = (request, state, now) => {
  const { version: change } = readJson<{ version?: { yanked?: boolean; yank_message?: string } }>(
    request.body,
  );
  if (change?.yanked !== undefined) {
    const said = change.yank_message;
    const yank = { yanked: change.yanked, ...(said ? { yankMessage: said } : {}) };
    setYanked(request, yank, state, now);
  }
  return showVersion(request, state, now);
};

function setYanked(
  request: HttpRequest,
  yank: Pick<CrateVersion, 'yanked' | 'yankMessage'>,
  state: State,
  now: number,
): void {
  const name = request.parameters['name'] ?? '';
  verifyOwnerToken(request, state, now, { scope: 'yank', crate: name });
  verifyRate('yank', state, now);
  const { crate, version } = knownVersion(request.parameters, state);
  if (crate.foreign) throw new Refusal(403, 'must already be an owner to yank or unyank');
  const versions = crate.versions.map((one) => (one === version ? withYank(one, yank) : one));
  state.crates.set(canonicalName(crate.name), { ...crate, versions });
}

/** What was said of an earlier yank goes with it. */
function withYank(
  { yankMessage: _, ...version }: CrateVersion,
  yank: Pick<CrateVersion, 'yanked' | 'yankMessage'>,
): CrateVersion {
  return { ...version, ...yank };
}

/** `GET /crates/{name}/{version}/download`, which is what the index's `dl` means. */
export function downloadHandler(publicCrates: PublicCrates): Handler {
  return async (request, state): Promise<HttpResponse> => {
    const { name = '', version = '' } = request.parameters;
    return crateFile(name, version, state, publicCrates);
  };
}

/** `GET /crates/{name}/{name}-{version}.crate`, the address of the real file server. */
export function fileHandler(publicCrates: PublicCrates): Handler {
  return async (request, state): Promise<HttpResponse> => {
    const { name = '', file = '' } = request.parameters;
    const version = file.slice(name.length + 1).replace(/\.crate$/, '');
    return crateFile(name, version, state, publicCrates);
  };
}

async function crateFile(
  name: string,
  version: string,
  state: State,
  publicCrates: PublicCrates,
): Promise<HttpResponse> {
  const crate = state.crates.get(canonicalName(name));
  const own = crate?.versions.find(({ num }) => num === version);
  const isPublic = !crate || crate.mirror;
  const bytes = own
    ? await state.blobs.get(own.sha256)
    : isPublic
      ? await publicCrates.download(name, version)
      : null;
  // The file server's answer for what it does not have.
  if (bytes === null) throw new Refusal(403, 'AccessDenied');
  const headers = {
    'content-type': 'application/gzip',
    'cache-control': 'public,max-age=31536000,immutable',
  };
  return { status: 200, headers, body: bytes };
}

function knownCrate(name: string, state: State): Crate {
  const crate = state.crates.get(canonicalName(name));
  if (!crate) throw new Refusal(404, `crate \`${name}\` does not exist`);
  return crate;
}

function knownVersion(
  { name = '', version = '' }: Readonly<Record<string, string>>,
  state: State,
): { crate: Crate; version: CrateVersion; index: number } {
  const crate = knownCrate(name, state);
  const index = crate.versions.findIndex(({ num }) => num === version);
  const found = crate.versions[index];
  if (!found)
    throw new Refusal(404, `crate \`${crate.name}\` does not have a version \`${version}\``);
  return { crate, version: found, index };
}

function toCrate(crate: Crate): object {
  const newest = crate.versions.at(-1);
  return {
    id: crate.name,
    name: crate.name,
    created_at: new Date(crate.createdAt).toISOString(),
    updated_at: new Date(newest?.publishedAt ?? crate.createdAt).toISOString(),
    max_version: newest?.num ?? '0.0.0',
    newest_version: newest?.num ?? '0.0.0',
    num_versions: crate.versions.length,
    description: newest?.description ?? null,
    trustpub_only: crate.trustpubOnly,
    exact_match: true,
  };
}

function toVersion(crate: Crate, version: CrateVersion, index: number): object {
  const { run } = version;
  return {
    id: index + 1,
    crate: crate.name,
    num: version.num,
    dl_path: `/api/v1/crates/${crate.name}/${version.num}/download`,
    checksum: version.sha256,
    crate_size: version.bytes,
    created_at: new Date(version.publishedAt).toISOString(),
    yanked: version.yanked,
    yank_message: version.yankMessage ?? null,
    license: version.license || null,
    description: version.description || null,
    published_by: run ? null : { id: 1, login: crate.owner, name: crate.owner },
    trustpub_data: run
      ? { provider: 'github', repository: run.repository, run_id: run.runId, sha: run.sha }
      : null,
  };
}
