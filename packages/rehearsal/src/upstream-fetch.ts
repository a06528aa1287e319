import type { Dispatcher } from 'undici';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The proxy to a public registry, as `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in small letters
 * first; null where it is asked directly, as this machine always is.
 */
export function proxyTo(url: string, variables: Variables = process.env): string | null {
  const { protocol, hostname } = new URL(url);
  if (/^(localhost|127\..*|\[::1\])$/.test(hostname)) return null;
  const direct = (valueOf(variables, 'no_proxy') ?? '').split(/[\s,]+/).filter(Boolean);
  const isDirect = (entry: string): boolean =>
    entry === '*' || `.${hostname}`.endsWith(`.${entry.replace(/^\*?\./, '').toLowerCase()}`);
  if (direct.some(isDirect)) return null;
  const name = protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const value = valueOf(variables, name) ?? valueOf(variables, 'all_proxy');
  return value === null || value.includes('://') ? value : `http://${value}`;
}

function valueOf(variables: Variables, name: string): string | null {
  return (variables[name] ?? variables[name.toUpperCase()])?.trim() || null;
}

const agents = new Map<string, Dispatcher>();

/** `fetch` for what lies beyond this machine: through a proxy where the environment names one. */
export async function fetchUpstream(url: string, init: RequestInit): Promise<Response> {
  const proxy = proxyTo(url);
  if (proxy === null) return fetch(url, init);
  // Loaded where there is a proxy alone.
  const undici = await import('undici');
  const dispatcher = agents.get(proxy) ?? new undici.ProxyAgent({ uri: proxy, proxyTunnel: false });
  agents.set(proxy, dispatcher);
  return (await undici.fetch(url, { ...(init as object), dispatcher })) as unknown as Response;
}

/** Where it went, for people: without a name and a password. */
export function throughProxy(url: string): string {
  const proxy = proxyTo(url);
  if (proxy === null) return '';
  const { protocol, host } = URL.parse(proxy) ?? {};
  return ` through the proxy ${host ? `${protocol}//${host}` : 'of the environment'}`;
}
