import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDone, nextWaiting, settle, start, take, type Schedule } from './schedule.ts';
import type { Settled, Waiting } from './index.ts';

describe('any schedule, whatever happens in it', () => {
  const ends = fc.constantFrom<Settled['kind']>('done', 'done', 'done', 'again', 'refused');
  const scopes = fc.constantFrom('task', 'budget');
  const runs = fc.record({
    graph: fc.array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 20 }),
    limit: fc.integer({ min: 1, max: 5 }),
    keepGoing: fc.boolean(),
    /** How what was started ends, in turn; which of those in flight is next; and who waits when it is put off. */
    fate: fc.array(fc.tuple(ends, fc.nat(), scopes), { maxLength: 60 }),
  });
  type Run = typeof runs extends fc.Arbitrary<infer T> ? T : never;

  const itemsOf = (graph: Run['graph']) =>
    graph.map((before, at) => ({
      id: `n${at}`,
      item: at,
      after: at === 0 ? [] : [...new Set(before.map((edge) => `n${edge % at}`))],
    }));

  /** Plays a schedule to its end; what `seen` is told of each start, and what came of all. */
  function play({ graph, limit, keepGoing, fate }: Run, seen: (one: Waiting<number>) => void) {
    const items = itemsOf(graph);
    const afterOf = new Map(items.map(({ id, after }) => [id, after]));
    let schedule: Schedule<number> = start(items, limit, keepGoing);
    const flying: Waiting<number>[] = [];
    const [done, refused] = [new Set<string>(), new Set<string>()];
    let now = 0;
    for (let step = 0; !isDone(schedule); step++) {
      // Every step starts, ends, or waits for something that has an instant.
      expect(step).toBeLessThan(500);
      const [batch, taken] = take(schedule, now);
      schedule = taken;
      for (const one of batch) {
        expect(afterOf.get(one.id)!.every((id) => done.has(id))).toBe(true);
        expect(one.notBefore).toBeLessThanOrEqual(now);
        seen(one);
      }
      flying.push(...batch);
      expect(flying.length).toBeLessThanOrEqual(limit);
      expect([...schedule.inFlight].toSorted()).toEqual(flying.map(({ id }) => id).toSorted());
      if (flying.length === 0) {
        now = nextWaiting(schedule)!.notBefore;
        continue;
      }
      const [kind, which, scope] = fate[step] ?? ['done', 0, 'task'];
      const [one] = flying.splice(which % flying.length, 1);
      if (kind === 'done') done.add(one!.id);
      if (kind === 'refused') refused.add(one!.id);
      const event = { id: one!.id, kind, notBefore: now + 1000, scope } as Settled;
      schedule = settle(schedule, event, one!);
    }
    return { done, refused, items };
  }

  it('starts nothing before what it waits for, nor more at once than its limit, and ends', () => {
    fc.assert(fc.property(runs, (run) => void play(run, () => undefined)));
  });

  it('starts each thing once, and once more for each time that it was put off', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const starts = new Map<string, number>();
        play(run, ({ id, attempts }) => {
          starts.set(id, (starts.get(id) ?? 0) + 1);
          expect(attempts).toBe(starts.get(id));
        });
        const calm = { ...run, fate: [] };
        const all: string[] = [];
        const { done } = play(calm, ({ id }) => void all.push(id));
        expect(all.toSorted()).toEqual([...done].toSorted());
        expect(done.size).toBe(run.graph.length);
      }),
    );
  });

  it('does all that does not wait for what was refused, where it is to keep going', () => {
    fc.assert(
      fc.property(runs, (run) => {
        const { done, refused, items } = play({ ...run, keepGoing: true }, () => undefined);
        const lost = new Set(refused);
        for (const { id, after } of items) if (after.some((one) => lost.has(one))) lost.add(id);
        expect([...done].toSorted()).toEqual(
          items
            .map(({ id }) => id)
            .filter((id) => !lost.has(id))
            .toSorted(),
        );
      }),
    );
  });
});
