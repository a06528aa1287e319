import { attestationFolder } from '../layout/index.ts';
import type { Artifact } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { isAttestationOf, type Attestation } from './pep740.ts';

interface Place {
  readonly root: string;
  readonly ports: Pick<Ports, 'files'>;
}

/** As PyPI's own tools name it. */
const nameOf = (file: string): string => `${file}.publish.attestation`;
const pathOf = (file: string): string => `${attestationFolder}/${nameOf(file)}`;

/** Keeps a file's attestation beside the artifacts; null forgets what an earlier run has kept. */
export async function saveAttestation(
  { file }: Pick<Artifact, 'file'>,
  attestation: Attestation | null,
  { root, ports }: Place,
): Promise<void> {
  const path = `${root}/${pathOf(file)}`;
  if (attestation) await ports.files.write(path, JSON.stringify(attestation));
  else await ports.files.remove(path);
}

/** The attestation that was kept of this very artifact; null when there is none. */
export async function savedAttestation(
  artifact: Artifact,
  { root, ports }: Place,
): Promise<Attestation | null> {
  const text = await ports.files.readText(`${root}/${pathOf(artifact.file)}`);
  const attestation = text === null ? null : parsed(text);
  return isAttestationOf(attestation, artifact) ? attestation : null;
}

/** The attestations that were kept of these very artifacts, as files to be attached to a release. */
export async function savedAttestations(
  artifacts: readonly Artifact[],
  place: Place,
): Promise<Artifact[]> {
  const found = await Promise.all(artifacts.map((artifact) => savedOf(artifact, place)));
  return found.filter((one) => one !== null);
}

async function savedOf(artifact: Artifact, { root, ports }: Place): Promise<Artifact | null> {
  const path = pathOf(artifact.file);
  const digest = await ports.files.digest(`${root}/${path}`);
  if (digest === null || !(await savedAttestation(artifact, { root, ports }))) return null;
  return { ...artifact, kind: 'attestation', file: nameOf(artifact.file), path, ...digest };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
