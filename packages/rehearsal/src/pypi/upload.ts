import { blake2b } from 'hash-wasm';
import { createHash } from 'node:crypto';
import { ownerOf } from '../oidc/claims.ts';
import { Refusal, redirect, type Handler, type HttpResponse } from '../message/message.ts';
import type { PypiFile, PypiRelease, Project, Showing } from '../state/rows.ts';
import { sha256Of } from '../state/blobs.ts';
import { showingFrom } from '../state/showing.ts';
import type { State } from '../state/state.ts';
import { verifyAccount, verifyActive, verifyCreationRate, verifyOpen } from './account.ts';
import { readProvenance } from './attestation-check.ts';
import { verifySdist, verifyWheel } from './archive-check.ts';
import { identify, verifyPermission } from './authorize.ts';
import type { Upload } from './file-upload.ts';
import { verifyFreeName } from './file-name.ts';
import { formChecks, licenseFiles } from './form-check.ts';
import { readForm, type Form } from './form.ts';
import { addresses } from '../upstream.ts';
import { creationProblem, findProject, newProject, projectKey, type Site } from './site.ts';
import { readVersion, sameVersion } from './version.ts';

const mebibyte = 1024 * 1024;
const usualFile = 100 * mebibyte;
const usualTotal = 10 * 1024 * mebibyte;
const done: HttpResponse = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=UTF-8' },
  body: '',
};

export function slashlessHandler({ base }: Site): Handler {
  return () => ({
    ...redirect(308, `${base}/legacy/`),
    reason:
      'An upload was attempted to /legacy but the expected upload URL is /legacy/ (with a trailing slash)',
  });
}

/** `POST /legacy/`. The checks come in warehouse's order; a refused upload leaves nothing behind. */
export function uploadHandler(site: Site): Handler {
  return async (request, state, now) => {
    verifyOpen(site, state);
    const uploader = identify(request, site, state);
    if (uploader.kind === 'owner') verifyAccount(site, state);
    const form = readForm(request.body, request.headers['content-type'] ?? '');
    if (!form) throw new Refusal(400, 'Error: Include at least one message digest.');
    for (const check of formChecks) {
      const problem = check(form);
      if (problem !== null) throw new Refusal(400, problem);
    }
    const name = form.get('name') ?? '';
    const project = findProject(site, name, state);
    if (uploader.kind === 'owner' && !project) verifyCreation(name, site, state, now);
    verifyPermission(uploader, name, site, state, now);
    if (project) verifyActive(project, uploader.kind === 'run', site);
    const upload = await toUpload(form, name);
    verifyFile(upload, state, site);
    if (isKnownFile(upload, site, state)) return done;
    verifyRelease(upload, site, state, now);
    const metadata = await verifyArchive(upload);
    const provenance = await readProvenance(upload, uploader, site, state);
    const kept = {
      metadata: metadata && (await state.blobs.put(metadata)),
      provenance: provenance && (await state.blobs.put(Buffer.from(provenance))),
    };
    await state.blobs.put(upload.bytes, upload.digests.sha256);
    // Other uploads ran while this one waited: the file may have arrived meanwhile.
    if (isKnownFile(upload, site, state)) return done;
    verifyRelease(upload, site, state, now);
    addFile(upload, { ...kept, ...showingFrom(now, request) }, site, state, now);
    return done;
  };
}

function verifyCreation(name: string, site: Site, state: State, now: number): void {
  const problem = creationProblem(site, name, state);
  if (problem) throw problem;
  verifyCreationRate(site, state, now);
}

async function toUpload(form: Form, name: string): Promise<Upload> {
  const { name: file, bytes } = form.file ?? { name: '', bytes: Buffer.alloc(0) };
  const digests = {
    md5: createHash('md5').update(bytes).digest('hex'),
    sha256: sha256Of(bytes),
    // OpenSSL, and so Node, offers no digest of 32 bytes of it (RFC 7693).
    blake2: await blake2b(bytes, 256),
  };
  return { form, name, version: form.get('version') ?? '', file, bytes, digests };
}

/** Steps 11 to 14. */
function verifyFile({ form, file, bytes, digests, name }: Upload, state: State, site: Site): void {
  const filetype = form.get('filetype') ?? '';
  const extension = /\.(?:tar\.gz|whl|zip)$/.exec(file)?.[0];
  if (extension === undefined) {
    throw new Refusal(
      400,
      'Invalid file extension: Use .tar.gz, .whl or .zip extension. See https://www.python.org/dev/peps/pep-0527 and https://peps.python.org/pep-0715/ for more information',
    );
  }
  if ((filetype === 'sdist') === (extension === '.whl')) {
    throw new Refusal(
      400,
      `Extension ${extension} is invalid for filetype ${filetype}. See https://www.python.org/dev/peps/pep-0527 for more information.`,
    );
  }
  if (form.file?.type.startsWith('image/')) throw new Refusal(400, 'Invalid distribution file.');
  verifySize(bytes.length, name, state, site);
  const given = [
    [form.get('md5_digest'), digests.md5],
    [form.get('sha256_digest'), digests.sha256],
    [form.get('blake2_256_digest'), digests.blake2],
  ];
  if (given.some(([said, is]) => said && said.toLowerCase() !== is)) {
    throw new Refusal(
      400,
      'The digest supplied does not match a digest calculated from the uploaded file.',
    );
  }
}

const seeLimits = `See ${addresses.pypiDocs}/project-management/storage-limits for more information.`;

/** Step 13: limits that PyPI's staff can raise for a project. */
function verifySize(bytes: number, name: string, state: State, site: Site): void {
  const project = findProject(site, name, state);
  const { fileLimit = usualFile, totalLimit = usualTotal } = project ?? {};
  const who = `project '${project?.name ?? name}'`;
  if (bytes > fileLimit) {
    const limit = Math.floor(fileLimit / mebibyte);
    throw new Refusal(400, `File too large. Limit for ${who} is ${limit} MB. ${seeLimits}`);
  }
  const files = project?.releases.flatMap((release) => release.files) ?? [];
  const total = files.reduce((sum, file) => sum + file.bytes, bytes);
  if (total <= totalLimit) return;
  const limit = Math.floor(totalLimit / (1024 * mebibyte));
  throw new Refusal(
    400,
    `Project size too large. Limit for ${who} total size is ${limit} GB. ${seeLimits}`,
  );
}

/** Step 15 and 16: true when these bytes are there under this name, counted once more. */
function isKnownFile(upload: Upload, site: Site, state: State): boolean {
  const known = verifyFreeName(upload, site, state);
  if (!known) return false;
  const project = findProject(site, upload.name, state);
  if (project) {
    const counted = { ...known, uploads: known.uploads + 1, accepted: known.accepted + 1 };
    const releases = project.releases.map((release) => ({
      ...release,
      files: release.files.map((file) => (file === known ? counted : file)),
    }));
    state.projects.set(projectKey(site, project.name), { ...project, releases });
  }
  return true;
}

const fortnight = 14 * 24 * 60 * 60_000;

/** Steps 17 and 18. */
function verifyRelease(upload: Upload, site: Site, state: State, now: number): void {
  const project = findProject(site, upload.name, state);
  const release = project?.releases.find(({ version }) => sameVersion(version, upload.version));
  if (!release) return;
  if (now - release.createdAt > fortnight) {
    throw new Refusal(400, 'Uploading new files to releases older than 14 days is not allowed.');
  }
  const isSdist = upload.form.get('filetype') === 'sdist';
  if (isSdist && release.files.some(({ packagetype }) => packagetype === 'sdist')) {
    throw new Refusal(400, 'Only one sdist may be uploaded per release.');
  }
}

/** Steps 19 to 21. Returns a wheel's METADATA. */
async function verifyArchive({ form, ...upload }: Upload): Promise<Buffer | null> {
  const claimed = { ...upload, licenses: licenseFiles(form) };
  if (form.get('filetype') === 'bdist_wheel') return verifyWheel(claimed);
  await verifySdist(claimed);
  return null;
}

function addFile(
  upload: Upload,
  kept: Pick<PypiFile, 'metadata' | 'provenance'> & Showing,
  site: Site,
  state: State,
  now: number,
): void {
  const { form, name } = upload;
  const project = findProject(site, name, state) ??
    // Only a person comes here without a project.
    { ...newProject(site, name, ownerOf(state).login, now), byUser: true };
  const release = releaseOf(project, upload, now);
  const file: PypiFile = {
    file: upload.file,
    ...upload.digests,
    bytes: upload.bytes.length,
    packagetype: form.get('filetype') ?? '',
    pythonVersion: form.get('pyversion') ?? 'source',
    requiresPython: form.get('requires_python') || null,
    ...kept,
    uploadedAt: now,
    uploads: 1,
    accepted: 1,
  };
  const grown = { ...release, files: [...release.files, file] };
  const others = project.releases.filter((one) => one.version !== release.version);
  state.projects.set(projectKey(site, name), { ...project, releases: [...others, grown] });
}

function releaseOf(project: Project, { form, version }: Upload, now: number): PypiRelease {
  const known = project.releases.find((release) => sameVersion(release.version, version));
  return (
    known ?? {
      version: readVersion(version)?.normal ?? version,
      createdAt: now,
      summary: form.get('summary') ?? '',
      requiresPython: form.get('requires_python') || null,
      requiresDist: form.all('requires_dist'),
      files: [],
    }
  );
}
