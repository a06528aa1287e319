import { createHash } from 'node:crypto';
import { text, type Handler, type HttpRequest, type HttpResponse } from '../message/message.ts';
import type { Crate, CrateVersion } from '../state/rows.ts';
import { shownOf } from '../state/showing.ts';
import type { State } from '../state/state.ts';
import { canonicalName, indexPath } from './crate-name.ts';
import type { PublicCrates } from './public-crates.ts';

/** `config.json` of the index. It names no `auth-required`: crates.io's index is open. */
export function indexConfig(base: string): Handler {
  return (request) =>
    withEntityTag(request, JSON.stringify({ dl: `${base}/crates`, api: base }), 'application/json');
}

/** A crate's file in the sparse index: ours if the crate is ours, else the public registry's. */
export function indexFile(publicCrates: PublicCrates): Handler {
  return async (request, state, now) => {
    const path = request.parameters['path'] ?? '';
    const name = path.split('/').at(-1) ?? '';
    if (path !== indexPath(name)) return text(404, 'not found');
    const crate = state.crates.get(canonicalName(name));
    // The index tells `-` from `_`; the registry does not, so nobody else has the other spelling.
    if (crate && crate.name.toLowerCase() !== name) return text(404, 'not found');
    const lines = crate ? localLines(crate, state, now) : [];
    if (!crate || crate.mirror) lines.push(...(await publicLines(name, crate, publicCrates)));
    if (lines.length === 0) return text(404, 'not found');
    return withEntityTag(request, `${lines.join('\n')}\n`, 'text/plain; charset=utf-8');
  };
}

async function publicLines(
  name: string,
  crate: Crate | undefined,
  publicCrates: PublicCrates,
): Promise<string[]> {
  const own = new Set(crate?.versions.map(({ num }) => num));
  const published = await publicCrates.index(name);
  return (published ?? '')
    .split('\n')
    .filter((line) => line !== '' && !own.has((JSON.parse(line) as { vers: string }).vers));
}

function localLines(crate: Crate, state: State, now: number): string[] {
  return shownOf(crate.versions, state, now).map((version) =>
    JSON.stringify(toLine(crate.name, version)),
  );
}

function toLine(name: string, version: CrateVersion): object {
  const { deps, features, features2, links, rust_version } = version.index;
  return {
    name,
    vers: version.num,
    deps,
    cksum: version.sha256,
    features,
    ...(features2 ? { features2 } : {}),
    yanked: version.yanked,
    ...(links ? { links } : {}),
    ...(rust_version ? { rust_version } : {}),
    pubtime: `${new Date(version.publishedAt).toISOString().slice(0, 19)}Z`,
    ...(features2 ? { v: 2 } : {}),
  };
}

function withEntityTag(request: HttpRequest, body: string, type: string): HttpResponse {
  const tag = `"${createHash('md5').update(body).digest('hex')}"`;
  const headers = { etag: tag, 'cache-control': 'public,max-age=600' };
  if (request.headers['if-none-match'] === tag) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': type }, body };
}
