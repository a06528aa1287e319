import { registryAnswered } from '../finding/index.ts';
import type { Observation } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { CratesIoEndpoint } from './destination.ts';
import { again, ask, Passing, readObject, troubleOf } from '../request/index.ts';

/**
 * What crates.io has of a crate: `{name}-{version}.crate` → checksum, from the sparse index, which
 * is what cargo itself looks at. Empty when the crate is unknown.
 * @throws SlipwayError SLW401, SLW405.
 */
export async function observeCrate(
  name: string,
  endpoint: CratesIoEndpoint,
  ports: Pick<Ports, 'fetch' | 'clock'>,
): Promise<Observation> {
  const url = `${endpoint.index}${indexPath(name)}`;
  const headers = { 'cache-control': 'no-cache' };
  return again(async () => {
    const answer = await ask('crates.io', url, { headers }, ports);
    const { status, text } = answer;
    if ([404, 410, 451].includes(status)) return new Map();
    const rows = answer.ok ? readIndex(text) : null;
    if (rows) return rows;
    const context = { registry: 'crates.io', url, status, detail: text.slice(0, 200) };
    throw registryAnswered.error(context, { cause: troubleOf(answer, ports.clock.now()) });
  }, ports);
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
  /** Where another try may end better. */
  readonly trouble: Passing | null;
  readonly remedy: string | null;
}

/** The index shows, from one of its caches, what was before the crate of this release that another one needs. */
const unmet = /failed to select a version for the requirement|no matching package named/;

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
    text: /only be published using Trusted Publishing/,
    remedy:
      'Publish by the workflow. In an emergency switch “Require trusted publishing for all new versions” off in the settings of the crate at crates.io, start again with --continue, and switch it on again.',
  },
  {
    text: /authentication failed|does not have the required permissions/,
    remedy:
      'Make a token with the scope publish-update (publish-new for a first version) for these crates at https://crates.io/settings/tokens/new, and start again with --continue.',
  },
  {
    text: /missing or empty metadata fields/,
    remedy: 'Add the fields to Cargo.toml; this needs a new version only if this one is live.',
  },
  {
    text: unmet,
    remedy:
      'A crate that this one needs does not show at crates.io: if this release published it, start again with --continue in some minutes; if not, correct the requirement.',
  },
  {
    text: /don't seem to be an owner/,
    remedy: 'The name belongs to somebody else: rename the crate, or be invited as an owner.',
  },
];

/** What cargo prints when a server was not itself, or the connection was lost. */
const lost =
  /status 5\d\d|got 5\d\d|status 408|\[(5|6|7|16|18|28|35|52|55|56|92)\] |connection (reset|refused|closed)|timed? ?out|network failure|could not (connect|resolve)|invalid (JSON )?response/i;

/** Or the registry: it shows late what it has, or the token grew old. */
const late = /already (exists|uploaded)/;
const outworn = /Invalid authentication token|status 401/i;

/** Reads cargo's output after a refused upload. */
export function readRefusal(output: string): CargoRefusal {
  const detail =
    /the remote server responded with an error[^:]*: ([^\n]+)/.exec(output)?.[1] ??
    /^error: ([^\n]+)/m.exec(output)?.[1] ??
    output.trim().split('\n').at(-1) ??
    '';
  const remedy = refusals.find(({ text }) => text.test(output))?.remedy ?? null;
  return { detail: detail.trim(), trouble: troubleIn(output), remedy };
}

function troubleIn(output: string): Passing | null {
  const instant = Date.parse(/try again after (.+? GMT)/.exec(output)?.[1] ?? '');
  if (!Number.isNaN(instant)) return new Passing({ retryAt: instant, isOpen: false });
  const isUnsent = /status 429/.test(output) || outworn.test(output) || unmet.test(output);
  if (isUnsent) return new Passing({ isOpen: false });
  return lost.test(output) || late.test(output) ? new Passing() : null;
}
