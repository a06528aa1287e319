import { readRecord } from '@slipway/release/build';
import { SlipwayError } from '@slipway/release/finding';
import { checksumsFile, crateFolder, sdistFolder, wheelFolder } from '@slipway/release/layout';
import { readChecksums, type BuildRecord } from '@slipway/release/plan';
import { observeAssets, type GithubRelease, type GithubReleases } from '@slipway/release/registry';
import { basename, join } from 'node:path';
import type { Released } from '../released/index.ts';
import { keepSeenChecksums, seenChecksums } from './seen-checksums.ts';
import type { Stage, Place } from '../stage/index.ts';
import type { KnownDigests } from './wanted-files.ts';

const checksums = basename(checksumsFile);

/** A list of files is a few kilobytes; what somebody else has put in its place may be anything. */
const limit = 2 ** 20;

/** Where a build may lie, and whether it is what was released. */
export type BuildPlace = Pick<Stage, 'root' | 'workshop' | 'destination' | 'artifacts'>;

/**
 * The bytes that a release ought to have: as its SHA256SUMS says; else as the builds do that were released from here;
 * else as GitHub has its assets. Other builds of its commit in `dist` name files, and no bytes: who builds once more
 * gets others.
 * @throws SlipwayError when GitHub does not give the list.
 */
export async function knownDigests(
  released: Released,
  release: GithubRelease | null,
  releases: GithubReleases | null,
  stage: BuildPlace,
): Promise<KnownDigests> {
  const { tag } = released;
  const list = release?.assets.get(checksums);
  const isThere = releases && list?.uploaded && list.bytes < limit;
  const text = isThere
    ? new TextDecoder().decode(await releases.read(list.id))
    : releases === null
      ? await seenChecksums(released, stage)
      : null;
  const digests = readChecksums(text ?? '');
  if (text !== null && digests.size > 0) {
    if (isThere) await keepSeenChecksums(released, text, stage);
    return { digests, source: `${checksums} of ${tag}`, isWhole: true };
  }
  const built = await builtHere(released, stage);
  const source = 'the build of its commit in dist';
  if (built.size > 0 && isReleased(stage)) return { digests: built, source, isWhole: false };
  const assets = observeAssets(release);
  if (assets.size > 0) {
    return { digests: assets, source: `the GitHub release of ${tag}`, isWhole: false };
  }
  const names = [...built.keys()].map((file) => [file, null] as const);
  return { digests: new Map(names), source, isWhole: false };
}

/** A rehearsal releases what was built here; a job the artifacts that it was handed. */
function isReleased({ destination, artifacts }: BuildPlace): boolean {
  return destination === 'rehearsal' || artifacts !== null;
}

async function builtHere(
  { crates, pythons, commit }: Released,
  { root, workshop }: Place,
): Promise<ReadonlyMap<string, string>> {
  const { files } = workshop.ports;
  const wheels = pythons.map(async ({ name }) => {
    const targets = await files.list(join(root, wheelFolder(name, null)));
    return targets.map((target) => wheelFolder(name, target));
  });
  const folders = [
    ...crates.map(({ name }) => crateFolder(name)),
    ...pythons.map(({ name }) => sdistFolder(name)),
    ...(await Promise.all(wheels)).flat(),
  ];
  const records = await Promise.all(folders.map((folder) => recordOf(folder, workshop)));
  const artifacts = records.flatMap((one) => (one?.commit === commit ? one.artifacts : []));
  return new Map(artifacts.map(({ file, sha256 }) => [file, sha256]));
}

/** null where nothing was built, or where it is no more what was built. */
async function recordOf(folder: string, workshop: Stage['workshop']): Promise<BuildRecord | null> {
  try {
    return await readRecord(folder, folder, workshop);
  } catch (error) {
    if (error instanceof SlipwayError) return null;
    throw error;
  }
}
