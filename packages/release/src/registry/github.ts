import { registryUnreachable, uploadRefused } from '../finding/index.ts';
import { reason, userAgent } from '../identity/index.ts';
import type { Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { GithubEndpoint } from './destination.ts';

/** A release on GitHub, a draft or published. */
export interface GithubRelease {
  readonly id: number;
  readonly draft: boolean;
  readonly body: string;
  readonly url: string;
  /** Asset name → its id, its state and its SHA-256 in lower-case hex where GitHub tells it. */
  readonly assets: ReadonlyMap<
    string,
    { readonly id: number; readonly uploaded: boolean; readonly sha256: string | null }
  >;
}

export interface ReleaseText {
  readonly tag: string;
  readonly commit: string;
  readonly title: string;
  readonly notes: string;
  readonly prerelease: boolean;
}

/** GitHub's releases of one repository. All methods throw SlipwayError SLW401 and SLW403. */
export interface GithubReleases {
  /** The release of a tag; drafts are found too, and preferred to nothing. */
  find(tag: string): Promise<GithubRelease | null>;
  createDraft(text: ReleaseText): Promise<GithubRelease>;
  upload(release: GithubRelease, asset: { file: string; content: Blob }): Promise<void>;
  deleteAsset(id: number): Promise<void>;
  publish(release: GithubRelease, text: ReleaseText): Promise<GithubRelease>;
}

interface ReleaseData {
  id: number;
  draft: boolean;
  tag_name: string;
  body?: string | null;
  html_url?: string;
  assets?: { id: number; name: string; state?: string; digest?: string | null }[];
}

/** The releases of `repository` ("owner/name"), by GitHub's REST API 2022-11-28. */
export function githubReleases(
  endpoint: GithubEndpoint,
  repository: string,
  ports: Pick<Ports, 'fetch'>,
): GithubReleases {
  const client = connect(endpoint, repository, ports);
  const call = async <T>(what: string, route: string, parameters: object): Promise<T> => {
    try {
      return (await (await client)(route, { ...parameters })).data as T;
    } catch (cause) {
      throw explained(what, endpoint.api, cause);
    }
  };
  return {
    find: (tag) => find(tag, call),
    async createDraft(text) {
      const data = await call<ReleaseData>(text.tag, 'POST /repos/{owner}/{repo}/releases', {
        tag_name: text.tag,
        target_commitish: text.commit,
        name: text.title,
        body: text.notes,
        draft: true,
        prerelease: text.prerelease,
      });
      return toRelease(data);
    },
    async upload(release, { file, content }) {
      const base = endpoint.uploads.replace(/\/$/, '');
      await call(file, `POST ${base}/repos/{owner}/{repo}/releases/${release.id}/assets{?name}`, {
        name: file,
        data: content,
        headers: {
          'content-type': 'application/octet-stream',
          'content-length': String(content.size),
        },
      });
    },
    async deleteAsset(id) {
      await call(`asset ${id}`, `DELETE /repos/{owner}/{repo}/releases/assets/${id}`, {});
    },
    async publish(release, text) {
      const route = `PATCH /repos/{owner}/{repo}/releases/${release.id}`;
      const data = await call<ReleaseData>(text.tag, route, {
        draft: false,
        name: text.title,
        body: text.notes,
        make_latest: text.prerelease ? 'false' : 'legacy',
      });
      return toRelease(data);
    },
  };
}

/** Loaded when it is needed: most stages never speak to GitHub. */
async function connect(endpoint: GithubEndpoint, repository: string, ports: Pick<Ports, 'fetch'>) {
  const { request: octokit } = await import('@octokit/request');
  const [owner = '', repo = ''] = repository.split('/');
  return octokit.defaults({
    baseUrl: endpoint.api.replace(/\/$/, ''),
    headers: {
      authorization: `Bearer ${endpoint.token.reveal()}`,
      'user-agent': userAgent,
      'x-github-api-version': '2022-11-28',
    },
    request: { fetch: ports.fetch },
    owner,
    repo,
  });
}

async function find(
  tag: string,
  call: <T>(what: string, route: string, parameters: object) => Promise<T>,
): Promise<GithubRelease | null> {
  // A draft is not found by its tag: the list is the only way.
  for (let page = 1; ; page++) {
    const rows = await call<ReleaseData[]>(
      tag,
      'GET /repos/{owner}/{repo}/releases{?per_page,page}',
      {
        per_page: 100,
        page,
      },
    );
    const [found] = rows
      .filter((row) => row.tag_name === tag)
      .sort((a, b) => Number(a.draft) - Number(b.draft));
    if (found) return toRelease(found);
    if (rows.length < 100) return null;
  }
}

function toRelease(data: ReleaseData): GithubRelease {
  return {
    id: data.id,
    draft: data.draft,
    body: data.body ?? '',
    url: data.html_url ?? '',
    assets: new Map(
      (data.assets ?? []).map((asset) => [
        asset.name,
        {
          id: asset.id,
          uploaded: asset.state !== 'starter',
          sha256: asset.digest?.replace(/^sha256:/, '') ?? null,
        },
      ]),
    ),
  };
}

/** A release's assets as an observation: those that arrived whole. */
export function observeAssets(release: GithubRelease | null): Observation {
  const arrived = [...(release?.assets ?? [])].filter(([, asset]) => asset.uploaded);
  return new Map(arrived.map(([name, asset]) => [name, asset.sha256]));
}

function explained(what: string, url: string, cause: unknown): Error {
  const { status, response } = cause as { status?: number; response?: { data?: unknown } };
  const registry = 'GitHub Releases';
  // Octokit reports a connection that failed as status 500 without a response.
  if (!response)
    return registryUnreachable.error({ registry, url, detail: reason(cause) }, { cause });
  const { message, errors } = (response.data ?? {}) as { message?: string; errors?: unknown };
  const detail = `${status} ${message ?? ''} ${errors ? JSON.stringify(errors) : ''}`.trim();
  return uploadRefused.error({ registry, file: what, detail }, { cause });
}
