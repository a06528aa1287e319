import type { Workshop } from '../command/index.ts';
import { otherBytes, uploadRefused } from '../finding/index.ts';
import { decide, type Artifact, type ArtifactKind } from '../plan/index.ts';
import {
  githubReleases,
  observeAssets,
  type Destination,
  type GithubEndpoint,
  type GithubRelease,
  type GithubReleases,
  type ReleaseText,
} from '../registry/index.ts';
import { apply, type Attempt } from './apply.ts';
import { attempt } from './attempt.ts';
import type { Told } from './crates.ts';
import { paceOf } from './pace.ts';
import { verifyTag } from './prove.ts';

const registry = 'GitHub Releases';
const atOnce = 4;

const tells: readonly ArtifactKind[] = ['attestation', 'sbom'];

/**
 * Makes the GitHub release of a tag: draft, then assets, then published, because a published
 * release may be immutable. Goes on from a draft that a cut-off run left.
 * @returns the release's page. Throws SlipwayError SLW401, SLW402, SLW403; SLW414 where the tag was moved meanwhile.
 */
export async function publishRelease(
  text: ReleaseText,
  given: readonly Artifact[],
  destination: Destination & { readonly github: GithubEndpoint; readonly repository: string },
  workshop: Workshop,
  told: Told,
): Promise<string> {
  const { ports, root, progress } = workshop;
  const releases = githubReleases(destination.github, destination.repository, ports);
  // A release speaks of the commit that its tag names: when it is begun, and when it becomes public.
  const hold = (): Promise<void> => verifyTag(text.tag, text.commit, destination, ports);
  const found = await releases.find(text.tag);
  const live = observeAssets(found);
  const assets = toBeThere(given, found);
  for (const action of decide(registry, assets, live).actions) told.action(action);
  await hold();
  const release = found ?? (await releases.createDraft(text));
  const look = async (): Promise<GithubRelease> => (await releases.find(text.tag)) ?? release;
  const isThere = async ({ file, sha256 }: Artifact): Promise<boolean> =>
    observeAssets(await look()).get(file) === sha256;
  const perform = async (asset: Artifact, count: number): Promise<Attempt> => {
    if (live.get(asset.file) === asset.sha256) return { live: true, result: 'already-there' };
    const send = async (): Promise<void> => {
      await makeRoom(asset, count === 1 ? release : await look(), releases);
      progress(`attaching ${asset.file}`);
      const content = await ports.files.openBlob(`${root}/${asset.path}`);
      await releases.upload(release, { file: asset.file, content });
    };
    return attempt(send, () => isThere(asset), ports);
  };
  const uploads = assets.map((asset) => ({ ...asset, registry, after: [] as string[] }) as const);
  const options = { ...paceOf(told, workshop), limit: atOnce };
  for await (const receipt of apply(uploads, perform, options)) told.receipt(receipt);
  if (!release.draft) return release.url;
  await verifyAssets(text.tag, assets, releases);
  await hold();
  return (await releases.publish(release, text)).url;
}

/**
 * What tells of the artifacts comes with the draft: each run signs its own attestations, and another version of
 * Slipway may word the bill of materials otherwise. Those of a published release are as good, and final. All
 * others have to be there.
 */
function toBeThere(assets: readonly Artifact[], found: GithubRelease | null): readonly Artifact[] {
  if (!found || found.draft) return assets;
  return assets.filter(
    ({ kind, file, sha256 }) => !tells.includes(kind) || found.assets.get(file)?.sha256 === sha256,
  );
}

/**
 * Removes what stands in an asset's way: the rest of an upload that broke off, or, in a draft that
 * nobody has seen yet, a file of an earlier build. A published asset with other bytes is final.
 */
async function makeRoom(
  asset: Artifact,
  release: GithubRelease,
  releases: GithubReleases,
): Promise<void> {
  const there = release.assets.get(asset.file);
  if (!there) return;
  if (there.uploaded && !release.draft) {
    const { file, sha256: local } = asset;
    throw otherBytes.error(
      { registry, file, local, remote: there.sha256 ?? 'unknown' },
      { at: { file: asset.path, line: null } },
    );
  }
  await releases.deleteAsset(there.id);
}

/** Looks once more before the draft is published: afterwards nothing can be added or mended. */
async function verifyAssets(
  tag: string,
  assets: readonly Artifact[],
  releases: GithubReleases,
): Promise<void> {
  const live = observeAssets(await releases.find(tag));
  const absent = assets.find(({ file, sha256 }) => live.get(file) !== sha256);
  if (!absent) return;
  const detail = 'the asset did not arrive whole';
  throw uploadRefused.error({ registry, file: absent.file, detail });
}
