import { readRecord } from '@slipway/release/build';
import type { Workshop } from '@slipway/release/command';
import type { Crate, PythonPackage, Repository } from '@slipway/release/manifest';
import { orderCrates, type Artifact } from '@slipway/release/plan';
import { crateFolder, sdistFolder, wheelFolder } from '@slipway/release/layout';
import type { GateInput } from '@slipway/release/publish';
import { isPublished } from './repository.ts';
import type { Stage } from './stage.ts';
import { targetsHere } from './targets.ts';

type Place = Pick<Workshop, 'root' | 'ports'>;

/** The packaged crate, proved to be the one that was checked. */
export async function crateArtifact(crate: Crate, place: Place): Promise<Artifact> {
  const record = await readRecord(crateFolder(crate.name), `${crate.name}:build`, place);
  return record.artifacts[0]!;
}

/** The wheels of the given platforms and the sdist, proved to be those that were checked. */
export async function pythonArtifacts(
  python: PythonPackage,
  targets: readonly string[],
  place: Place,
): Promise<Artifact[]> {
  const wheels = await wheelArtifacts(python, targets, place);
  const sdist = await readRecord(sdistFolder(python.name), `${python.name}:build`, place);
  return [...wheels, ...sdist.artifacts];
}

/** The wheels alone. */
export async function wheelArtifacts(
  python: PythonPackage,
  targets: readonly string[],
  place: Place,
): Promise<Artifact[]> {
  const records = await Promise.all(
    targets.map((target) =>
      readRecord(wheelFolder(python.name, target), `${python.name}:build-wheels--${target}`, place),
    ),
  );
  return records.flatMap(({ artifacts }) => artifacts);
}

/** Every artifact of the release: crates in publishing order, then wheels and sdists. */
export async function allArtifacts(
  repository: Repository,
  targets: readonly string[],
  stage: Stage,
): Promise<Artifact[]> {
  const { crates, python } = await artifactsByPackage(repository, targets, stage);
  return [...crates, ...python.flatMap(({ artifacts }) => artifacts)];
}

/** The same, by package. */
export async function artifactsByPackage(
  repository: Repository,
  targets: readonly string[],
  stage: Stage,
): Promise<Pick<GateInput, 'crates' | 'python'>> {
  const { order } = orderCrates(repository.crates);
  const crates = order.flatMap(
    (name) => repository.crates.find((crate) => crate.name === name && crate.publishable) ?? [],
  );
  return {
    crates: await Promise.all(crates.map((crate) => crateArtifact(crate, stage.workshop))),
    python: await Promise.all(
      repository.pythons.filter(isPublished).map(async (python) => {
        const here = await targetsHere(python, targets, stage);
        return {
          name: python.name,
          artifacts: await pythonArtifacts(python, here, stage.workshop),
        };
      }),
    ),
  };
}
