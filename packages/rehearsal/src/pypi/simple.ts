import {
  json,
  redirect,
  type Handler,
  type HttpRequest,
  type HttpResponse,
} from '../message/message.ts';
import type { PypiFile, Project } from '../state/rows.ts';
import { shownOf } from '../state/showing.ts';
import type { State } from '../state/state.ts';
import { normalizedName } from './name.ts';
import { findProject, projectsOf, type Site } from './site.ts';
import { compareVersions, readVersion } from './version.ts';

const jsonType = 'application/vnd.pypi.simple.v1+json';
const htmlType = 'application/vnd.pypi.simple.v1+html';
const meta = { 'api-version': '1.4', '_last-serial': 1 };
const headers = {
  'cache-control': 'max-age=600, public',
  'x-pypi-last-serial': '1',
  vary: 'Accept',
};

/** `GET /simple/`: PEP 503 and PEP 691. */
export function indexHandler(site: Site): Handler {
  return (request, state) => {
    const projects = projectsOf(site, state);
    if (wantsJson(request)) {
      const rows = projects.map(({ name }) => ({ name, '_last-serial': 1 }));
      return json(200, { meta, projects: rows }, { ...headers, 'content-type': jsonType });
    }
    const links = projects.map(
      ({ name }) => `<a href="${site.base}/simple/${normalizedName(name)}/">${escape(name)}</a>`,
    );
    return page(request, 'Simple index', links);
  };
}

/** `GET /simple/{name}/`. What is not here is at the public registry; known names never are. */
export function projectHandler(site: Site): Handler {
  return (request, state, now) => {
    const name = request.parameters['name'] ?? '';
    const normal = normalizedName(name);
    if (name !== normal || !request.path.endsWith('/'))
      return redirect(301, `${site.base}/simple/${normal}/`);
    const project = shownProject(site, normal, state, now);
    if (!project && site.publicSimple) return redirect(307, `${site.publicSimple}${normal}/`);
    if (!project)
      return { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 Not Found' };
    if (wantsJson(request)) return projectJson(site, project);
    return page(
      request,
      `Links for ${escape(project.name)}`,
      filesOf(project).map((file) => link(site, file)),
    );
  };
}

/** A project as its pages show it: without what an index that lags does not show yet. */
export function shownProject(
  site: Site,
  name: string,
  state: State,
  now: number,
): Project | undefined {
  const project = findProject(site, name, state);
  if (!project) return project;
  const shown = new Set(shownOf(filesOf(project), state, now));
  const releases = project.releases
    .map((release) => ({ ...release, files: release.files.filter((file) => shown.has(file)) }))
    .filter(({ files }, at) => files.length > 0 || project.releases[at]?.files.length === 0);
  return { ...project, releases };
}

export function filesOf(project: Project): PypiFile[] {
  return project.releases.flatMap(({ files }) => files).sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** Ascending, as PEP 440 orders them. */
export function versionsOf(project: Project): string[] {
  return project.releases
    .map(({ version }) => ({ version, read: readVersion(version) }))
    .sort((a, b) => (a.read && b.read ? compareVersions(a.read, b.read) : 0))
    .map(({ version }) => version);
}

export function fileUrl(site: Site, { sha256, file }: PypiFile): string {
  return `${site.base}/files/${sha256.slice(0, 2)}/${sha256.slice(2)}/${file}`;
}

function provenanceUrl(site: Site, project: Project, { file }: PypiFile): string {
  const release = project.releases.find(({ files }) => files.some((known) => known.file === file));
  return `${site.base}/integrity/${normalizedName(project.name)}/${release?.version}/${file}/provenance`;
}

function wantsJson(request: HttpRequest): boolean {
  const accept = request.headers['accept'] ?? '';
  return (
    quality(accept, jsonType) > Math.max(quality(accept, htmlType), quality(accept, 'text/html'))
  );
}

/** The weight a client gives a media type; what it does not name counts nothing. RFC 9110, 12.5.1. */
function quality(accept: string, type: string): number {
  const named = accept
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.split(';')[0] === type);
  if (named === undefined) return 0;
  return Number(/;\s*q=([\d.]+)/.exec(named)?.[1] ?? 1);
}

function projectJson(site: Site, project: Project): HttpResponse {
  const files = filesOf(project).map((file) => ({
    filename: file.file,
    url: fileUrl(site, file),
    hashes: { sha256: file.sha256 },
    'requires-python': file.requiresPython,
    size: file.bytes,
    'upload-time': new Date(file.uploadedAt).toISOString(),
    yanked: file.yanked ?? false,
    'data-dist-info-metadata': file.metadata ? { sha256: file.metadata } : false,
    'core-metadata': file.metadata ? { sha256: file.metadata } : false,
    provenance: file.provenance ? provenanceUrl(site, project, file) : null,
  }));
  const body = {
    meta,
    name: normalizedName(project.name),
    'project-status': { status: shownStatus(project) },
    versions: versionsOf(project),
    files,
    'alternate-locations': [],
  };
  return json(200, body, { ...headers, 'content-type': jsonType });
}

/** An organization's standing is not shown. */
function shownStatus({ status = 'active' }: Project): string {
  return status === 'inactive-organization' ? 'active' : status;
}

function link(site: Site, file: PypiFile): string {
  const attributes = [
    file.requiresPython ? ` data-requires-python="${escape(file.requiresPython)}"` : '',
    file.yanked ? ' data-yanked=""' : '',
    file.metadata ? ` data-dist-info-metadata="sha256=${file.metadata}"` : '',
    file.metadata ? ` data-core-metadata="sha256=${file.metadata}"` : '',
  ].join('');
  return `<a href="${fileUrl(site, file)}#sha256=${file.sha256}"${attributes}>${escape(file.file)}</a><br />`;
}

function page(request: HttpRequest, title: string, lines: readonly string[]): HttpResponse {
  const named = (request.headers['accept'] ?? '').includes(htmlType);
  const head = `<meta name="pypi:repository-version" content="1.4">\n    <title>${title}</title>`;
  const body = `<!DOCTYPE html>\n<html>\n  <head>\n    ${head}\n  </head>\n  <body>\n    <h1>${title}</h1>\n${lines.join('\n')}\n  </body>\n</html>\n`;
  const type = named ? htmlType : 'text/html; charset=UTF-8';
  return { status: 200, headers: { ...headers, 'content-type': type }, body };
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
