/** A fetch that answers by path, what is not named is not there; and a clock that jumps. */
export function answers(
  known: Readonly<Record<string, unknown>>,
  seen: { url: string; authorization: string | null }[] = [],
) {
  const fetch = (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const url = String(input);
    const { pathname, search } = new URL(url);
    seen.push({ url, authorization: new Headers(init?.headers).get('authorization') });
    const answer = known[`${pathname}${search}`] ?? known[pathname];
    if (answer instanceof Error) return Promise.reject(answer);
    if (answer instanceof Response) return Promise.resolve(answer.clone());
    if (answer === undefined)
      return Promise.resolve(new Response('{"message":"Not Found"}', { status: 404 }));
    return Promise.resolve(Response.json(answer));
  };
  let now = 0;
  const clock = { now: () => now, sleep: async (time: number) => void (now += time) };
  return { fetch: fetch as typeof globalThis.fetch, clock };
}

export function refused(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, { status, headers });
}
