import { recognized } from '../explanation/index.ts';
import {
  registryAnswered,
  uploadRefused,
  type Location,
  type SlipwayError,
} from '../finding/index.ts';
import type { Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { CratesIoEndpoint } from './destination.ts';
import { again, ask, Passing, readObject, troubleOf } from '../request/index.ts';

/** A version of a crate, as a line of the index tells of it. */
export interface CrateRow {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly yanked: boolean;
  /** What it needs to be compiled; what only its tests need is left out. */
  readonly needs: readonly { readonly name: string; readonly requirement: string }[];
}

/**
 * Every version that crates.io has of a crate, from the sparse index, which is what cargo itself looks at. Empty when
 * the crate is unknown.
 * @throws SlipwayError SLW401, SLW405.
 */
export async function listCrate(
  name: string,
  endpoint: CratesIoEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<readonly CrateRow[]> {
  const url = `${endpoint.index}${indexPath(name)}`;
  const headers = { 'cache-control': 'no-cache' };
  return again(async () => {
    const answer = await ask('crates.io', url, { headers }, ports);
    const { status, text } = answer;
    if ([404, 410, 451].includes(status)) return [];
    const rows = answer.ok ? readIndex(text) : null;
    if (rows) return rows;
    const context = { registry: 'crates.io', url, status, detail: text.slice(0, 200) };
    throw registryAnswered.error(context, { cause: troubleOf(answer, ports.clock.now()) });
  }, ports);
}

/** What crates.io has of a crate: `{name}-{version}.crate` → checksum. @throws SlipwayError as `listCrate`. */
export async function observeCrate(
  name: string,
  endpoint: CratesIoEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<Observation> {
  const rows = await listCrate(name, endpoint, ports);
  return new Map(rows.map((row) => [`${row.name}-${row.version}.crate`, row.sha256]));
}

/**
 * Where a version is downloaded. https://doc.rust-lang.org/cargo/reference/registry-index.html#index-configuration
 * @throws SlipwayError SLW401, SLW405; null where the index does not say.
 */
export async function crateAddress(
  { name, version, sha256 }: CrateRow,
  { index }: CratesIoEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<string | null> {
  const dl = (await readObject('crates.io', `${index}config.json`, ports))?.['dl'];
  if (typeof dl !== 'string') return null;
  if (!dl.includes('{')) return `${dl}/${name}/${version}/download`;
  const folder = (path: string): string => path.split('/').slice(0, -1).join('/');
  return dl
    .replaceAll('{crate}', name)
    .replaceAll('{version}', version)
    .replaceAll('{prefix}', folder(indexPath(name)))
    .replaceAll('{lowerprefix}', folder(indexPath(name)))
    .replaceAll('{sha256-checksum}', sha256);
}

/**
 * Whether crates.io takes new versions of a crate from identities alone. False for a crate that is not there.
 * @throws SlipwayError SLW401, SLW405.
 */
export async function takesIdentitiesOnly(
  name: string,
  { api }: CratesIoEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<boolean> {
  const url = `${api}/api/v1/crates/${encodeURIComponent(name)}`;
  const body = await readObject('crates.io', url, ports);
  return (body?.['crate'] as { trustpub_only?: unknown } | undefined)?.trustpub_only === true;
}

/** https://doc.rust-lang.org/cargo/reference/registry-index.html#index-files */
export function indexPath(name: string): string {
  const lower = name.toLowerCase();
  if (lower.length <= 2) return `${lower.length}/${lower}`;
  if (lower.length === 3) return `3/${lower[0]}/${lower}`;
  return `${lower.slice(0, 2)}/${lower.slice(2, 4)}/${lower}`;
}

function readIndex(text: string): CrateRow[] | null {
  try {
    const rows = text.split('\n').filter(Boolean).map(readRow);
    return rows.includes(null) ? null : rows.filter((row) => row !== null);
  } catch {
    return null;
  }
}

interface IndexLine {
  readonly name?: unknown;
  readonly vers?: unknown;
  readonly cksum?: unknown;
  readonly yanked?: unknown;
  readonly deps?: unknown;
}

function readRow(line: string): CrateRow | null {
  const { name, vers, cksum, yanked, deps } = JSON.parse(line) as IndexLine;
  if (typeof vers !== 'string' || typeof cksum !== 'string') return null;
  const needs = Array.isArray(deps) ? deps.flatMap(toNeed) : [];
  return { name: String(name), version: vers, sha256: cksum, yanked: yanked === true, needs };
}

function toNeed(dependency: Readonly<Record<string, unknown>> | null): CrateRow['needs'] {
  const { name, package: renamed, req, kind } = dependency ?? {};
  if (kind === 'dev' || typeof req !== 'string') return [];
  return [{ name: String(renamed ?? name), requirement: req }];
}

/** What cargo prints when a server was not itself, or the connection was lost. */
const lost =
  /status 5\d\d|got 5\d\d|status 408|\[(5|6|7|16|18|28|35|52|55|56|92)\] |connection (reset|refused|closed)|timed? ?out|network failure|could not (connect|resolve)|invalid (JSON )?response/i;

/** The index shows, from one of its caches, what was before the crate of this release that another one needs. */
const unmetRequirement = /failed to select a version for the requirement|no matching package named/;

/** Or the registry: it shows late what it has, or the token grew old. */
const late = /already (exists|uploaded)/;
const outworn = /Invalid authentication token|status 401/i;

/**
 * What it means that cargo could not upload a crate, by what it printed: SLW403, or the code that this is known by.
 * The cause is `Passing` where another try may end better.
 */
export function crateRefused(file: string, output: string, at: Location): SlipwayError {
  const { detail, trouble: cause } = readRefusal(output);
  const context = { registry: 'crates.io', file, detail };
  return recognized(uploadRefused.error(context, { at, cause }), output);
}

/** What cargo printed when crates.io refused; and the trouble, where another try may end better. */
export function readRefusal(output: string): { detail: string; trouble: Passing | null } {
  const detail =
    /the remote server responded with an error[^:]*: ([^\n]+)/.exec(output)?.[1] ??
    /^error: ([^\n]+)/m.exec(output)?.[1] ??
    output.trim().split('\n').at(-1) ??
    '';
  return { detail: detail.trim(), trouble: troubleIn(output) };
}

/**
 * A proxy that does not work, a certificate that is not trusted, or servers of this machine that are gone: cargo has tried
 * four times, and more would not help.
 */
const gone =
  /could not resolve proxy|cannot be reached: [^\n]*certificate|CONNECT tunnel failed, response 4\d\d|Failed to connect to (127\.\d|localhost|::1)/i;

function troubleIn(output: string): Passing | null {
  if (gone.test(output)) return null;
  const instant = Date.parse(/try again after (.+? GMT)/.exec(output)?.[1] ?? '');
  if (!Number.isNaN(instant)) return new Passing({ retryAt: instant, isOpen: false });
  const isUnsent =
    /status 429/.test(output) || outworn.test(output) || unmetRequirement.test(output);
  if (isUnsent) return new Passing({ isOpen: false });
  return lost.test(output) || late.test(output) ? new Passing() : null;
}
