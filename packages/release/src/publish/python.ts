import { readUploadFields, type UploadFields } from '../artifact/index.ts';
import { archiveUnreadable, hasErrors, SlipwayError } from '../finding/index.ts';
import {
  lentToken,
  mintPypiToken,
  pypiAudience,
  renewedTokens,
  type RegistryToken,
  type RenewedTokens,
} from '../identity/index.ts';
import { decide, type Artifact, type Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { observeProject, uploadFile, type Destination } from '../registry/index.ts';
import type { Workshop } from '../command/index.ts';
import { passing } from '../request/index.ts';
import { slowestSending, uploadsAtOnce } from '../schedule/index.ts';
import { apply, type Attempt, type Upload } from './apply.ts';
import { attempt } from './attempt.ts';
import { attestUploads } from './attestations.ts';
import type { Told } from './crates.ts';
import { paceOf } from './pace.ts';
import { isLive, waitUntilVisible } from './visible.ts';

/** A file with its attestation, as JSON; null where it is sent without one. */
type PythonUpload = Upload &
  Artifact & {
    readonly attestation: string | null;
    /** Milliseconds that it may take. */
    readonly sending: number;
  };

/**
 * Uploads the wheels and the sdist of one package, those that the registry lacks, several at once, when all of
 * those are attested.
 * @throws SlipwayError SLW402 before anything is sent when one file is there with other bytes,
 * SLW407 when one cannot be attested; SLW403 when one is refused, SLW404 when one stays invisible, SLW302
 * without a token.
 */
export async function publishPython(
  name: string,
  artifacts: readonly Artifact[],
  destination: Destination,
  workshop: Workshop,
  told: Told,
): Promise<void> {
  const { ports } = workshop;
  const observe = (): Promise<Observation> => observeProject(name, destination.pypi, ports);
  const tokens = tokensOf(destination, ports);
  const live = await observe();
  const { actions, findings } = decide(destination.pypi.title, artifacts, live);
  for (const action of actions) told.action(action);
  const [conflict] = findings;
  if (conflict && hasErrors(findings)) throw new SlipwayError(conflict);
  const isMissing = ({ file }: Artifact): boolean => !live.has(file);
  const attestations = await attestUploads(artifacts, isMissing, destination, workshop);
  const perform = async (upload: PythonUpload): Promise<Attempt> => {
    if (live.has(upload.file)) return { live: true, result: 'already-there' };
    const isThere = async (): Promise<boolean> =>
      isLive(upload, await observe(), destination.pypi.title);
    return attempt(() => send(upload, tokens, destination, workshop), isThere, ports);
  };
  const limit = uploadsAtOnce(artifacts);
  const uploads = firstThenRest(artifacts, live, destination.pypi.title).map((upload) => ({
    ...upload,
    sending: slowestSending(upload.bytes, limit),
    attestation: attestations.get(upload.file) ?? null,
  }));
  try {
    const options = { ...paceOf(told, workshop), limit };
    for await (const receipt of apply(uploads, perform, options)) told.receipt(receipt);
    // While we look, the token goes back.
    void tokens.revoke();
    await waitUntilVisible(artifacts, observe, destination.pypi.title, ports);
  } finally {
    told.found(await tokens.revoke());
  }
}

/**
 * The first file of a version makes the release (and, with a pending publisher, the project); the
 * others wait for it, so that no two of them make it at once.
 */
function firstThenRest(
  artifacts: readonly Artifact[],
  live: Observation,
  registry: Upload['registry'],
): (Upload & Artifact)[] {
  const first = artifacts.find(({ file }) => !live.has(file));
  const begun = artifacts.some(({ file }) => live.has(file));
  return artifacts.map((artifact) => ({
    ...artifact,
    registry,
    after: begun || !first || artifact === first ? [] : [first.file],
  }));
}

async function send(
  upload: PythonUpload,
  tokens: RenewedTokens,
  destination: Destination,
  { root, ports, progress }: Workshop,
): Promise<void> {
  progress(`uploading ${upload.file}`);
  const path = `${root}/${upload.path}`;
  const opened = await ports.files.openBlob(path);
  const content = { bytes: opened.size, read: () => ports.files.stream(path) };
  const { attestation } = upload;
  const form = { fields: await fieldsOf(upload, opened), content, attestation };
  const token = await tokens.get(upload.sending);
  try {
    await uploadFile(upload, form, token.token, destination.pypi, ports);
  } catch (error) {
    // It may have been the token: the next try has another.
    if (passing(error)?.isOpen === false) tokens.forget(token);
    throw error;
  }
}

async function fieldsOf({ file, path }: Artifact, content: Blob): Promise<UploadFields> {
  const fields = await readUploadFields(content, file);
  if (!('kind' in fields)) return fields;
  const { detail } = fields;
  throw archiveUnreadable.error({ detail }, { at: { file: path, line: null } });
}

/**
 * One token for all files; an owner's own, in an emergency. Whom its identity has to be for is asked at once, beside
 * whatever else is asked before the first upload.
 */
function tokensOf({ pypi, identity }: Destination, ports: Ports): RenewedTokens {
  const { ownToken } = pypi;
  if (ownToken) return renewedTokens(async () => lentToken(ownToken, ports), ports);
  let audience = identity ? pypiAudience(pypi, ports) : undefined;
  // Who uploads nothing never hears of it.
  audience?.catch(() => undefined);
  const mint = (): Promise<RegistryToken> => {
    const asked = audience;
    audience = undefined;
    return mintPypiToken(identity, pypi, ports, asked);
  };
  return renewedTokens(mint, ports);
}
