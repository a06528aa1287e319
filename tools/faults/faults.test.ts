import { execa } from 'execa';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { disturbances } from './disturbances.ts';
import { openHarness, type Outcome } from './harness.ts';
import type { RequestKey } from './world.ts';

type Fetch = typeof globalThis.fetch;

/** How a release of one crate and one package ends whose publisher has a defect, after one disturbance. */
async function disturbed(name: string, defect: (fetch: Fetch) => Fetch): Promise<Outcome> {
  const harness = await openHarness(1, 1, defect);
  return harness.run([disturbances(harness.requests).get(name)!]);
}

const isUpload = (input: Parameters<Fetch>[0], init: RequestInit | undefined): boolean =>
  init?.method === 'POST' && String(input).endsWith('/legacy/');

describe('the harness', () => {
  it(
    'finds that every disturbance of a small release is survived',
    { timeout: 60_000 },
    async () => {
      const harness = await openHarness(1, 1);
      const all = [...disturbances(harness.requests).values()];
      expect(all.length).toBeGreaterThan(500);
      const wrong: Outcome[] = [];
      for (const one of all.filter((_, at) => at % 11 === 0)) {
        const outcome = await harness.run([one]);
        const { converged, repeatedUploads, tokensLeftValid } = outcome;
        if (!converged || repeatedUploads + tokensLeftValid > 0) wrong.push(outcome);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('finds a publisher that sends again what may have been accepted', async () => {
    const blind =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        if (!isUpload(input, init)) return fetch(input, init);
        const whole = { ...init, body: await new Response(init?.body).arrayBuffer() };
        return fetch(input, whole).catch(() => fetch(input, whole));
      };
    const name = 'reset-after@POST /pypi/legacy/ 2';
    expect((await disturbed(name, blind)).repeatedUploads).toBe(1);
    expect((await disturbed(name, (fetch) => fetch)).repeatedUploads).toBe(0);
  });

  it('finds a publisher that keeps its tokens', async () => {
    const keeps =
      (fetch: Fetch): Fetch =>
      async (input, init) =>
        String(input).endsWith('/burn-token') ? Response.json({ ok: true }) : fetch(input, init);
    const { tokensLeftValid } = await disturbed('slow@POST /pypi/legacy/ 2', keeps);
    expect(tokensLeftValid).toBeGreaterThan(0);
  });

  it('takes for told what a registry refused to take back, and for well', async () => {
    const name = '404@POST /pypi/_/oidc/burn-token 1';
    const { converged, tokensLeftValid } = await disturbed(name, (fetch) => fetch);
    expect({ converged, tokensLeftValid }).toEqual({ converged: true, tokensLeftValid: 0 });
  });

  it('finds a publisher that uses a token for too long', async () => {
    let kept: string | null = null;
    const hoards =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        // The gate gives back what this one keeps.
        if (String(input).endsWith('/burn-token')) return Response.json({ success: true });
        if (!String(input).endsWith('/mint-token') || kept === null) {
          const response = await fetch(input, init);
          if (String(input).endsWith('/mint-token')) kept ??= await response.clone().text();
          return response;
        }
        return new Response(kept);
      };
    const harness = await openHarness(1, 1, hoards);
    const kill = disturbances(harness.requests).get('kill-before@POST /pypi/legacy/ 1')!;
    kept = null;
    const { oldestCredentialSeconds } = await harness.run([kill, kill, kill, kill, kill, kill]);
    expect(oldestCredentialSeconds).toBeGreaterThan(300);
  });

  it('finds a publisher that takes a refusal for success', async () => {
    const deaf =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        const response = await fetch(input, init);
        return isUpload(input, init) ? new Response('OK') : response;
      };
    const { endings } = await disturbed('403@POST /pypi/legacy/ 2', deaf);
    expect(endings[0]).toBe('SLW404');
  });
});

describe('what happens besides the registries', () => {
  const endingsOf = async (what: string, every = 1): Promise<[string, Outcome][]> => {
    const harness = await openHarness(1, 1);
    const all = [...disturbances(harness.requests)].filter(([name]) => name.startsWith(`${what}@`));
    const ended: [string, Outcome][] = [];
    for (const [name, one] of all.filter((_, at) => at % every === 0))
      ended.push([name, await harness.run([one])]);
    return ended;
  };
  /** Whether something is changed there; notes that are asked for are kept nowhere. */
  const isGithub = ({ method, path }: RequestKey): boolean =>
    path.startsWith('/github') &&
    !['GET', 'DELETE'].includes(method) &&
    !path.endsWith('/generate-notes');

  it('SLW414: a tag that is moved lets nothing begin at GitHub, and nothing become public', async () => {
    const outcomes = await endingsOf('tag-moved');
    const publication = /^tag-moved@PATCH/;
    for (const [name, { endings, converged, trail }] of outcomes) {
      const at = trail.findIndex(({ method, path, nth }) =>
        name.endsWith(`@${method} ${path} ${nth}`),
      );
      const before = trail.slice(0, at + 1);
      const after = trail.slice(at + 1);
      // Once it is being published, or is, there is nothing left to stop.
      const isOver = publication.test(name) || before.some(({ method }) => method === 'PATCH');
      expect([name, endings]).toEqual([name, [isOver ? 'done' : 'SLW414', 'done']]);
      expect(converged).toBe(true);
      expect(after.filter(({ method }) => method === 'PATCH')).toEqual([]);
      if (!before.some(isGithub)) expect(after.filter(isGithub)).toEqual([]);
    }
    expect(outcomes.length).toBeGreaterThan(30);
  }, 60_000);

  it('SLW510: a full disk stops the run at the file that it cannot write', async () => {
    const outcomes = await endingsOf('disk-full');
    expect(outcomes.length).toBeGreaterThanOrEqual(4);
    for (const [, { endings, converged }] of outcomes) {
      expect(endings).toEqual(['SLW510', 'done']);
      expect(converged).toBe(true);
    }
  });

  it.each(['clock-forward', 'clock-back'])(
    '%s changes nothing',
    async (what) => {
      const outcomes = await endingsOf(what, 4);
      expect(outcomes.length).toBeGreaterThan(8);
      for (const [name, { endings, minutes }] of outcomes) {
        expect(minutes).toBeLessThan(5);

        expect([name, ...endings]).toEqual([name, 'done', 'done']);
      }
    },
    60_000,
  );

  it('an index in two versions is waited for', async () => {
    const harness = await openHarness(2, 1);
    const all = [...disturbances(harness.requests)].filter(([name]) => name.startsWith('index-'));
    expect(all).toHaveLength(2 * (2 + 8));
    for (const [name, one] of all) {
      const { endings, repeatedUploads } = await harness.run([one]);
      expect([name, ...endings, repeatedUploads]).toEqual([name, 'done', 'done', 0]);
    }
  }, 60_000);
});

describe('two runs of the same tag at once', () => {
  it.each([0, 5, 20, 50, 110, 230, 470, 950])(
    'end as one would have, %d ms apart',
    async (apart) => {
      const harness = await openHarness(3, 2);
      // What both send in the same moment PyPI takes twice for the same: repeated uploads are no fault here.
      const { endings, converged, lost, tokensLeftValid } = await harness.runTwo(apart);
      expect({ endings, converged, lost, tokensLeftValid }).toEqual({
        endings: ['done', 'done', 'done'],
        converged: true,
        lost: [],
        tokensLeftValid: 0,
      });
    },
  );
});

describe('npm run faults', () => {
  const main = join(import.meta.dirname, 'main.ts');

  it('prints its figures as one line of JSON', { timeout: 60_000 }, async () => {
    const args = [main, '--crates', '1', '--packages', '1', '--sample', '97'];
    const { stdout } = await execa('node', args);
    const { runs, converged, ...others } = JSON.parse(stdout) as Record<string, number>;
    expect(runs).toBeGreaterThan(5);
    expect(converged).toBe(runs);
    expect(others).toMatchObject({ repeatedUploads: 0, lost: 0, tokensLeftValid: 0 });
  });

  it('refuses what it does not know', { timeout: 60_000 }, async () => {
    const { exitCode, stderr } = await execa('node', [main, '--only', 'x'], {
      reject: false,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toBe('there is no disturbance x');
  });
});
