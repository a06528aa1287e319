import { expect, it } from 'vitest';
import { nothingKnown } from '../evidence/index.ts';
import { diagnose, trustContext } from './index.ts';

const subject = { remote: 'octo/tide', tag: 'v0.3.1', crates: ['tide'], projects: ['tide'] };

it('SLW641: says when nothing publishes, and guesses nothing that it was not told', () => {
  const rows = diagnose(
    trustContext([], [], nothingKnown('no token for GitHub was given', subject)),
  );
  expect(rows.flatMap(({ findings }) => findings).map(({ code }) => code)).toEqual(['SLW641']);
  const unchecked = rows.filter(({ verdict }) => verdict === 'not checked');
  expect(unchecked.length).toBeGreaterThan(8);
  for (const row of unchecked) expect(row.because).toBe('no token for GitHub was given');
  const elsewhere = rows.filter(({ place }) => place !== 'workflows');
  expect(elsewhere.filter(({ verdict }) => verdict === 'ok')).toEqual([]);
});
