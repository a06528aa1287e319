import { attestFiles, isAttestationOf, saveAttestation } from '../attestation/index.ts';
import type { Workshop } from '../command/index.ts';
import type { Artifact, Observation } from '../plan/index.ts';
import { readProvenance, type Destination } from '../registry/index.ts';

/**
 * The attestations of the files that are to be uploaded, as JSON by file name: all of them before the first is
 * sent. Files that are live already are not attested again, since the registry would not keep it; what it
 * keeps of them is saved beside the new ones. Empty where the destination has none who signs.
 * @throws SlipwayError SLW407, SLW303, SLW401; then nothing was uploaded.
 */
export async function attestUploads(
  artifacts: readonly Artifact[],
  live: Observation,
  destination: Destination,
  workshop: Workshop,
): Promise<ReadonlyMap<string, string>> {
  // What an earlier run has left may be a rehearsal's.
  for (const artifact of artifacts) await saveAttestation(artifact, null, workshop);
  const { sigstore, identity, pypi } = destination;
  if (!sigstore) return new Map();
  const missing = artifacts.filter(({ file }) => !live.has(file));
  const { ports, progress } = workshop;
  for (const { file } of missing) progress(`attesting ${file}`);
  const signing = { sigstore, identity, registry: pypi.title };
  const made = await attestFiles(missing, signing, ports);
  for (const artifact of artifacts) {
    const attestation = made.get(artifact.file) ?? (await keptOf(artifact, destination, workshop));
    if (attestation) await saveAttestation(artifact, attestation, workshop);
  }
  return new Map([...made].map(([file, one]) => [file, JSON.stringify(one)]));
}

/** The attestation that the registry keeps of a file; undefined where it has none. */
async function keptOf(artifact: Artifact, { pypi }: Destination, { ports }: Workshop) {
  const kept = await readProvenance(artifact, pypi, ports);
  return kept.find((one) => isAttestationOf(one, artifact));
}
