import type { Workshop } from '../command/index.ts';
import { retreatTokenMissing } from '../finding/index.ts';
import type { Secret } from '../identity/index.ts';
import { isByRequest, type ReleasedPart, type RetreatStep } from '../plan/index.ts';
import {
  githubReleases,
  observeCrateVersion,
  observeRelease,
  setYanked,
  yankPage,
  type CratesIoEndpoint,
  type GithubEndpoint,
  type GithubRelease,
  type PypiEndpoint,
} from '../registry/index.ts';
import { passing } from '../request/index.ts';
import { apply, type Attempt, type Pace, type Upload } from './apply.ts';
import type { Told } from './crates.ts';
import { paceOf } from './pace.ts';
import { isWithdrawn, restoredWords, withdrawnWords } from './withdrawn.ts';

/** Where a release is withdrawn from. */
export interface RetreatPlaces {
  readonly cratesIo: CratesIoEndpoint | null;
  readonly pypi: PypiEndpoint;
  /** null where there is no token for it. */
  readonly github: GithubEndpoint | null;
  /** "owner/name" on GitHub, or null when there is none. */
  readonly repository: string | null;
}

/** What was released as one tag, in publishing order. */
export interface ReleasedVersions {
  readonly tag: string;
  readonly crates: readonly { readonly name: string; readonly version: string }[];
  readonly pythons: readonly { readonly name: string; readonly version: string }[];
}

/**
 * How every part of a release stands. Reads only.
 * @throws SlipwayError SLW401, SLW403, SLW405 when a registry gives no clear answer.
 */
export async function observeReleased(
  { tag, crates, pythons }: ReleasedVersions,
  { cratesIo, pypi, github, repository }: RetreatPlaces,
  { ports }: Pick<Workshop, 'ports'>,
): Promise<ReleasedPart[]> {
  const parts: ReleasedPart[] = [];
  // One after the other: crates.io's API asks for few requests.
  for (const { name, version } of cratesIo ? crates : []) {
    const seen = await observeCrateVersion(name, version, cratesIo!, ports);
    const file = `${name}-${version}.crate`;
    parts.push({ registry: 'crates.io', package: name, version, file, note: null, ...seen });
  }
  for (const { name, version } of pythons) {
    const standing = await observeRelease(name, version, pypi, ports);
    const note = yankPage(name, version, pypi);
    const file = `${name} ${version}`;
    const row = { registry: pypi.title, package: name, version, file, note, standing };
    parts.push({ ...row, sha256: null, bytes: 0 });
  }
  if (!repository || !cratesIo) return parts;
  const found = github && (await githubReleases(github, repository, ports).find(tag));
  const seen = github ? standingOf(found) : 'unknown';
  const note = github ? null : 'neither GH_TOKEN nor GITHUB_TOKEN is set';
  const row = {
    registry: 'GitHub Releases',
    package: repository,
    version: tag,
    file: tag,
  } as const;
  return [...parts, { ...row, sha256: null, bytes: 0, standing: seen, note }];
}

function standingOf(release: GithubRelease | null): ReleasedPart['standing'] {
  // Nobody has seen a draft.
  if (!release || release.draft) return 'absent';
  return isWithdrawn(release) ? 'withdrawn' : 'live';
}

/** Why, and in whose name. */
interface Wish {
  readonly reason: string | null;
  /** An owner's token of crates.io; null where no crate is to be changed. */
  readonly token: Secret | null;
}

/**
 * Does what requests can do of a plan, one after the other, each with its receipt. A refusal ends it: what was done
 * stays done, and the next run goes on from there.
 * @throws SlipwayError SLW430 without a token, SLW431 and SLW432 when refused, SLW411 when a registry is to be
 * waited for too long, SLW401.
 */
export async function retreat(
  steps: readonly RetreatStep[],
  wish: Wish,
  places: RetreatPlaces,
  workshop: Workshop,
  told: Pace & Pick<Told, 'receipt'>,
): Promise<void> {
  const todo = steps.filter(isByRequest);
  const uploads = todo.map((step, index) => ({ ...toUpload(step, todo[index - 1]), step }));
  const perform = async ({ step }: (typeof uploads)[number]): Promise<Attempt> => {
    const yanked = step.action.decision === 'withdraw';
    workshop.progress(`${yanked ? 'withdrawing' : 'restoring'} ${step.part.file}`);
    try {
      await change(step.part, yanked, wish, places, workshop.ports);
      return { live: true, result: yanked ? 'withdrawn' : 'restored' };
    } catch (error) {
      const trouble = passing(error);
      if (!trouble) throw error;
      return { live: false, retryAt: trouble.retryAt, error };
    }
  };
  const options = { ...paceOf(told, workshop), limit: 1 };
  for await (const receipt of apply(uploads, perform, options)) told.receipt(receipt);
}

/** Harmless to repeat. */
async function change(
  part: ReleasedPart,
  yanked: boolean,
  { reason, token }: Wish,
  places: RetreatPlaces,
  ports: Workshop['ports'],
): Promise<void> {
  if (part.registry !== 'crates.io') return mark(part, { yanked, reason }, places, ports);
  if (!token || !places.cratesIo) throw missing(part, yanked);
  return setYanked(part, { yanked, reason }, token, places.cratesIo, ports);
}

/** Each waits for the one before it. */
function toUpload({ part }: RetreatStep, before: RetreatStep | undefined): Upload {
  const { registry, file, sha256, bytes } = part;
  return { registry, file, sha256, bytes, after: before ? [before.part.file] : [] };
}

function missing({ registry, file }: ReleasedPart, yanked: boolean): Error {
  const what = `${yanked ? 'yank' : 'unyank'} ${file}`;
  return retreatTokenMissing.error({
    registry,
    what,
    variable: 'CARGO_REGISTRY_TOKEN',
    needs: 'the scope yank',
  });
}

async function mark(
  { version: tag }: ReleasedPart,
  { yanked, reason }: { readonly yanked: boolean; readonly reason: string | null },
  { github, repository }: RetreatPlaces,
  ports: Workshop['ports'],
): Promise<void> {
  if (!github || !repository) return;
  const releases = githubReleases(github, repository, ports);
  const release = await releases.find(tag);
  if (!release) return;
  await releases.tell(release, yanked ? withdrawnWords(release, reason) : restoredWords(release));
}
