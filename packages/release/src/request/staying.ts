import type { Ports } from '../ports.ts';

const mostHops = 5;

/**
 * The same fetch for GitHub, which sends readers on: from the old name of a repository to its own, and from a release's
 * asset to where that is stored. It follows, and the token stays with GitHub. What changes something is not sent on.
 */
export function staying(fetch: Ports['fetch']): Ports['fetch'] {
  return async (input, init = {}) => {
    if ((init.method ?? 'GET') !== 'GET' || init.redirect === 'manual') return fetch(input, init);
    const headers = new Headers(init.headers);
    let url = new URL(input instanceof Request ? input.url : input);
    for (let hops = 0; hops < mostHops; hops++) {
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      const to = response.headers.get('location');
      if (![301, 302, 303, 307, 308].includes(response.status) || to === null) return response;
      await response.body?.cancel();
      const next = new URL(to, url);
      if (next.origin !== url.origin) headers.delete('authorization');
      url = next;
    }
    throw new Error(`more than ${mostHops} redirects`);
  };
}
