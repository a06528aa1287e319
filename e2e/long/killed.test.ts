import { afterAll, beforeAll, expect, it } from 'vitest';
import { openReal, type RealHarness } from '../../tools/faults/real.ts';

let real: RealHarness;

beforeAll(async () => {
  real = await openReal();
}, 600_000);
afterAll(() => real.close());

it('a release that is killed again and again, and told wrong things meanwhile, ends as undisturbed', async () => {
  // Nothing is live yet; a crate is and not the other; the Python files are, and GitHub has a draft.
  const points = [1, Math.floor(real.effects / 3), real.effects - 4];
  const faults = ['503@PUT /api/v1/crates/new 1', 'reset-after@POST /legacy/ 1'];
  const { kills, complaint, ...outcome } = await real.run(points, faults);
  expect(complaint).toBe(null);
  expect(kills.map(({ after }) => after)).toEqual(points);
  // Each of them was killed in its course: later ones had what earlier ones left.
  for (const { after, seen } of kills) expect(seen).toBeGreaterThanOrEqual(after);
  expect(outcome).toMatchObject({
    ...{ converged: true, lost: [], repeatedUploads: 0, tokensLeftValid: 0 },
  });
  expect(outcome.oldestCredentialSeconds).toBeLessThan(300);
}, 600_000);
