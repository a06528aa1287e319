import { readLockFile } from '@slipway/release/artifact';
import { checksumsFile, sbomFile } from '@slipway/release/layout';
import type { Repository } from '@slipway/release/manifest';
import type { Commit } from '@slipway/release/history';
import type { Artifact, ArtifactKind } from '@slipway/release/plan';
import type { GateInput } from '@slipway/release/publish';
import { releaseSbom, type SbomPackage } from '@slipway/release/sbom';
import { basename, join } from 'node:path';
import type { Place } from '../stage/index.ts';

/** The file that `sha256sum --check` reads. */
export async function writeChecksums(
  artifacts: readonly Artifact[],
  version: string,
  place: Place,
): Promise<Artifact> {
  const lines = artifacts.map(({ sha256, file }) => `${sha256}  ${file}\n`).sort();
  return writeFile('checksums', checksumsFile, lines.join(''), version, place);
}

/** The bill of materials of what is released. */
export async function writeSbom(
  { crates, python }: Pick<GateInput, 'crates' | 'python'>,
  { pythons }: Repository,
  { repository, date }: Pick<Commit, 'repository' | 'date'>,
  version: string,
  place: Place,
): Promise<Artifact> {
  const lockOf = async (artifact: Artifact | undefined): Promise<string | null> => {
    const { files } = place.workshop.ports;
    const bytes = artifact && (await files.readBytes(join(place.root, artifact.path)));
    return bytes ? readLockFile(bytes) : null;
  };
  const packages = [
    ...crates.map(async (artifact): Promise<SbomPackage> => {
      const { package: name, version: own } = artifact;
      const lock = await lockOf(artifact);
      return { type: 'cargo', name, version: own, crate: name, artifacts: [artifact], lock };
    }),
    ...python.map(async ({ name, artifacts }): Promise<SbomPackage> => {
      const crate = pythons.find((one) => one.name === name)?.crate ?? name;
      const lock = await lockOf(artifacts.find(({ kind }) => kind === 'sdist'));
      const own = artifacts[0]?.version ?? version;
      return { type: 'pypi', name, version: own, crate, artifacts, lock };
    }),
  ];
  const subject = { name: repository ?? 'workspace', version, date };
  const text = await releaseSbom(subject, await Promise.all(packages));
  return writeFile('sbom', sbomFile, text, version, place);
}

async function writeFile(
  kind: ArtifactKind,
  path: string,
  text: string,
  version: string,
  { root, workshop }: Place,
): Promise<Artifact> {
  await workshop.ports.files.write(join(root, path), text);
  const digest = await workshop.ports.files.digest(join(root, path));
  const { sha256 = '', bytes = 0 } = digest ?? {};
  return { kind, package: 'release', version, file: basename(path), path, sha256, bytes };
}
