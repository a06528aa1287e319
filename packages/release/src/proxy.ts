/** The proxies of the environment, read once for everybody. A part of `node.ts`: it touches the machine. */
import { BlockList, isIP } from 'node:net';
import type { Agent, Dispatcher } from 'undici';
import type { Ports } from './ports.ts';
import { ProxyTrouble } from './request/index.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** Where requests go through, as `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say. */
export interface Proxies {
  readonly http: string | null;
  readonly https: string | null;
  /** Servers that are asked without one. */
  readonly none: readonly string[];
}

/** This machine's own servers, which no proxy leads to. */
const loopback = ['127.0.0.1', 'localhost', '::1'];

/** In small letters first, as curl and Python have it; an empty one says that there is none. */
function valueOf(variables: Variables, name: string): string | null {
  return (variables[name.toLowerCase()] ?? variables[name.toUpperCase()])?.trim() || null;
}

/** Null without any. */
export function proxiesOf(variables: Variables): Proxies | null {
  const all = valueOf(variables, 'all_proxy');
  const [http, https] = ['http_proxy', 'https_proxy'].map((name) => {
    const value = valueOf(variables, name) ?? all;
    return value === null || value.includes('://') ? value : `http://${value}`;
  });
  if (!http && !https) return null;
  const none = (valueOf(variables, 'no_proxy') ?? '').split(/[\s,]+/).filter(Boolean);
  return { http: http ?? null, https: https ?? null, none };
}

/**
 * The variables from which children read the same: cargo, pip, uv and Sigstore's client differ in the letters that they
 * read, and in what they take for both. Loopback goes through none of them. `always`: also for a child that finds a
 * proxy elsewhere.
 */
export function proxyVariables(variables: Variables, always = false): Record<string, string> {
  const proxies = proxiesOf(variables);
  if (!proxies && !always) return {};
  const { http, https, none } = proxies ?? {
    http: null,
    https: null,
    none: (valueOf(variables, 'no_proxy') ?? '').split(/[\s,]+/).filter(Boolean),
  };
  const direct = [...new Set([...none, ...loopback])].join(',');
  const said: Record<string, string | null> = {
    http_proxy: http,
    https_proxy: https,
    no_proxy: direct,
  };
  const both = Object.entries(said).flatMap(([name, value]) =>
    value === null ? [] : [name, name.toUpperCase()].map((one) => [one, value] as const),
  );
  return Object.fromEntries(both);
}

/** The proxy for an address; null where it is asked directly. */
export function proxyFor({ protocol, hostname, port }: URL, proxies: Proxies): string | null {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isLoopback(host)) return null;
  const number = port || (protocol === 'https:' ? '443' : '80');
  if (proxies.none.some((entry) => isMeant(entry.toLowerCase(), host, number))) return null;
  return protocol === 'https:' ? proxies.https : proxies.http;
}

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\./.test(host)
  );
}

/** `*`, a name with all below it, an address or a network; with a port that one alone. */
function isMeant(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, address = entry, wanted = port] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
  if (wanted !== port) return false;
  const name = address.replace(/^\[|\]$/g, '').replace(/^\*?\./, '');
  if (isIP(host) !== 0 && name.includes('/')) return isInNetwork(host, name);
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

function isInNetwork(host: string, network: string): boolean {
  const [address = '', bits = ''] = network.split('/');
  const kind = isIP(address);
  if (kind === 0 || kind !== isIP(host) || !/^\d+$/.test(bits)) return false;
  const family = kind === 6 ? 'ipv6' : 'ipv4';
  if (Number(bits) > (kind === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(address, Number(bits), family);
  return list.check(host, family);
}

/** An address for people: without a name and a password. */
export function shownProxy(proxy: string): string {
  const { protocol, host } = URL.parse(proxy) ?? {};
  return host ? `${protocol}//${host}` : 'of the environment';
}

/**
 * `fetch`, through the proxies of the environment. Node has them too, but since 22.21 alone, for a switch that is set
 * before it starts, and with no word of a proxy that does not work.
 */
export function proxiedFetch(variables: Variables = process.env): Ports['fetch'] {
  const proxies = proxiesOf(variables);
  if (!proxies) return globalThis.fetch;
  let loaded: ReturnType<typeof loadClient> | null = null;
  return async (input, init) => {
    const client = await (loaded ??= loadClient(proxies));
    const proxy = proxyFor(new URL(input instanceof Request ? input.url : input), proxies);
    try {
      return await client(input, init);
    } catch (error) {
      throw proxy === null ? error : (troubleOf(proxy, error) ?? error);
    }
  };
}

/** Loaded when there is a proxy: most machines have none. */
async function loadClient(proxies: Proxies): Promise<Ports['fetch']> {
  const { Agent, Dispatcher, fetch, ProxyAgent } = await import('undici');
  const direct: Agent = new Agent();
  const agents = new Map<string, Dispatcher>();
  const agentFor = (url: URL): Dispatcher => {
    const proxy = proxyFor(url, proxies);
    if (proxy === null) return direct;
    if (!/^(https?|socks5?):/.test(proxy))
      throw new ProxyTrouble(shownProxy(proxy), kindsTaken, false);
    // What is encrypted goes through a tunnel all the same; for what is not, many proxies make none.
    const agent = agents.get(proxy) ?? new ProxyAgent({ uri: proxy, proxyTunnel: false });
    agents.set(proxy, agent);
    return agent;
  };
  /** Each request of a chain of redirects goes its own way. */
  class Choosing extends Dispatcher {
    override dispatch(
      options: Dispatcher.DispatchOptions,
      handler: Dispatcher.DispatchHandler,
    ): boolean {
      return agentFor(new URL(String(options.origin))).dispatch(options, handler);
    }
  }
  const dispatcher = new Choosing();
  return ((input: string | URL, init?: RequestInit) =>
    fetch(input, { ...(init as object), dispatcher })) as unknown as Ports['fetch'];
}

const kindsTaken = 'only proxies of the kinds http://, https:// and socks5:// are taken';

/** What a connection says that was never made: through a tunnel, it was the proxy's. */
const unmade = /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EINVAL)$/;
const late = /^(EAI_AGAIN|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;

function troubleOf(proxy: string, error: unknown): ProxyTrouble | null {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof ProxyTrouble) return one;
    const { code = '' } = one as NodeJS.ErrnoException;
    const [, status] = /Proxy response \((\d+)\)/.exec(one.message) ?? [];
    if (status) {
      const detail = `it answers with status ${status}`;
      return new ProxyTrouble(shownProxy(proxy), detail, Number(status) >= 500);
    }
    if (unmade.test(code) || late.test(code)) {
      return new ProxyTrouble(shownProxy(proxy), one.message || code, late.test(code));
    }
  }
  return null;
}
