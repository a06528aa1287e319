import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDone, nextWaiting, settle, start, take, type Schedule } from './schedule.ts';

const chain = (limit = 8): Schedule<string> =>
  start(
    [
      { id: 'first', item: 'first' },
      { id: 'second', item: 'second', after: ['first'] },
      { id: 'third', item: 'third', after: ['first'] },
    ],
    limit,
  );

const ids = (batch: readonly { id: string }[]): string[] => batch.map(({ id }) => id);

describe('a schedule', () => {
  it('offers what waits for nothing, once', () => {
    const [batch, taken] = take(chain(), 0);
    expect(ids(batch)).toEqual(['first']);
    expect(ids(take(taken, 0)[0])).toEqual([]);
  });

  it('offers the others when what they wait for is done', () => {
    const [[first], taken] = take(chain(), 0);
    const settled = settle(taken, { id: 'first', kind: 'done' }, first!);
    expect(ids(take(settled, 0)[0])).toEqual(['second', 'third']);
  });

  it('never has more in flight than its limit', () => {
    const [[first], taken] = take(chain(1), 0);
    const settled = settle(taken, { id: 'first', kind: 'done' }, first!);
    expect(ids(take(settled, 0)[0])).toEqual(['second']);
  });

  it('waits for the instant that a registry names, and counts attempts', () => {
    const [[first], taken] = take(chain(), 0);
    const settled = settle(taken, { id: 'first', kind: 'again', notBefore: 500 }, first!);
    expect(ids(take(settled, 499)[0])).toEqual([]);
    expect(nextWaiting(settled)?.notBefore).toBe(500);
    const [[again]] = take(settled, 500);
    expect(again).toMatchObject({ id: 'first', attempts: 2 });
  });

  it('starts nothing after a refusal, and is done when the last in flight has ended', () => {
    const two = start(
      [
        { id: 'a', item: 0 },
        { id: 'b', item: 0 },
        { id: 'c', item: 0 },
      ],
      2,
    );
    const [[a, b], taken] = take(two, 0);
    const refused = settle(taken, { id: 'a', kind: 'refused' }, a!);
    expect(ids(take(refused, 0)[0])).toEqual([]);
    expect(isDone(refused)).toBe(false);
    expect(isDone(settle(refused, { id: 'b', kind: 'done' }, b!))).toBe(true);
  });

  it('does everything once, in an order that respects every dependency', () => {
    const graphs = fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 5 }), (edges, limit) => {
        const items = edges.map((before, index) => ({
          id: `n${index}`,
          item: index,
          after: index === 0 ? [] : [...new Set(before.map((edge) => `n${edge % index}`))],
        }));
        const done: string[] = [];
        let schedule: Schedule<number> = start(items, limit);
        while (!isDone(schedule)) {
          const [batch, taken] = take(schedule, 0);
          schedule = taken;
          expect(batch.length).toBeLessThanOrEqual(limit);
          expect(batch.length).toBeGreaterThan(0);
          for (const one of batch) {
            expect(one.after.every((id) => done.includes(id))).toBe(true);
            done.push(one.id);
            schedule = settle(schedule, { id: one.id, kind: 'done' }, one);
          }
        }
        expect(done.toSorted()).toEqual(items.map(({ id }) => id).toSorted());
      }),
    );
  });
});
