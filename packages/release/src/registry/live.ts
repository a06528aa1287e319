import { repositoryOf } from '../history/index.ts';
import { liveKey, type Live, type LivePackage } from '../plan/index.ts';
import type { Ports } from '../ports.ts';
import type { CratesIoEndpoint, PypiEndpoint } from './destination.ts';
import { indexPath } from './crates-io.ts';
import { ask, objectOf } from '../request/index.ts';

interface Endpoints {
  readonly cratesIo: CratesIoEndpoint;
  readonly pypi: PypiEndpoint;
}

type Asked = Pick<LivePackage, 'registry' | 'name'>;

/** Requests at the same time. */
const atOnce = 16;

/** crates.io's own API wants few requests; its index, which tells no owner, takes as many as come. */
const ownersAsked = 5;

/**
 * Asks the registries what they have of these names; reads only. What does not answer within
 * `limit` milliseconds is not known, and once nobody answers nobody else is asked.
 */
export async function observeLive(
  names: readonly Asked[],
  { cratesIo, pypi }: Endpoints,
  ports: Pick<Ports, 'fetch' | 'clock'>,
  limit: number,
): Promise<Live> {
  const live = new Map<string, LivePackage>();
  const silent = new Set<string>();
  const queue = names.map((asked, index) => ({ asked, index }));
  const stop = new AbortController();
  const within = { fetch: stoppable(ports.fetch, stop.signal) };
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next && !stop.signal.aborted; next = queue.shift()) {
      const { asked, index } = next;
      if (silent.has(asked.registry)) continue;
      const found = asked.registry === 'PyPI' ? askPypi(asked.name, pypi, within) : null;
      const row = await (found ?? askCratesIo(asked.name, cratesIo, index < ownersAsked, within));
      if (stop.signal.aborted) continue;
      if (row === null) silent.add(asked.registry);
      else live.set(liveKey(asked), { ...asked, ...row });
    }
  };
  const all = Promise.all(Array.from({ length: atOnce }, work));
  await Promise.race([all, ports.clock.sleep(limit).then(() => stop.abort())]);
  return live;
}

function stoppable(send: Ports['fetch'], signal: AbortSignal): Ports['fetch'] {
  return (input, init) => send(input, { ...init, signal });
}

type Row = Pick<LivePackage, 'versions' | 'repository'>;
const unknown: Row = { versions: null, repository: null };
const free: Row = { versions: [], repository: null };

/** Null when nobody answers. */
async function askPypi(
  name: string,
  { title, json }: PypiEndpoint,
  ports: Pick<Ports, 'fetch'>,
): Promise<Row | null> {
  const url = `${json}${encodeURIComponent(name)}/json`;
  const response = await ask(title, url, {}, ports).catch(() => null);
  if (response === null) return null;
  if (response.status === 404) return free;
  const { releases, info } = (response.ok ? objectOf(response) : {}) as {
    releases?: object;
    info?: { project_urls?: Record<string, unknown> | null; home_page?: unknown };
  };
  if (!releases) return unknown;
  const addresses = [...Object.values(info?.project_urls ?? {}), info?.home_page];
  const repositories = addresses.flatMap((one) => repositoryOf(String(one)) ?? []);
  return { versions: Object.keys(releases), repository: repositories[0] ?? null };
}

async function askCratesIo(
  name: string,
  { index, api }: CratesIoEndpoint,
  withOwner: boolean,
  ports: Pick<Ports, 'fetch'>,
): Promise<Row | null> {
  const response = await ask('crates.io', `${index}${indexPath(name)}`, {}, ports).catch(
    () => null,
  );
  if (response === null) return null;
  if ([404, 410, 451].includes(response.status)) return free;
  if (!response.ok) return unknown;
  const rows = response.text.matchAll(/"vers":\s*"([^"]+)"/g);
  const versions = [...rows].map(([, version = '']) => version);
  return { versions, repository: withOwner ? await sourceOf(name, api, ports) : null };
}

async function sourceOf(
  name: string,
  api: string,
  ports: Pick<Ports, 'fetch'>,
): Promise<string | null> {
  const url = `${api}/api/v1/crates/${encodeURIComponent(name)}`;
  const response = await ask('crates.io', url, {}, ports).catch(() => null);
  const body = (response?.ok ? objectOf(response) : {}) as { crate?: { repository?: unknown } };
  const address = body.crate?.repository;
  return typeof address === 'string' ? repositoryOf(address) : null;
}
