import { json, type Handler, type HttpResponse } from '../message/message.ts';
import type { PypiFile, Project, PypiRelease } from '../state/rows.ts';
import { fileUrl, filesOf, shownProject, versionsOf } from './simple.ts';
import { findProject, projectsOf, type Site } from './site.ts';
import { isPrerelease, readVersion, sameVersion } from './version.ts';

const notFound = (): HttpResponse => json(404, { message: 'Not Found' });

/** `GET /pypi/{name}/json` and `GET /pypi/{name}/{version}/json` */
export function jsonHandler(site: Site): Handler {
  return (request, state, now) => {
    const { name = '', version } = request.parameters;
    const project = shownProject(site, name, state, now);
    const release = project && chosenRelease(project, version);
    if (!project || !release) return notFound();
    const urls = release.files.map((file) => toUrl(site, file));
    const releases = project.releases.map((one) => [
      one.version,
      one.files.map((file) => toUrl(site, file)),
    ]);
    const all = version === undefined ? { releases: Object.fromEntries(releases) as object } : {};
    return json(200, {
      info: info(project, release),
      last_serial: 1,
      ...all,
      urls,
      vulnerabilities: [],
    });
  };
}

/** The newest version that is no pre-release, or the newest of all. */
function chosenRelease(project: Project, wanted: string | undefined): PypiRelease | undefined {
  if (wanted !== undefined)
    return project.releases.find(({ version }) => sameVersion(version, wanted));
  const versions = versionsOf(project).reverse();
  const isFinal = (text: string): boolean => {
    const version = readVersion(text);
    return version !== null && !isPrerelease(version);
  };
  const newest = versions.find(isFinal) ?? versions[0];
  return project.releases.find(({ version }) => version === newest);
}

function info(project: Project, release: PypiRelease): object {
  return {
    name: project.name,
    version: release.version,
    summary: release.summary,
    requires_python: release.requiresPython,
    requires_dist: release.requiresDist,
    yanked: release.files.length > 0 && release.files.every(({ yanked }) => yanked),
    yanked_reason: null,
  };
}

function toUrl(site: Site, file: PypiFile): object {
  return {
    filename: file.file,
    url: fileUrl(site, file),
    size: file.bytes,
    packagetype: file.packagetype,
    python_version: file.pythonVersion,
    requires_python: file.requiresPython,
    digests: { md5: file.md5, sha256: file.sha256, blake2b_256: file.blake2 },
    md5_digest: file.md5,
    upload_time_iso_8601: new Date(file.uploadedAt).toISOString(),
    yanked: file.yanked ?? false,
    yanked_reason: null,
  };
}

/** `GET /files/{first}/{rest}/{file}`, and `….metadata` beside each wheel (PEP 658). */
export function fileHandler(site: Site): Handler {
  return async (request, state) => {
    const { first = '', rest = '', file: asked = '' } = request.parameters;
    const file = asked.replace(/\.metadata$/, '');
    const found = projectsOf(site, state)
      .flatMap(filesOf)
      .find((known) => known.file === file && known.sha256 === `${first}${rest}`);
    const digest = asked === file ? found?.sha256 : found?.metadata;
    const bytes = digest ? await state.blobs.get(digest) : null;
    if (!bytes) return notFound();
    const headers = {
      'content-type': 'application/octet-stream',
      'cache-control': 'max-age=365000000, immutable, public',
    };
    return { status: 200, headers, body: bytes };
  };
}

/** `GET /integrity/{name}/{version}/{file}/provenance` (PEP 740) */
export function provenanceHandler(site: Site): Handler {
  return async (request, state) => {
    const { name = '', file = '' } = request.parameters;
    const project = findProject(site, name, state);
    const digest = project && filesOf(project).find((known) => known.file === file)?.provenance;
    const body = digest ? await state.blobs.get(digest) : null;
    if (!body) return json(404, { message: `No provenance available for ${file}` });
    return {
      status: 200,
      headers: { 'content-type': 'application/vnd.pypi.integrity.v1+json' },
      body,
    };
  };
}
