import {
  attestFiles,
  isAttestationOf,
  saveAttestation,
  savedAttestation,
  type Attestation,
} from '../attestation/index.ts';
import type { Workshop } from '../command/index.ts';
import { SlipwayError } from '../finding/index.ts';
import type { Artifact } from '../plan/index.ts';
import { readProvenance, type Destination } from '../registry/index.ts';

/** Forgets what earlier runs have left, which may be a rehearsal's. */
export async function forgetAttestations(
  artifacts: readonly Artifact[],
  workshop: Workshop,
): Promise<void> {
  for (const artifact of artifacts) await saveAttestation(artifact, null, workshop);
}

/**
 * The attestations of the files that are to be uploaded, as JSON by file name: those that are saved, and new ones
 * for the others, all of them before the first is sent. Files that are live already are not attested again,
 * since the registry would not keep it; what it keeps of them is saved beside the new ones. Empty where the
 * destination has none who signs.
 * @throws SlipwayError SLW407, SLW303, SLW401; then nothing was uploaded.
 */
export async function attestUploads(
  artifacts: readonly Artifact[],
  isMissing: (artifact: Artifact) => boolean,
  destination: Destination,
  workshop: Workshop,
): Promise<ReadonlyMap<string, string>> {
  const { sigstore, identity, pypi } = destination;
  if (!sigstore) {
    await forgetAttestations(artifacts, workshop);
    return new Map();
  }
  const { ports, progress } = workshop;
  const known = new Map<string, Attestation>();
  for (const artifact of artifacts) {
    const saved = await savedAttestation(artifact, workshop);
    if (saved) known.set(artifact.file, saved);
  }
  const missing = artifacts.filter(isMissing);
  const bare = missing.filter(({ file }) => !known.has(file));
  for (const { file } of bare) progress(`attesting ${file}`);
  const signing = { sigstore, identity, registry: pypi.title };
  const made = await attestFiles(bare, signing, ports);
  for (const artifact of artifacts.filter(({ file }) => !known.has(file))) {
    const one = made.get(artifact.file) ?? (await keptOf(artifact, destination, workshop));
    if (!one) continue;
    known.set(artifact.file, one);
    await saveAttestation(artifact, one, workshop);
  }
  return new Map(missing.map(({ file }) => [file, JSON.stringify(known.get(file))]));
}

/** The attestation that the registry keeps of a file; undefined where it has none, or does not tell. */
async function keptOf(artifact: Artifact, { pypi }: Destination, { ports }: Workshop) {
  const kept = await readProvenance(artifact, pypi, ports).catch(orNone);
  return kept.find((one) => isAttestationOf(one, artifact));
}

/** The file is live: a release does not stop for a copy of what proves it. */
function orNone(error: unknown): unknown[] {
  if (error instanceof SlipwayError) return [];
  throw error;
}
