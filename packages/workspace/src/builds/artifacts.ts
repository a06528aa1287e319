import type { Crate, PythonPackage, Repository } from '@slipway/release/manifest';
import { orderCrates, type Artifact } from '@slipway/release/plan';
import type { GateInput } from '@slipway/release/publish';
import { crateBuild, sdistBuild, wheelBuilds } from './builds.ts';
import { isPublished } from '../subject/index.ts';
import type { Place, Matter, Way, Notes } from '../stage/index.ts';

/** The packaged crate, proved to be the one that was checked. */
export async function crateArtifact(
  crate: Crate,
  stage: Place & Matter & Way & Notes,
): Promise<Artifact> {
  const { artifacts } = await crateBuild(crate, stage);
  return artifacts[0]!;
}

/** The wheels of the given platforms and the sdist, proved to be those that were checked. */
export async function pythonArtifacts(
  python: PythonPackage,
  targets: readonly string[],
  stage: Place & Matter & Way & Notes,
): Promise<Artifact[]> {
  const builds = [...(await wheelBuilds(python, targets, stage)), await sdistBuild(python, stage)];
  return builds.flatMap(({ artifacts }) => artifacts);
}

/** Every artifact of the release by package, crates in publishing order. */
export async function artifactsByPackage(
  repository: Repository,
  targets: readonly string[],
  stage: Place & Matter & Way & Notes,
): Promise<Pick<GateInput, 'crates' | 'python'>> {
  const { order } = orderCrates(repository.crates);
  const crates = order.flatMap(
    (name) => repository.crates.find((crate) => crate.name === name && crate.publishable) ?? [],
  );
  return {
    crates: await Promise.all(crates.map((crate) => crateArtifact(crate, stage))),
    python: await Promise.all(
      repository.pythons.filter(isPublished).map(async (python) => ({
        name: python.name,
        artifacts: await pythonArtifacts(python, targets, stage),
      })),
    ),
  };
}
