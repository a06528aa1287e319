import { registryAnswered, uploadRefused } from '../finding/index.ts';
import type { Secret } from '../identity/index.ts';
import type { Artifact, Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import { normalizedName } from '../manifest/index.ts';
import {
  again,
  ask,
  limitsFor,
  objectOf,
  Passing,
  streamed,
  troubleOf,
  type Answer,
} from '../request/index.ts';
import type { PypiEndpoint } from './destination.ts';
import { formOf, type FormFile } from './form.ts';
import { recognized } from '../explanation/index.ts';

/** A file of a project, as the simple API tells of it. PEP 691, PEP 700 */
export interface ProjectFile {
  readonly file: string;
  /** Where it is downloaded. */
  readonly url: string;
  readonly sha256: string | null;
  readonly yanked: boolean;
  /** The Pythons that it is for, as PEP 440 has it; null for all. */
  readonly requiresPython: string | null;
  /** Milliseconds since 1970; null where the registry does not tell. */
  readonly uploadedAt: number | null;
}

/** What a registry has of a project. */
export interface ProjectListing {
  /** Whether the registry knows the project; one that was just made has no file. */
  readonly isKnown: boolean;
  /** Also those without a file. */
  readonly versions: readonly string[];
  readonly files: readonly ProjectFile[];
  /** The registry's own clock, in milliseconds since 1970; ours where it does not tell. */
  readonly now: number;
}

/**
 * Everything that the registry lists of a project, from the simple API. Empty when the project is unknown.
 * @throws SlipwayError SLW401, SLW405.
 */
export async function listProject(
  name: string,
  endpoint: PypiEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<ProjectListing> {
  const url = `${endpoint.simple}${normalizedName(name)}/`;
  const headers = { accept: 'application/vnd.pypi.simple.v1+json', 'cache-control': 'no-cache' };
  return again(async () => {
    const answer = await ask(endpoint.title, url, { headers, redirect: 'manual' }, ports);
    const { status, ok } = answer;
    const date = Date.parse(answer.headers.get('date') ?? '');
    const now = Number.isNaN(date) ? ports.clock.now() : date;
    // A mirror may send us elsewhere for what it does not have; then it does not have it.
    if (status === 404 || (status >= 300 && status < 400)) {
      return { isKnown: false, versions: [], files: [], now };
    }
    const { files, versions } = objectOf(answer);
    if (ok && Array.isArray(files)) {
      const known = Array.isArray(versions) ? versions.map(String) : [];
      return { isKnown: true, versions: known, files: files.map((file) => toFile(file, url)), now };
    }
    const detail = 'not an answer of the simple API';
    const context = { registry: endpoint.title, url, status, detail };
    throw registryAnswered.error(context, { cause: troubleOf(answer, ports.clock.now()) });
  }, ports);
}

interface FileData {
  readonly filename?: unknown;
  readonly url?: unknown;
  readonly hashes?: { readonly sha256?: unknown };
  /** The reason, or true. */
  readonly yanked?: unknown;
  readonly 'upload-time'?: unknown;
  readonly 'requires-python'?: unknown;
}

function toFile(file: FileData, page: string): ProjectFile {
  const sha256 = file.hashes?.sha256;
  const uploadedAt = Date.parse(String(file['upload-time']));
  return {
    file: String(file.filename),
    url: URL.parse(String(file.url), page)?.href ?? '',
    sha256: typeof sha256 === 'string' ? sha256.toLowerCase() : null,
    yanked: file.yanked === true || typeof file.yanked === 'string',
    requiresPython: typeof file['requires-python'] === 'string' ? file['requires-python'] : null,
    uploadedAt: Number.isNaN(uploadedAt) ? null : uploadedAt,
  };
}

/** What the registry has of a project: file name → SHA-256. @throws SlipwayError as `listProject`. */
export async function observeProject(
  name: string,
  endpoint: PypiEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<Observation> {
  return toObservation(await listProject(name, endpoint, ports));
}

/** The files of a project by their digests. */
export function toObservation({ files }: Pick<ProjectListing, 'files'>): Observation {
  return new Map(files.map(({ file, sha256 }) => [file, sha256]));
}

/**
 * The attestations that the registry keeps of a file, by PyPI's Integrity API (PEP 740); none where it says that it
 * has none, which is 404 alone.
 * @throws SlipwayError SLW401, SLW405.
 */
export async function readProvenance(
  { package: name, version, file }: Pick<Artifact, 'package' | 'version' | 'file'>,
  endpoint: PypiEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<unknown[]> {
  const path = [normalizedName(name), version, file].map(encodeURIComponent).join('/');
  const url = `${endpoint.integrity}${path}/provenance`;
  const headers = { accept: 'application/vnd.pypi.integrity.v1+json' };
  return again(async () => {
    const answer = await ask(endpoint.title, url, { headers }, ports);
    const { status, ok } = answer;
    if (status === 404) return [];
    const { attestation_bundles: bundles } = objectOf(answer);
    if (ok && Array.isArray(bundles)) {
      return bundles.flatMap(
        (bundle: { attestations?: unknown[] } | null) => bundle?.attestations ?? [],
      );
    }
    const detail = 'not an answer of the integrity API';
    const context = { registry: endpoint.title, url, status, detail };
    throw registryAnswered.error(context, { cause: troubleOf(answer, ports.clock.now()) });
  }, ports);
}

/**
 * Uploads one file by the legacy API. `fields` are the form's fields without the digests; `attestation`
 * is one of PEP 740 as JSON, which the registry takes with a token of trusted publishing alone.
 * Sending the same bytes twice is harmless: the registry answers 200 and does nothing.
 * @throws SlipwayError SLW403 with the registry's reason, SLW401; the cause is `Passing` where another try may end
 * better.
 */
export async function uploadFile(
  artifact: Artifact,
  upload: {
    readonly fields: readonly (readonly [string, string])[];
    readonly content: Pick<FormFile, 'bytes' | 'read'>;
    readonly attestation: string | null;
  },
  token: Secret,
  endpoint: PypiEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<void> {
  const { file: name, sha256: mark } = artifact;
  const fields = [...upload.fields, ['sha256_digest', artifact.sha256] as const];
  if (upload.attestation !== null) fields.push(['attestations', `[${upload.attestation}]`]);
  const form = formOf(fields, { ...upload.content, field: 'content', name, mark });
  const credentials = Buffer.from(`__token__:${token.reveal()}`).toString('base64');
  const accept = 'application/json';
  const headers = { ...form.headers, authorization: `Basic ${credentials}`, accept };
  const init = { ...streamed, method: 'POST', headers, body: form.body };
  const limits = limitsFor(upload.content.bytes);
  const answer = await ask(endpoint.title, endpoint.upload, init, ports, limits);
  if (answer.ok) return;
  const detail = describe(answer);
  const context = { registry: endpoint.title, file: artifact.file, detail };
  const refusal = uploadRefused.error(context, {
    at: { file: artifact.path, line: null },
    cause: isOutworn(answer, detail)
      ? new Passing({ isOpen: false })
      : troubleOf(answer, ports.clock.now()),
  });
  throw recognized(refusal);
}

/** Whether it was the token, which another one may mend: they live a quarter of an hour. */
function isOutworn({ status }: Answer, detail: string): boolean {
  return (
    [401, 403].includes(status) && /token is expired|invalid or non-existent auth/i.test(detail)
  );
}

/** The reason stands in the status line (HTTP/1.1) and in the body; PyPI writes both. */
function describe(answer: Answer): string {
  const { title, message } = objectOf(answer);
  const told = title ?? message;
  if (told !== undefined) return String(told);
  const text = answer.text.replace(/<[^>]+>/g, ' ').trim();
  return answer.statusText || text.slice(0, 300) || `status ${answer.status}`;
}
