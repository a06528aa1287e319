import { isOfVersion } from '@slipway/release/artifact';
import { SlipwayError, type Finding } from '@slipway/release/finding';
import type { isFor } from '@slipway/release/plan';
import {
  comparePackage,
  findUnmetNeeds,
  findUntagged,
  opennessOf,
  type Standings,
  type TaggedVersion,
  type WantedPackage,
} from '@slipway/release/plan';
import {
  listCrate,
  listProject,
  type CrateRow,
  type CratesIoEndpoint,
  type ProjectFile,
  type PypiEndpoint,
} from '@slipway/release/registry';
import { newestVersion } from '@slipway/release/version';
import type { Released } from '../released/index.ts';
import type { Stage } from '../stage/index.ts';
import { wantedCrate, wantedPython, type KnownDigests } from './wanted-files.ts';

/** The tags that may name a version of a package. */
export type TagsFor = (
  one: Parameters<typeof isFor>[0],
) => readonly Pick<TaggedVersion, 'version'>[];

/** What is known before a registry is asked. */
export interface Expected {
  readonly released: Released;
  readonly known: KnownDigests;
  /** null where versions without a tag are no matter. */
  readonly tags: TagsFor | null;
}

/** How a package stands at a registry. */
export type PackageStanding = Standings & { readonly wanted: WantedPackage };

/** How the crates of a release stand at crates.io; what each is compiled with is looked for as well. */
export async function crateStandings(
  { released, known, tags }: Expected,
  cratesIo: CratesIoEndpoint,
  { workshop }: Pick<Stage, 'workshop'>,
): Promise<PackageStanding[]> {
  const rows = new Map<string, Promise<readonly CrateRow[]>>();
  const list = (name: string): Promise<readonly CrateRow[]> => {
    const asked = rows.get(name) ?? listCrate(name, cratesIo, workshop.ports);
    rows.set(name, asked);
    return asked;
  };
  const own = new Set(released.repository.crates.map(({ name }) => name));
  const look = async (crate: Released['crates'][number]): Promise<PackageStanding> => {
    const wanted = wantedCrate(crate, released, known);
    return orUnknown(wanted, async () => {
      const all = await list(crate.name);
      const here = all.find(({ version }) => version === wanted.version);
      const needs = (here?.needs ?? []).map(({ name }) => name).filter((name) => own.has(name));
      const needed = await Promise.all(
        needs.map(async (name) => [name, await list(name)] as const),
      );
      const live = all.filter(({ yanked }) => !yanked).map(({ version }) => version);
      const seen = {
        files: here ? [{ file: `${crate.name}-${here.version}.crate`, ...here }] : [],
        openness: opennessOf([], 0),
        newest: newestVersion(live),
      };
      const { actions, findings } = comparePackage(wanted, seen);
      const unmet = here ? findUnmetNeeds(here, new Map(needed)) : [];
      const untagged = tags ? untaggedOf(wanted, crate, 'cargo', live, tags) : [];
      return { actions, findings: [...findings, ...unmet, ...untagged] };
    });
  };
  return Promise.all(released.crates.map(look));
}

/** How its Python packages stand, with the files that the registry has of their versions. */
export async function pythonStandings(
  { released, known, tags }: Expected,
  pypi: PypiEndpoint,
  { workshop }: Pick<Stage, 'workshop'>,
): Promise<(PackageStanding & { readonly files: readonly ProjectFile[] })[]> {
  const look = async (python: Released['pythons'][number]) => {
    const wanted = wantedPython(python, pypi.title, released, known);
    let files: readonly ProjectFile[] = [];
    const standing = await orUnknown(wanted, async () => {
      const listing = await listProject(python.name, pypi, workshop.ports);
      files = listing.files.filter(({ file }) => isOfVersion(file, wanted.version));
      const uploads = files.map(({ uploadedAt }) => uploadedAt);
      const seen = {
        files,
        openness: opennessOf(uploads, listing.now),
        newest: newestVersion(listing.versions),
      };
      const { actions, findings } = comparePackage(wanted, seen);
      const live = listing.versions.filter(
        (version) => !listing.files.some((one) => one.yanked && isOfVersion(one.file, version)),
      );
      const untagged = tags ? untaggedOf(wanted, python, 'python', live, tags) : [];
      return { actions, findings: [...findings, ...untagged] };
    });
    return { ...standing, files };
  };
  return Promise.all(released.pythons.map(look));
}

function untaggedOf(
  { registry, package: name, version }: WantedPackage,
  one: { readonly name: string; readonly directory: string },
  ecosystem: 'cargo' | 'python',
  live: readonly string[],
  tags: TagsFor,
): Finding[] {
  const named = tags({ name: one.name, directory: one.directory, ecosystem });
  return findUntagged({ registry, package: name }, version, live, named);
}

/** What a registry that gives no answer leaves. */
async function orUnknown(
  wanted: WantedPackage,
  look: () => Promise<Standings>,
): Promise<PackageStanding> {
  try {
    return { wanted, ...(await look()) };
  } catch (error) {
    const { finding } = asSlipway(error);
    const { actions } = comparePackage(wanted, null, `${wanted.registry} did not tell`);
    return { wanted, actions, findings: [finding] };
  }
}

/** What a registry says is a finding; everything else is our own mistake. */
export function asSlipway(error: unknown): SlipwayError {
  if (error instanceof SlipwayError) return error;
  throw error;
}
