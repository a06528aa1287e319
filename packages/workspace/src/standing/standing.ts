import { githubUnseen, type Finding } from '@slipway/release/finding';
import {
  comparePackage,
  compareRelease,
  type Action,
  type Standings,
  type WantedPackage,
} from '@slipway/release/plan';
import { isWithdrawn } from '@slipway/release/publish';
import {
  githubReleases,
  type CratesIoEndpoint,
  type GithubEndpoint,
  type GithubRelease,
  type GithubReleases,
  type ProjectFile,
  type PypiEndpoint,
} from '@slipway/release/registry';
import { knownDigests, type BuildPlace } from './known-digests.ts';
import { asSlipway, crateStandings, pythonStandings, type TagsFor } from './package-standing.ts';
import type { Released } from '../released/index.ts';
import { wantedAssets, type KnownDigests } from './wanted-files.ts';

/** Where a release is looked for. */
export interface LookPlaces {
  /** null: no crates are there. */
  readonly cratesIo: CratesIoEndpoint | null;
  readonly pypi: PypiEndpoint;
  /** null: there is no GitHub release. */
  readonly github: GithubEndpoint | null;
  /** "owner/name" on GitHub, or null when there is none. */
  readonly repository: string | null;
}

/** How a release stands, with what its registries have of it. */
export interface Standing extends Standings {
  readonly known: KnownDigests;
  /** The files of each Python package's version, by its name. */
  readonly python: ReadonlyMap<string, readonly ProjectFile[]>;
}

/**
 * Compares what a release ought to have brought to its registries with what they have. Reads only; a registry that
 * cannot be asked is a finding, and the others are told of all the same.
 * @param tags null where versions without a tag are no matter
 */
export async function standingOf(
  released: Released,
  places: LookPlaces,
  tags: TagsFor | null,
  stage: BuildPlace,
): Promise<Standing> {
  const seen = await seeRelease(released, places, stage);
  const { known } = seen;
  const [crates, pythons] = await Promise.all([
    places.cratesIo ? crateStandings({ released, known, tags }, places.cratesIo, stage) : [],
    pythonStandings({ released, known, tags }, places.pypi, stage),
  ]);
  const wanted = [...crates, ...pythons].map((one) => one.wanted);
  const release = releaseStanding(wanted, seen, released, places);
  const all: Standings[] = [...crates, ...pythons, ...(release ? [release] : [])];
  return {
    known,
    python: new Map(pythons.map((one) => [one.wanted.package, one.files])),
    actions: all.flatMap(({ actions }): readonly Action[] => actions),
    findings: once(all.flatMap(({ findings }): readonly Finding[] => findings)),
  };
}

/** A registry that nobody reaches is told of once, and not for each package. */
function once(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [`${one.code} ${one.message}`, one])).values()];
}

interface SeenAtGithub {
  readonly release: GithubRelease | null;
  readonly known: KnownDigests;
  /** Why GitHub could not be asked. */
  readonly finding: Finding | null;
}

async function seeRelease(
  released: Released,
  { github, repository }: LookPlaces,
  stage: BuildPlace,
): Promise<SeenAtGithub> {
  const { ports } = stage.workshop;
  const isThere = github !== null && repository !== null;
  const releases: GithubReleases | null = isThere
    ? githubReleases(github, repository, ports, githubUnseen)
    : null;
  try {
    const release = (await releases?.find(released.tag)) ?? null;
    return {
      release,
      known: await knownDigests(released, release, releases, stage),
      finding: null,
    };
  } catch (error) {
    const { finding } = asSlipway(error);
    return { release: null, known: await knownDigests(released, null, null, stage), finding };
  }
}

function releaseStanding(
  packages: readonly WantedPackage[],
  { release, known, finding }: SeenAtGithub,
  released: Released,
  { github, repository }: LookPlaces,
): Standings | null {
  if (!github || !repository) return null;
  const wanted = wantedAssets(repository, packages, released, known);
  if (finding) {
    return { ...comparePackage(wanted, null, 'GitHub did not tell'), findings: [finding] };
  }
  return compareRelease(wanted, release && toSeenRelease(release));
}

function toSeenRelease(release: GithubRelease): Parameters<typeof compareRelease>[1] {
  const files = [...release.assets]
    .filter(([, { uploaded }]) => uploaded)
    .map(([file, { sha256 }]) => ({ file, sha256, yanked: false }));
  return { isDraft: release.draft, isWithdrawn: isWithdrawn(release), files };
}
