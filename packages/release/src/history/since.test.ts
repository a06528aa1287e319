import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { History } from './log.ts';
import { commitsSince } from './since.ts';

/** A history of numbered commits, each with parents of higher numbers; every commit has a ref. */
function historyOf(parents: readonly (readonly number[])[]): History {
  const commits = parents.map((own, index) => {
    const hashes = own.map((parent) => `h${parent}`);
    return { hash: `h${index}`, parents: hashes, date: '', message: '', files: [] };
  });
  const refs = Object.fromEntries(parents.map((_, index) => [`r${index}`, `h${index}`]));
  return { commits, head: 'h0', refs };
}

/** All on the way to a commit, itself included, as anyone would look for them. */
function wayTo(parents: readonly (readonly number[])[], start: number): Set<number> {
  const way = new Set([start]);
  for (const at of way) for (const parent of parents[at]!) way.add(parent);
  return way;
}

const graphs = fc.integer({ min: 1, max: 14 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, index) =>
      fc.uniqueArray(fc.integer({ min: index + 1, max: size }), { maxLength: 3 }).map((own) =>
        // The last one stands for a parent that was not read.
        own.filter((parent) => parent < size),
      ),
    ),
  ),
);

it('tells what lies on the way to one commit and not on the way to another', () => {
  fc.assert(
    fc.property(graphs, fc.nat(), fc.nat(), (parents, first, second) => {
      const [from, to] = [first % parents.length, second % parents.length];
      const before = wayTo(parents, from);
      const expected = [...wayTo(parents, to)].filter((at) => !before.has(at));
      const history = historyOf(parents);
      const got = commitsSince(history, `r${from}`, `r${to}`).map(({ hash }) => hash);
      expect(got).toEqual(expected.sort((a, b) => a - b).map((at) => `h${at}`));
      const all = commitsSince(history, null, `r${to}`).map(({ hash }) => hash);
      expect(new Set(all)).toEqual(new Set([...wayTo(parents, to)].map((at) => `h${at}`)));
    }),
  );
});

it('takes a ref that is behind all that was read', () => {
  const history = { ...historyOf([[1], []]), refs: { old: null } };
  expect(commitsSince(history, 'old')).toHaveLength(2);
});

it('is nothing in a history without commits', () => {
  expect(commitsSince({ commits: [], head: 'h', refs: { old: 'o' } }, 'old')).toEqual([]);
});
