import { noRelease, retreatRefused } from '../finding/index.ts';
import { again, limitsFor, streamed } from '../request/index.ts';
import type { Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { GithubEndpoint } from './destination.ts';
import { githubCall, statusOf, type Call, type Refused } from './github-call.ts';

/** A release on GitHub, a draft or published. */
export interface GithubRelease {
  readonly id: number;
  readonly tag: string;
  readonly draft: boolean;
  readonly title: string;
  readonly prerelease: boolean;
  readonly body: string;
  readonly url: string;
  /** Asset name → its id, its state and its SHA-256 in lower-case hex where GitHub tells it. */
  readonly assets: ReadonlyMap<
    string,
    {
      readonly id: number;
      readonly uploaded: boolean;
      readonly sha256: string | null;
      readonly bytes: number;
    }
  >;
}

export interface ReleaseText {
  readonly tag: string;
  readonly commit: string;
  readonly title: string;
  readonly notes: string;
  readonly prerelease: boolean;
}

/** What a published release says of itself. */
export interface ReleaseWords {
  readonly title: string;
  readonly body: string;
  readonly prerelease: boolean;
  /** Whether it may be the one that GitHub shows as the latest. */
  readonly mayBeLatest: boolean;
}

/**
 * GitHub's releases of one repository. All methods throw SlipwayError SLW401, SLW405, and what a refusal means, after they
 * have tried again where that is harmless; the cause is `Passing` where yet another try may end better.
 */
export interface GithubReleases {
  /** The release of a tag; drafts are found too, and preferred to nothing; of several, the oldest. */
  find(tag: string): Promise<GithubRelease | null>;
  /** One draft, also when the answer is lost, or when somebody else makes one in the same moment. */
  createDraft(text: ReleaseText): Promise<GithubRelease>;
  /** Once: whether it came in must be looked for before it is sent again. */
  upload(release: GithubRelease, asset: { file: string; content: Blob }): Promise<void>;
  /** One that is gone already is none to delete. */
  deleteAsset(id: number): Promise<void>;
  publish(release: GithubRelease, text: ReleaseText): Promise<GithubRelease>;
  /** What an asset holds. */
  read(id: number): Promise<Uint8Array>;
  /**
   * Asks for notes that GitHub would write, and keeps nowhere: only who may make a release gets them.
   * @throws SlipwayError SLW409 for who may not.
   */
  askForRight(tag: string, commit: string): Promise<void>;
  /** The commit that a tag names; null where there is no such tag. */
  commitOf(tag: string): Promise<string | null>;
  /** Changes what a published release says, and nothing of its files. @throws SlipwayError SLW401, SLW431. */
  tell(release: GithubRelease, text: ReleaseWords): Promise<void>;
}

interface ReleaseData {
  id: number;
  draft: boolean;
  tag_name: string;
  name?: string | null;
  prerelease?: boolean;
  body?: string | null;
  html_url?: string;
  assets?: {
    id: number;
    name: string;
    state?: string;
    digest?: string | null;
    size?: number;
  }[];
}

/** The releases of `repository` ("owner/name"); `refused` is what a refusal means. */
export function githubReleases(
  endpoint: GithubEndpoint,
  repository: string,
  ports: Pick<Ports, 'fetch' | 'clock'>,
  refused?: Refused,
): GithubReleases {
  const call = githubCall(endpoint, repository, ports, refused);
  const send = githubCall({ ...endpoint, api: endpoint.uploads }, repository, ports);
  const calmly: Call = (...request) => again(() => call(...request), ports);
  return {
    find: (tag) => find(tag, calmly),
    createDraft: (text) => createDraft(text, call, ports),
    async upload(release, { file, content }) {
      const { size } = content;
      await send(file, `POST /releases/${release.id}/assets?name=${encodeURIComponent(file)}`, {
        ...streamed,
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
        body: content,
        limits: limitsFor(size),
      });
    },
    async deleteAsset(id) {
      await calmly(`asset ${id}`, `DELETE /releases/assets/${id}`).catch((error: unknown) => {
        if (statusOf(error) !== 404) throw error;
      });
    },
    async publish(release, text) {
      const json = {
        draft: false,
        name: text.title,
        body: text.notes,
        make_latest: text.prerelease ? 'false' : 'legacy',
      };
      const route = `PATCH /releases/${release.id}`;
      return toRelease(await calmly<ReleaseData>(text.tag, route, { json }));
    },
    read(id) {
      const asItIs = { headers: { accept: 'application/octet-stream' }, isFile: true };
      return calmly(`asset ${id}`, `GET /releases/assets/${id}`, asItIs);
    },
    async askForRight(tag, commit) {
      const json = { tag_name: tag, target_commitish: commit };
      const asked = calmly(tag, 'POST /releases/generate-notes', { json }, noRelease);
      await asked.catch((error: unknown) => {
        // It may, and there are no notes of this tag: that is another matter.
        if (statusOf(error) !== 422) throw error;
      });
    },
    commitOf: (tag) => commitOf(tag, calmly),
    async tell(release, { title, body, prerelease, mayBeLatest }) {
      const latest = mayBeLatest ? 'legacy' : 'false';
      const json = { name: title, body, prerelease, make_latest: latest };
      await calmly(release.tag, `PATCH /releases/${release.id}`, { json }, retreatRefused);
    },
  };
}

/** When the answer is lost the list is asked: a second draft of the same tag would be one too many. */
function createDraft(
  { tag, commit, title, notes, prerelease }: ReleaseText,
  call: Call,
  ports: Pick<Ports, 'clock'>,
): Promise<GithubRelease> {
  let isOpen = false;
  return again(async () => {
    const earlier = isOpen ? await find(tag, call) : null;
    if (earlier) return earlier;
    isOpen = true;
    const draft = { tag_name: tag, target_commitish: commit, name: title, body: notes };
    const json = { ...draft, draft: true, prerelease };
    const made = await call<ReleaseData>(tag, 'POST /releases', { json });
    const first = await find(tag, call);
    if (!first || first.id === made.id) return toRelease(made);
    // Somebody else releases this tag as well: theirs is older, and one is enough.
    await call(tag, `DELETE /releases/${made.id}`);
    return first;
  }, ports);
}

async function commitOf(tag: string, call: Call): Promise<string | null> {
  try {
    // GitHub follows an annotated tag to its commit by itself.
    const route = `GET /commits/${encodeURIComponent(`tags/${tag}`)}`;
    const { sha } = await call<{ sha?: unknown }>(tag, route);
    return typeof sha === 'string' ? sha : null;
  } catch (error) {
    if ([404, 422].includes(statusOf(error))) return null;
    throw error;
  }
}

async function find(tag: string, call: Call): Promise<GithubRelease | null> {
  // A draft is not found by its tag: the list is the only way.
  for (let page = 1; ; page++) {
    const rows = await call<ReleaseData[]>(tag, `GET /releases?per_page=100&page=${page}`);
    const [found] = rows
      .filter((row) => row.tag_name === tag)
      .sort((a, b) => Number(a.draft) - Number(b.draft) || a.id - b.id);
    if (found) return toRelease(found);
    if (rows.length < 100) return null;
  }
}

function toRelease(data: ReleaseData): GithubRelease {
  return {
    id: data.id,
    tag: data.tag_name,
    draft: data.draft,
    title: data.name ?? '',
    prerelease: data.prerelease ?? false,
    body: data.body ?? '',
    url: data.html_url ?? '',
    assets: new Map(
      (data.assets ?? []).map((asset) => [
        asset.name,
        {
          id: asset.id,
          uploaded: asset.state !== 'starter',
          sha256: asset.digest?.replace(/^sha256:/, '') ?? null,
          bytes: asset.size ?? 0,
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
