import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isByRequest, planRetreat, type ReleasedPart, type Standing } from './retreat.ts';

const crate = (name: string, standing: Standing = 'live'): ReleasedPart => ({
  registry: 'crates.io',
  package: name,
  version: '1.0.0',
  file: `${name}-1.0.0.crate`,
  sha256: '0'.repeat(64),
  bytes: 1,
  standing,
  note: null,
});
const project: ReleasedPart = {
  ...crate('tide'),
  registry: 'PyPI',
  file: 'tide 1.0.0',
  sha256: null,
  note: 'https://pypi.example/manage/project/tide/release/1.0.0/',
};
const release: ReleasedPart = {
  ...project,
  registry: 'GitHub Releases',
  file: 'v1.0.0',
  note: null,
};
const all = [crate('core'), crate('over'), project, release];

const told = (parts: readonly ReleasedPart[], undo = false) =>
  planRetreat(parts, undo).map(({ action }) => `${action.decision} ${action.file}`);

/** As the world stands after a plan's requests. */
const applied = (parts: readonly ReleasedPart[], undo: boolean): ReleasedPart[] => {
  const done = planRetreat(parts, undo).filter(isByRequest);
  const standing = undo ? 'live' : 'withdrawn';
  return parts.map((part) =>
    done.some((one) => one.part === part) ? { ...part, standing } : part,
  );
};

describe('a retreat', () => {
  it('takes crates in reverse publishing order, leaves PyPI to people, and marks the release last', () => {
    expect(told(all)).toEqual([
      'withdraw over-1.0.0.crate',
      'withdraw core-1.0.0.crate',
      'by-hand tide 1.0.0',
      'withdraw v1.0.0',
    ]);
    expect(planRetreat([project], false)[0]?.action.why).toContain(project.note);
  });

  it('is undone in publishing order', () => {
    const withdrawn = all.map((part) => ({ ...part, standing: 'withdrawn' as const }));
    expect(told(withdrawn, true)).toEqual([
      'restore core-1.0.0.crate',
      'restore over-1.0.0.crate',
      'by-hand tide 1.0.0',
      'restore v1.0.0',
    ]);
  });

  it('leaves alone what was never there, and says what it could not see', () => {
    expect(told([crate('core', 'absent'), crate('over')])).toEqual([
      'withdraw over-1.0.0.crate',
      'skip core-1.0.0.crate',
    ]);
    const unseen = { ...release, standing: 'unknown' as const, note: 'GH_TOKEN is not set' };
    expect(planRetreat([unseen], false)[0]?.action).toMatchObject({
      decision: 'blocked',
      why: 'GH_TOKEN is not set',
    });
  });

  it('has nothing left to do once it was applied, whatever stood there before', () => {
    const standing = fc.constantFrom<Standing>('live', 'withdrawn', 'absent', 'unknown');
    const worlds = fc.tuple(fc.array(standing), standing, fc.boolean());
    fc.assert(
      fc.property(worlds, ([crates, github, undo]) => {
        const parts = [
          ...crates.map((one, index) => crate(`c${index}`, one)),
          { ...release, standing: github },
        ];
        expect(planRetreat(applied(parts, undo), undo).filter(isByRequest)).toEqual([]);
      }),
    );
  });
});
