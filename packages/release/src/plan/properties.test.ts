import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Crate, InternalDependency } from '../manifest/index.ts';
import type { Artifact } from './comparison/artifacts.ts';
import { decide, type Action, type Observation } from './comparison/decide.ts';
import { mustPrecede, orderCrates } from './packages/order.ts';
import {
  isByRequest,
  planRetreat,
  type ReleasedPart,
  type Standing,
} from './comparison/retreat.ts';

/** A list and the same in another order. */
const shuffled = <T>(list: fc.Arbitrary<T[]>): fc.Arbitrary<readonly [T[], T[]]> =>
  list.chain((one) =>
    fc.tuple(
      fc.constant(one),
      fc.shuffledSubarray(one, { minLength: one.length, maxLength: one.length }),
    ),
  );

describe('decide', () => {
  const digests = ['a', 'b'].map((one) => one.repeat(64));
  const artifact = (at: number, sha256: string): Artifact => ({
    kind: 'wheel',
    package: 'tide',
    version: '1.0.0',
    file: `tide-${at}.whl`,
    path: `dist/tide-${at}.whl`,
    sha256,
    bytes: 1,
  });
  const artifacts = fc
    .array(fc.constantFrom(...digests), { minLength: 1, maxLength: 8 })
    .map((all) => all.map((sha256, at) => artifact(at, sha256)));
  const live: fc.Arbitrary<Observation> = fc
    .array(fc.tuple(fc.nat(9), fc.constantFrom(...digests, null)), { maxLength: 8 })
    .map((rows) => new Map(rows.map(([at, sha256]) => [`tide-${at}.whl`, sha256])));
  const toPublish = (actions: readonly Action[]): string[] =>
    actions.filter(({ decision }) => decision === 'publish').map(({ file }) => file);

  it('does not depend on the order: another order gives the same rows in it', () => {
    fc.assert(
      fc.property(shuffled(artifacts), live, ([one, other], there) => {
        const [first, second] = [one, other].map((all) => decide('PyPI', all, there));
        const byFile = new Map(first!.actions.map((row) => [row.file, row]));
        expect(second!.actions).toEqual(other.map(({ file }) => byFile.get(file)));
        expect(new Set(second!.findings)).toEqual(new Set(first!.findings));
      }),
    );
  });

  it('is idempotent: what was published is not published again', () => {
    fc.assert(
      fc.property(artifacts, live, (all, there) => {
        const { actions } = decide('PyPI', all, there);
        const done = actions.filter(({ decision }) => decision === 'publish');
        const after = new Map([
          ...there,
          ...done.map(({ file, sha256 }) => [file, sha256] as const),
        ]);
        const { actions: again } = decide('PyPI', all, after);
        expect(toPublish(again)).toEqual([]);
        const isDone = ({ decision }: Action): boolean => decision === 'already-there';
        if (done.length > 0) expect(again.every(isDone)).toBe(true);
      }),
    );
  });

  it('is monotone: who has more is sent no more', () => {
    fc.assert(
      fc.property(artifacts, live, live, (all, there, more) => {
        const less = toPublish(decide('PyPI', all, there).actions);
        const actions = decide('PyPI', all, new Map([...more, ...there])).actions;
        expect(less).toEqual(expect.arrayContaining(toPublish(actions)));
      }),
    );
  });
});

describe('orderCrates', () => {
  const crate = (at: number, needs: readonly (readonly [number, boolean])[]): Crate => {
    const dependencies = needs.map(([other, isDev]): InternalDependency => ({
      name: `c${other}`,
      kind: isDev ? 'dev' : 'normal',
      requirement: isDev ? null : '1.0.0',
      manifest: `c${other}/Cargo.toml`,
      file: `c${at}/Cargo.toml`,
      line: 1,
    }));
    const manifest = `c${at}/Cargo.toml`;
    return {
      name: `c${at}`,
      manifest,
      publishable: at % 7 !== 6,
      dependencies,
    } as unknown as Crate;
  };
  const edges = fc.array(fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 4 }), {
    minLength: 1,
    maxLength: 20,
  });
  /** Each needs only what has a smaller number, but for dev-dependencies by path, which may close a circle. */
  const acyclic = edges.map((all) =>
    all.map((needs, at) =>
      crate(
        at,
        needs
          .filter(([, isDev]) => isDev || at > 0)
          .map(([other, isDev]) => [other % (isDev ? all.length : at), isDev] as const),
      ),
    ),
  );

  it('does not depend on the order in which crates were found', () => {
    fc.assert(
      fc.property(shuffled(acyclic), ([one, other]) => {
        expect(orderCrates(other)).toEqual(orderCrates(one));
      }),
    );
  });

  it('has every published crate once, after all that it needs', () => {
    fc.assert(
      fc.property(acyclic, (crates) => {
        const { order, findings } = orderCrates(crates);
        const published = crates.filter(({ publishable }) => publishable);
        expect(order.toSorted()).toEqual(published.map(({ name }) => name).toSorted());
        expect(findings).toEqual([]);
        for (const { name, dependencies } of published) {
          const needs = dependencies.filter(mustPrecede).filter((one) => order.includes(one.name));
          for (const needed of needs)
            expect(order.indexOf(needed.name)).toBeLessThan(order.indexOf(name));
        }
      }),
    );
  });

  it('SLW109: tells of a circle, and of every crate all the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 12 }), (length) => {
        const round = Array.from({ length }, (_, at) => crate(at, [[(at + 1) % length, false]]));
        const whole = round.map((one) => ({ ...one, publishable: true }));
        const { order, findings } = orderCrates(whole);
        expect(order).toHaveLength(length);
        expect(findings).toMatchObject([{ code: 'SLW109' }]);
      }),
    );
  });
});

describe('planRetreat', () => {
  const standings: readonly Standing[] = ['live', 'withdrawn', 'absent', 'unknown'];
  const parts = fc
    .array(
      fc.tuple(
        fc.constantFrom<ReleasedPart['registry']>('crates.io', 'PyPI', 'GitHub Releases'),
        fc.constantFrom(...standings),
      ),
      { maxLength: 12 },
    )
    .map((all) =>
      all.map(([registry, standing], at): ReleasedPart => {
        const names = { package: `p${at}`, version: '1.0.0', file: `p${at}-1.0.0` };
        return { registry, ...names, sha256: null, bytes: 0, standing, note: null };
      }),
    );
  const requested = (all: readonly ReleasedPart[], undo: boolean): string[] =>
    planRetreat(all, undo)
      .filter(isByRequest)
      .map(({ part }) => part.file);

  it('decides for each part by itself: another order gives the same decisions', () => {
    fc.assert(
      fc.property(shuffled(parts), fc.boolean(), ([one, other], undo) => {
        const decisions = (all: readonly ReleasedPart[]) =>
          planRetreat(all, undo).map(
            ({ action }) => `${action.file} ${action.decision} ${action.why}`,
          );
        expect(decisions(other).toSorted()).toEqual(decisions(one).toSorted());
      }),
    );
  });

  it('is idempotent, and undone it is what it was', () => {
    const put = (all: readonly ReleasedPart[], undo: boolean): ReleasedPart[] => {
      const done = new Set(requested(all, undo));
      const standing = undo ? 'live' : 'withdrawn';
      return all.map((part) => (done.has(part.file) ? { ...part, standing } : part));
    };
    fc.assert(
      fc.property(parts, fc.boolean(), (all, undo) => {
        const after = put(all, undo);
        expect(requested(after, undo)).toEqual([]);
        // The other way round it asks for the same ones, and for those that stood so before.
        expect(requested(after, !undo)).toEqual(expect.arrayContaining(requested(all, undo)));
      }),
    );
  });

  it('is monotone: what is withdrawn more is asked for less', () => {
    fc.assert(
      fc.property(parts, fc.nat(), (all, at) => {
        const withdrawn = all.map((part, index) =>
          index === at % all.length ? { ...part, standing: 'withdrawn' as const } : part,
        );
        expect(requested(all, false)).toEqual(expect.arrayContaining(requested(withdrawn, false)));
      }),
    );
  });
});
