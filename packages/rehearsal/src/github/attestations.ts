import { Refusal, json, type Handler } from '../message/message.ts';
import { nextId } from '../state/state.ts';
import {
  changeSettings,
  invalid,
  readJson,
  repositoryOf,
  repositorySettings,
} from './repository.ts';

/** `POST …/attestations` with `{"bundle":{…}}`, as actions/attest sends it. */
export const addAttestation: Handler = (request, state) => {
  const { bundle } = readJson(request);
  const repository = repositoryOf(request);
  const { visibility, attestations } = repositorySettings(repository, state);
  if (visibility === 'private') {
    throw new Refusal(
      422,
      'Feature not available for user-owned private repositories. To enable this feature, please make this repository public.',
    );
  }
  const subjects = subjectsOf(bundle);
  if (subjects === null) throw invalid(['Bundle is invalid']);
  const id = nextId(state);
  const added = { id, subjects, bundle: bundle as object };
  changeSettings(repository, { attestations: [...attestations, added] }, state);
  return json(201, { id });
};

/** `GET …/attestations/{digest}`, `sha256:…` */
export const listAttestations: Handler = (request, state) => {
  const { attestations } = repositorySettings(repositoryOf(request), state);
  const digest = request.parameters['digest'] ?? '';
  const found = attestations.filter(({ subjects }) => subjects.includes(digest));
  if (found.length === 0) throw new Refusal(404, 'Not Found');
  return json(200, { attestations: found.map(({ bundle }) => ({ repository_id: 2, bundle })) });
};

/** The digests that a bundle's statement speaks of; null when it has none. */
function subjectsOf(bundle: unknown): string[] | null {
  try {
    const { dsseEnvelope } = bundle as { dsseEnvelope: { payload: string } };
    const text = Buffer.from(dsseEnvelope.payload, 'base64').toString('utf8');
    const { subject } = JSON.parse(text) as { subject: { digest: { sha256: string } }[] };
    return subject.map(({ digest }) => `sha256:${digest.sha256}`);
  } catch {
    return null;
  }
}
