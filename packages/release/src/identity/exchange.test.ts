import { describe, expect, it } from 'vitest';
import type { Ports } from '../ports.ts';
import { mintCratesIoToken, mintPypiToken } from './exchange.ts';
import { Secret } from './secret.ts';

const identity = { requestUrl: 'https://ci.example/token', requestToken: new Secret('r') };
const cratesIo = { api: 'https://crates.example', audience: 'crates.io' };
const pypi = { title: 'PyPI', oidc: 'https://pypi.example/_/oidc' };

/** A registry that gives tokens, and answers so to those that are given back. */
function place(...answers: Response[]) {
  const slept: number[] = [];
  let asked = 0;
  const fetch = async (url: unknown, init?: RequestInit): Promise<Response> => {
    const path = new URL(String(url)).pathname;
    if (path === '/token') return Response.json({ value: 'a.b.c' });
    if (path.endsWith('/audience')) return Response.json({ audience: 'pypi' });
    const isBack = init?.method === 'DELETE' || path.endsWith('/burn-token');
    if (!isBack) return Response.json({ token: 'secret' });
    asked += 1;
    return answers.length > 1 ? answers.shift()! : answers[0]!.clone();
  };
  const clock = { now: () => 0, sleep: async (time: number) => void slept.push(time) };
  const ports = { fetch, clock } as unknown as Ports;
  return { ports, slept, count: () => asked };
}

const page = (status: number): Response =>
  new Response('<html></html>', { status, headers: { 'content-type': 'text/html' } });

describe('a token that is given back', () => {
  it('is taken, as each registry says it', async () => {
    const crates = place(new Response(null, { status: 204 }));
    const python = place(Response.json({ success: true }));
    expect(await (await mintCratesIoToken(identity, cratesIo, crates.ports)).revoke()).toBeNull();
    expect(await (await mintPypiToken(identity, pypi, python.ports)).revoke()).toBeNull();
  });

  it.each([400, 403, 404, 405, 410, 422, 501])(
    'SLW305: is told once when the answer is %d, which is final',
    async (status) => {
      const { ports, slept, count } = place(page(status));
      const token = await mintPypiToken(identity, pypi, ports);
      expect(await token.revoke()).toMatchObject({
        code: 'SLW305',
        severity: 'warning',
        message: `PyPI did not take its token back, which is valid for up to 15 minutes more: its answer was ${status}`,
      });
      expect(count()).toBe(1);
      expect(slept).toEqual([]);
    },
  );

  it.each([408, 429, 500, 503, 200])(
    'SLW305: is offered again where the answer is %d, and told in the end',
    async (status) => {
      const { ports, count } = place(page(status));
      const token = await mintPypiToken(identity, pypi, ports);
      expect((await token.revoke())?.code).toBe('SLW305');
      expect(count()).toBe(5);
      const soon = place(page(status), Response.json({ success: true }));
      expect(await (await mintPypiToken(identity, pypi, soon.ports)).revoke()).toBeNull();
    },
  );

  it('SLW305: is told when nobody answers', async () => {
    const { ports } = place(page(404));
    const token = await mintCratesIoToken(identity, cratesIo, {
      ...ports,
      fetch: async (url, init) => {
        if (init?.method === 'DELETE') throw new TypeError('fetch failed');
        return ports.fetch(url, init);
      },
    });
    expect((await token.revoke())?.message).toMatch(/crates\.io .* 30 minutes more: .*reached/);
  });

  it('is no matter where it is worth nothing already', async () => {
    const { ports, count } = place(page(401));
    expect(await (await mintPypiToken(identity, pypi, ports)).revoke()).toBeNull();
    expect(count()).toBe(2);
    const soon = place(page(401), Response.json({ success: true }));
    expect(await (await mintPypiToken(identity, pypi, soon.ports)).revoke()).toBeNull();
  });
});

describe('a refusal', () => {
  const refusal = async (detail: string): Promise<string> => {
    const ports = {
      fetch: async (url: unknown) =>
        String(url).startsWith(identity.requestUrl)
          ? Response.json({ value: 'a.b.c' })
          : Response.json({ errors: [{ detail }, { detail }] }, { status: 400 }),
      clock: { now: () => 0, sleep: async () => undefined },
    } as unknown as Ports;
    return mintCratesIoToken(identity, cratesIo, ports).then(
      () => '',
      (error: Error) => error.message,
    );
  };

  it('SLW302: is told in the words of the registry, where they are not known', async () => {
    expect(await refusal('not today')).toMatch(
      /^SLW302 crates.io gave no token \(400\): not today\./,
    );
  });

  it('SLW615: is known where GitHub gives no identity, for its environment lets no tag in', async () => {
    const message =
      'Tag "v0.3.1" is not allowed to deploy to release due to environment protection rules.';
    const ports = {
      fetch: async () => Response.json({ message }, { status: 403 }),
      clock: { now: () => 0, sleep: async () => undefined },
    } as unknown as Ports;
    const refused = mintCratesIoToken(identity, cratesIo, ports);
    await expect(refused).rejects.toMatchObject({
      finding: { code: 'SLW615', message: expect.stringContaining(`crates.io (403): ${message}`) },
    });
  });

  it('SLW617: says once what crates.io lists for each crate', async () => {
    const said = await refusal(
      'does not match the environment `prod` in the JWT. Expected environments: `release`, `release`, `other`, `release`',
    );
    expect(said).toContain('Expected environments: `release`, `other`. The identity');
    expect(said.match(/Expected/g)).toHaveLength(1);
    expect(await refusal('owner ID (13) in the JWT. Expected owner IDs: 12, 12. Please')).toContain(
      'Expected owner IDs: 12. Please',
    );
  });
});
