import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../message/message.ts';
import { sha256Of, writeWhole } from '../state/blobs.ts';
import { fetchUpstream, throughProxy } from '../upstream-fetch.ts';
import { indexPath, isName } from './crate-name.ts';

/** What crates.io itself has, for the crates that the rehearsal does not. */
export interface PublicCrates {
  /** Lines of a crate's index file, or null when there is no such crate. Throws a 502 when it cannot be asked. */
  index(name: string): Promise<string | null>;
  /** Whether a crate has exactly this name. */
  has(name: string): Promise<boolean>;
  /** A `.crate` whose bytes are those that the index promises, or null. */
  download(name: string, version: string): Promise<Buffer | null>;
}

export const noPublicCrates: PublicCrates = {
  index: async () => null,
  has: async () => false,
  download: async () => null,
};

/** Index entries are asked for again after this; files never. */
const fresh = 10 * 60_000;
const unanswered = 30_000;

interface Entry {
  readonly etag: string | null;
  readonly checkedAt: number;
  readonly lines: string | null;
}

/** The public registry behind a cache: entries in memory and on disk, one request a key at a time. */
export function publicCrates(upstream: string, cache: string, clock: () => number): PublicCrates {
  const base = upstream.endsWith('/') ? upstream : `${upstream}/`;
  const place = join(cache, sha256Of(base).slice(0, 12));
  for (const folder of ['index', 'crates']) mkdirSync(join(place, folder), { recursive: true });
  const entries = new Map<string, Entry>();
  const once = coalesced();
  let dl: Promise<string> | null = null;

  async function index(name: string): Promise<string | null> {
    // What is no name is not asked for: it becomes a part of an address and of a path on the disk.
    if (!isName(name)) return null;
    const path = indexPath(name);
    const known = entries.get(path);
    if (known && clock() - known.checkedAt < fresh) return known.lines;
    const entry = await once(path, () => refresh(path, known));
    entries.set(path, entry);
    return entry.lines;
  }

  async function refresh(path: string, known: Entry | undefined): Promise<Entry> {
    const file = join(place, 'index', `${path.replaceAll('/', '~')}.json`);
    const kept = known ?? (await readEntry(file));
    if (kept && clock() - kept.checkedAt < fresh) return kept;
    const entry = await askIndex(`${base}${path}`, kept, clock());
    await writeWhole(file, JSON.stringify(entry));
    return entry;
  }

  async function fetchCrate(name: string, version: string, cksum: string): Promise<Buffer> {
    dl ??= readDownloadTemplate(base);
    // A failure is not remembered: the next request asks again.
    dl.catch(() => (dl = null));
    const url = downloadUrl(await dl, name, version, cksum);
    const bytes = Buffer.from(await (await ask(url)).arrayBuffer());
    if (sha256Of(bytes) !== cksum) throw unreachable(url, 'other bytes than its index promises');
    await writeWhole(join(place, 'crates', `${name}-${version}.crate`), bytes);
    return bytes;
  }

  return {
    index,
    async has(name) {
      const [first] = ((await index(name)) ?? '').split('\n', 1);
      return first ? (JSON.parse(first) as { name: string }).name === name : false;
    },
    async download(name, version) {
      const cksum = findChecksum(await index(name), version);
      if (cksum === null) return null;
      const kept = await readFile(join(place, 'crates', `${name}-${version}.crate`)).catch(
        () => null,
      );
      if (kept && sha256Of(kept) === cksum) return kept;
      return once(`${name} ${version}`, () => fetchCrate(name, version, cksum));
    },
  };
}

/** Runs one piece of work a key at a time; whoever asks meanwhile gets the same result. */
function coalesced(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const running = new Map<string, Promise<unknown>>();
  return <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const started = running.get(key) ?? work().finally(() => running.delete(key));
    running.set(key, started);
    return started as Promise<T>;
  };
}

async function readEntry(file: string): Promise<Entry | undefined> {
  const text = await readFile(file, 'utf8').catch(() => null);
  return text === null ? undefined : (JSON.parse(text) as Entry);
}

async function askIndex(url: string, kept: Entry | undefined, now: number): Promise<Entry> {
  const response = await ask(url, kept?.etag ? { 'if-none-match': kept.etag } : {});
  if (response.status === 304 && kept) return { ...kept, checkedAt: now };
  const isAbsent = [404, 410, 451].includes(response.status);
  const lines = isAbsent ? null : await response.text();
  return { etag: response.headers.get('etag'), checkedAt: now, lines };
}

async function readDownloadTemplate(base: string): Promise<string> {
  const config = (await (await ask(`${base}config.json`)).json()) as { dl: string };
  return config.dl;
}

/** As behind a proxy that signs with a key of its own: https://nodejs.org/api/cli.html#node_extra_ca_certsfile */
const untrusted = /^(DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)/;

/** Keep-alive is the fetch's own. */
async function ask(url: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetchUpstream(url, {
    headers: {
      'user-agent': 'slipway-rehearsal (a loopback registry that passes through)',
      ...headers,
    },
    signal: AbortSignal.timeout(unanswered),
  }).catch((error: unknown) => {
    const { cause, message } = error as Error & { cause?: Error & { code?: string } };
    const isUntrusted = untrusted.test(cause?.code ?? '');
    const remedy = isUntrusted
      ? '; NODE_EXTRA_CA_CERTS names a file of the authorities to trust'
      : '';
    throw unreachable(url, `${cause?.message || message}${remedy}`);
  });
  const isAnswer = response.ok || [304, 404, 410, 451].includes(response.status);
  if (!isAnswer) throw unreachable(url, `status ${response.status}`);
  return response;
}

function unreachable(url: string, reason: string): Refusal {
  return new Refusal(
    502,
    `upstream ${new URL(url).host} cannot be reached${throughProxy(url)}: ${reason} (${url})`,
  );
}

function findChecksum(lines: string | null, version: string): string | null {
  for (const line of (lines ?? '').split('\n').filter(Boolean)) {
    const row = JSON.parse(line) as { vers: string; cksum: string };
    if (row.vers === version) return row.cksum;
  }
  return null;
}

/** https://doc.rust-lang.org/cargo/reference/registry-index.html#index-configuration */
function downloadUrl(template: string, name: string, version: string, cksum: string): string {
  if (!template.includes('{')) return `${template}/${name}/${version}/download`;
  const prefix = indexPath(name).split('/').slice(0, -1).join('/');
  return template
    .replaceAll('{crate}', name)
    .replaceAll('{version}', version)
    .replaceAll('{prefix}', prefix)
    .replaceAll('{lowerprefix}', prefix.toLowerCase())
    .replaceAll('{sha256-checksum}', cksum);
}
