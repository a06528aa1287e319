import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { disturbances } from './disturbances.ts';
import { openHarness, type Outcome } from './harness.ts';

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

  it('finds a publisher that uses a token for too long', async () => {
    let kept: string | null = null;
    const hoards =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
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
  it('prints its figures as one line of JSON', async () => {
    const args = ['tools/faults/main.ts', '--crates', '1', '--packages', '1', '--sample', '97'];
    const { stdout } = await execa('node', args);
    const { runs, converged, ...others } = JSON.parse(stdout) as Record<string, number>;
    expect(runs).toBeGreaterThan(5);
    expect(converged).toBe(runs);
    expect(others).toMatchObject({ repeatedUploads: 0, lost: 0, tokensLeftValid: 0 });
  });

  it('refuses what it does not know', async () => {
    const { exitCode, stderr } = await execa('node', ['tools/faults/main.ts', '--only', 'x'], {
      reject: false,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toBe('there is no disturbance x');
  });
});
