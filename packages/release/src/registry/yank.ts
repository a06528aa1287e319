import { retreatRefused, retreatTokenTooWeak } from '../finding/index.ts';
import type { Secret } from '../identity/index.ts';
import { normalizedName } from '../manifest/index.ts';
import type { Standing } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { CratesIoEndpoint, PypiEndpoint } from './destination.ts';
import {
  ask,
  jsonOf,
  objectOf,
  Passing,
  readObject,
  troubleOf,
  type Answer,
} from '../request/index.ts';

/** A version of a crate, as crates.io's API tells it at once; its index may be minutes behind. */
export interface CrateVersion {
  readonly sha256: string | null;
  readonly bytes: number;
  readonly standing: Standing;
}

/** @throws SlipwayError SLW401, SLW405. */
export async function observeCrateVersion(
  name: string,
  version: string,
  endpoint: CratesIoEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<CrateVersion> {
  const body = await readObject('crates.io', addressOf(name, version, endpoint), ports);
  if (body === null) return { sha256: null, bytes: 0, standing: 'absent' };
  const {
    yanked,
    checksum,
    crate_size: bytes,
  } = (body['version'] ?? {}) as Record<string, unknown>;
  return {
    sha256: typeof checksum === 'string' ? checksum : null,
    bytes: typeof bytes === 'number' ? bytes : 0,
    standing: yanked === true ? 'withdrawn' : 'live',
  };
}

/** A release of a project: withdrawn when all its files are. @throws SlipwayError SLW401, SLW405. */
export async function observeRelease(
  name: string,
  version: string,
  { title, json }: PypiEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<Standing> {
  const url = `${json}${encodeURIComponent(normalizedName(name))}/${encodeURIComponent(version)}/json`;
  const body = await readObject(title, url, ports);
  if (body === null) return 'absent';
  const files = Array.isArray(body['urls']) ? (body['urls'] as unknown[]) : [];
  const isYanked = (file: unknown): boolean =>
    (file as { yanked?: unknown } | null)?.yanked === true;
  return files.length > 0 && files.every(isYanked) ? 'withdrawn' : 'live';
}

/** Where its owners yank a release of a project, which no API does. */
export function yankPage(name: string, version: string, { simple }: PypiEndpoint): string {
  const path = [normalizedName(name), version].map(encodeURIComponent).join('/release/');
  return new URL(`../manage/project/${path}/`, simple).href;
}

/**
 * Yanks a version, or takes that back, with an owner's token. Doing it twice is harmless. A reason is what crates.io
 * shows of a yanked version; it has a request of its own for that.
 * @throws SlipwayError SLW431 and SLW432 with the registry's words, SLW401; the cause is `Passing` where another try
 * may end better.
 */
export async function setYanked(
  crate: { readonly package: string; readonly version: string; readonly file: string },
  wanted: { readonly yanked: boolean; readonly reason: string | null },
  token: Secret,
  endpoint: CratesIoEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<void> {
  const { path, ...init } = yankRequest(wanted);
  const url = `${addressOf(crate.package, crate.version, endpoint)}${path}`;
  const headers = { authorization: token.reveal(), 'content-type': 'application/json' };
  const answer = await ask('crates.io', url, { ...init, headers }, ports);
  const { status, ok } = answer;
  if (ok && jsonOf(answer) !== null) return;
  const detail = detailOf(answer);
  const isToken = status === 401 || (status === 403 && !/must already be an owner/.test(detail));
  const refused = isToken ? retreatTokenTooWeak : retreatRefused;
  // A page in the place of the answer says nothing of what was done.
  const cause = ok ? new Passing() : troubleOf(answer, ports.clock.now());
  throw refused.error({ registry: 'crates.io', file: crate.file, detail }, { cause });
}

function yankRequest({ yanked, reason }: Parameters<typeof setYanked>[1]): {
  path: string;
  method: string;
  body?: string;
} {
  if (!yanked) return { method: 'PUT', path: '/unyank' };
  if (reason === null) return { method: 'DELETE', path: '/yank' };
  const version = { yanked, yank_message: reason };
  return { method: 'PATCH', path: '', body: JSON.stringify({ version }) };
}

function addressOf(name: string, version: string, { api }: CratesIoEndpoint): string {
  return `${api}/api/v1/crates/${encodeURIComponent(name)}/${encodeURIComponent(version)}`;
}

function detailOf(answer: Answer): string {
  const { errors } = objectOf(answer);
  const details = Array.isArray(errors)
    ? errors.map((error: { detail?: unknown } | null) => String(error?.detail ?? ''))
    : [answer.text.slice(0, 200)];
  return details.join('; ').trim() || `status ${answer.status}`;
}
