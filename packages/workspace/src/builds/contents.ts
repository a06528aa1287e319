import { trackedFiles } from '@slipway/release/build';
import type { Check } from '@slipway/release/finding';
import type { Repository } from '@slipway/release/manifest';
import { checkContents, type EarlierPlaces, type GateInput } from '@slipway/release/publish';
import type { Destination } from '@slipway/release/registry';
import { publicPlaces } from '../destination/index.ts';
import type { Place, Matter } from '../stage/index.ts';

/** Rows of the gate for what the packages hold: against git, and against their last versions. */
export async function contentRows(
  { crates }: Repository,
  { crates: packed, python }: Pick<GateInput, 'crates' | 'python'>,
  destination: Destination,
  stage: Place & Matter,
): Promise<Check[]> {
  const directoryOf = (name: string): string =>
    crates.find((crate) => crate.name === name)?.directory ?? '';
  const sdists = python.flatMap(({ artifacts }) =>
    artifacts.filter(({ kind }) => kind === 'sdist'),
  );
  const packages = [
    ...packed.map((artifact) => ({ artifact, directory: directoryOf(artifact.package) })),
    ...sdists.map((artifact) => ({ artifact, directory: null })),
  ];
  const { workshop, settings } = stage;
  const files = await trackedFiles(workshop);
  const packable = { files, untracked: settings.packUntracked ?? [] };
  return checkContents(packages, packable, await earlierPlaces(destination, stage), workshop);
}

/** Loopback registries begin empty: there the public ones are asked what was published before. */
async function earlierPlaces(
  { name, cratesIo, pypi }: Destination,
  { workshop }: Place,
): Promise<EarlierPlaces> {
  if (workshop.ports.environment.get('CARGO_NET_OFFLINE') === 'true') return null;
  const places = await publicPlaces(workshop);
  return name === 'rehearsal' ? places : { cratesIo: cratesIo ?? places.cratesIo, pypi };
}
