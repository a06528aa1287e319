import { registryAnswered } from '../finding/index.ts';
import type { Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { CratesIoEndpoint } from './destination.ts';
import { request } from './request.ts';

/**
 * What crates.io has of a crate: `{name}-{version}.crate` → checksum, from the sparse index, which
 * is what cargo itself looks at. Empty when the crate is unknown.
 * @throws SlipwayError SLW401, SLW405.
 */
export async function observeCrate(
  name: string,
  endpoint: CratesIoEndpoint,
  ports: Pick<Ports, 'fetch'>,
): Promise<Observation> {
  const url = `${endpoint.index}${indexPath(name)}`;
  const headers = { 'cache-control': 'no-cache' };
  const response = await request('crates.io', url, { headers }, ports);
  if ([404, 410, 451].includes(response.status)) return new Map();
  const text = await response.text();
  const rows = response.ok ? readIndex(text) : null;
  if (!rows) {
    const detail = text.slice(0, 200);
    throw registryAnswered.error({ registry: 'crates.io', url, status: response.status, detail });
  }
  return rows;
}

/** https://doc.rust-lang.org/cargo/reference/registry-index.html#index-files */
export function indexPath(name: string): string {
  const lower = name.toLowerCase();
  if (lower.length <= 2) return `${lower.length}/${lower}`;
  if (lower.length === 3) return `3/${lower[0]}/${lower}`;
  return `${lower.slice(0, 2)}/${lower.slice(2, 4)}/${lower}`;
}

function readIndex(text: string): Observation | null {
  const live = new Map<string, string | null>();
  for (const line of text.split('\n').filter(Boolean)) {
    try {
      const row = JSON.parse(line) as { name?: unknown; vers?: unknown; cksum?: unknown };
      if (typeof row.vers !== 'string' || typeof row.cksum !== 'string') return null;
      live.set(`${String(row.name)}-${row.vers}.crate`, row.cksum);
    } catch {
      return null;
    }
  }
  return live;
}

/** What cargo printed when crates.io refused, and what it means for the release. */
export interface CargoRefusal {
  readonly detail: string;
  /** Milliseconds since 1970: not before then; null when waiting does not help. */
  readonly retryAt: number | null;
  readonly remedy: string | null;
}

/** Known refusals of crates.io, by their text: it has no codes. */
const refusals: readonly { readonly text: RegExp; readonly remedy: string }[] = [
  {
    text: /already (exists|uploaded)/,
    remedy: 'This version was published before: bump the version and release again.',
  },
  {
    text: /do not support creating new crates/,
    remedy:
      'The first version of a crate is published by hand: `cargo publish` with an API token; then add the trusted publisher.',
  },
  {
    text: /not valid for crate/,
    remedy:
      'Add the trusted publisher to this crate as well: the token covers configured crates only.',
  },
  {
    text: /missing or empty metadata fields/,
    remedy: 'Add the fields to Cargo.toml; this needs a new version only if this one is live.',
  },
  {
    text: /don't seem to be an owner/,
    remedy: 'The name belongs to somebody else: rename the crate, or be invited as an owner.',
  },
];

/** Reads cargo's output after a refused upload. `now` and the result are milliseconds since 1970. */
export function readRefusal(output: string): CargoRefusal {
  const detail =
    /the remote server responded with an error[^:]*: ([^\n]+)/.exec(output)?.[1] ??
    /^error: ([^\n]+)/m.exec(output)?.[1] ??
    output.trim().split('\n').at(-1) ??
    '';
  const instant = /try again after (.+? GMT)/.exec(output)?.[1];
  const retryAt = instant ? Date.parse(instant) : NaN;
  return {
    detail: detail.trim(),
    retryAt: Number.isNaN(retryAt) ? null : retryAt,
    remedy: refusals.find(({ text }) => text.test(output))?.remedy ?? null,
  };
}
