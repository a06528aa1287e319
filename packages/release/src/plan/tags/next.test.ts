import { describe, expect, it } from 'vitest';
import type { Level } from '../../version/index.ts';
import {
  findTagFormats,
  nextVersions,
  versionGroups,
  wantedVersions,
  type BumpRequest,
  type GroupRules,
} from '../index.ts';
import { python, repository, type CrateText } from '../repository.fixture.ts';

interface Case {
  readonly crates?: Record<string, CrateText>;
  readonly others?: Record<string, string>;
  readonly tags?: readonly string[];
  /** What the commits ask for, by the name of a package of the group. */
  readonly asked?: Level | null | Readonly<Record<string, Level | null>>;
  readonly request?: BumpRequest;
  /** Whether all of that was there in the last pre-release. */
  readonly isOld?: boolean;
  readonly rules?: GroupRules;
}

function groupsOf({ crates = { a: {} }, others = {}, tags = [], rules = {} }: Case) {
  const one = repository(crates, others);
  const all = tags.map((name) => ({
    name: name.replace('~', ''),
    commit: name,
    reachable: !name.startsWith('~'),
  }));
  const formats = findTagFormats(one, all);
  return versionGroups(one, formats, rules);
}

function next(one: Case) {
  const { asked = null, request = {}, isOld = false } = one;
  const level = (names: string[]): Level | null =>
    asked === null || typeof asked === 'string'
      ? asked
      : (names.map((name) => asked[name]).find(Boolean) ?? null);
  return nextVersions(
    groupsOf(one),
    ({ packages }) => {
      const sinceFinal = level(packages.map(({ name }) => name));
      return { sinceFinal, sinceNewest: isOld ? null : sinceFinal };
    },
    request,
  );
}

const to = (one: Case): string[] => next(one).next.map((row) => row.to);
const tagged = (asked: Level | null, request: BumpRequest = {}): string =>
  to({ tags: ['v0.3.0', 'v0.3.1'], asked, request })[0]!;

describe('the packages that take one version', () => {
  const names = (one: Case) =>
    groupsOf(one).map(({ packages }) => packages.map(({ name }) => name).join());

  it('are those of one source, the binding with its package, and those alike', () => {
    const unlike = { a: { more: 'publish = false' }, b: { version: '0.5.0' }, c: {} };
    expect(names({ crates: unlike, others: python('version = "0.3.1"') })).toEqual([
      'c,tide,a',
      'b',
    ]);
    const inherited = '[package]\nname = "x"\nversion.workspace = true\npublish = ["crates-io"]\n';
    const root = '[workspace]\nmembers = ["x", "y"]\n[workspace.package]\nversion = "1.0.0"\n';
    const others = {
      'Cargo.toml': root,
      'x/Cargo.toml': inherited,
      'y/Cargo.toml': inherited.replace('"x"', '"y"'),
    };
    expect(names({ crates: {}, others })).toEqual(['x,y']);
  });

  it('are numbered on their own where they say so, or have tags of their own', () => {
    const crates = { a: {}, b: {} };
    expect(names({ crates })).toEqual(['a,b']);
    expect(names({ crates, rules: { independent: ['b'] } })).toEqual(['a', 'b']);
    expect(names({ crates, tags: ['a-v0.3.0', 'b-v0.3.0'] })).toEqual(['a', 'b']);
  });

  it('a package that is declared independent is so of the crate it binds too', () => {
    const one = { others: python('version = "0.2.0"'), rules: { independent: ['tide'] } };
    expect(names(one)).toEqual(['a', 'tide']);
    expect(names({ ...one, rules: {} })).toEqual(['a,tide']);
  });

  it('a crate without a version of its own keeps it', () => {
    const crates = { a: { version: '0.0.0', more: 'publish = false' } };
    expect(names({ crates, others: python('version = "0.3.1"') })).toEqual(['tide']);
  });
});

describe('the next version', () => {
  it('is what the commits ask for; before 1.0 as people expect it', () => {
    expect(tagged('patch')).toBe('0.3.2');
    expect(tagged('minor')).toBe('0.3.2');
    expect(tagged('major')).toBe('0.4.0');
    const grown = { crates: { a: { version: '1.2.3' } }, tags: ['v1.2.3'] };
    expect(to({ ...grown, asked: 'minor' })).toEqual(['1.3.0']);
    expect(to({ ...grown, asked: 'major' })).toEqual(['2.0.0']);
  });

  it('is that of now for a package nobody touched, a first release, and one bumped already', () => {
    expect(tagged(null)).toBe('0.3.1');
    expect(next({ asked: 'minor' }).next).toMatchObject([
      { from: '0.3.1', to: '0.3.1', why: expect.stringContaining('never released') },
    ]);
    expect(next({ asked: 'patch', tags: ['v0.3.0'] }).next).toMatchObject([
      { to: '0.3.1', why: 'bumped already since 0.3.0' },
    ]);
    expect(to({ asked: 'major', tags: ['v0.3.0'] })).toEqual(['0.4.0']);
  });

  it('goes from pre-release to pre-release to the final one', () => {
    const at = (version: string, ...tags: string[]) => ({ crates: { a: { version } }, tags });
    expect(tagged('patch', { preid: 'rc' })).toBe('0.3.2-rc.1');
    const first = at('0.3.2-rc.1', 'v0.3.1', 'v0.3.2-rc.1');
    expect(to({ ...first, asked: 'patch', request: { preid: 'rc' } })).toEqual(['0.3.2-rc.2']);
    expect(to({ ...first, asked: 'major', request: { preid: 'rc' } })).toEqual(['0.4.0-rc.1']);
    expect(to({ ...first, asked: 'patch' })).toEqual(['0.3.2']);
    expect(to({ ...first, request: { bump: 'release' } })).toEqual(['0.3.2']);
    expect(to({ ...first, request: { bump: 'prerelease' } })).toEqual(['0.3.2-rc.2']);
  });

  it('is no other pre-release of the same kind where nothing came since', () => {
    const one: Case = {
      crates: { a: { version: '0.3.2-rc.1' } },
      tags: ['v0.3.1', 'v0.3.2-rc.1'],
      asked: 'patch',
      isOld: true,
    };
    expect(next({ ...one, request: { preid: 'rc' } }).next).toMatchObject([
      { to: '0.3.2-rc.1', why: 'nothing notable since 0.3.2-rc.1' },
    ]);
    expect(to(one)).toEqual(['0.3.2']);
    expect(to({ ...one, isOld: false, request: { preid: 'rc' } })).toEqual(['0.3.2-rc.2']);
    expect(next({ ...one, isOld: false, request: { preid: 'rc' } }).next[0]?.why).toBe(
      'fixes since 0.3.1',
    );
  });

  it('goes on without the dot where a project began so', () => {
    const one: Case = {
      crates: { a: { version: '0.3.2-rc1' } },
      others: python('version = "0.3.2rc1"'),
    };
    const tags = ['v0.3.1', 'v0.3.2-rc1'];
    const asked: Case = { ...one, tags, asked: 'patch' };
    expect(to({ ...asked, request: { preid: 'rc' } })).toEqual(['0.3.2-rc2']);
    expect(to({ ...asked, request: { bump: 'prerelease' } })).toEqual(['0.3.2-rc2']);
    expect(to({ ...asked, request: { version: '0.3.2-rc2' } })).toEqual(['0.3.2-rc2']);
    expect(to(asked)).toEqual(['0.3.2']);
  });

  it('is not known to a package whose tags HEAD has not reached', () => {
    expect(next({ tags: ['~v0.3.0'], asked: 'patch' }).next[0]?.why).toBe(
      'v0.3.0 is not on the way to HEAD, so the commits since are not known',
    );
  });

  it('is literally what is asked for', () => {
    expect(tagged(null, { bump: 'minor' })).toBe('0.4.0');
    expect(tagged(null, { bump: 'major' })).toBe('1.0.0');
    expect(tagged(null, { bump: 'patch', preid: 'beta' })).toBe('0.3.2-beta.1');
    expect(tagged('patch', { version: '1.2.0-rc.1' })).toBe('1.2.0-rc.1');
    expect(to({ crates: { a: { version: '0.3.1' } }, request: { bump: 'patch' } })).toEqual([
      '0.3.2',
    ]);
  });

  it('is for the packages that were named, and all that goes with them', () => {
    const one: Case = {
      crates: { a: {}, b: { version: '0.5.0' } },
      others: python('version = "0.3.1"'),
      tags: ['v0.3.1', 'b-v0.5.0'],
      asked: 'patch',
    };
    expect(to({ ...one, request: { packages: ['tide'] } })).toEqual(['0.3.2', '0.5.0']);
    const { next: rows } = next({ ...one, request: { packages: ['tide'] } });
    expect(Object.fromEntries(wantedVersions(rows))).toEqual({
      'a/Cargo.toml': '0.3.2',
      'py/pyproject.toml': '0.3.2',
    });
  });

  it('of a crate that could no longer take what it needs is a patch', () => {
    const needs = { dependencies: 'a = { path = "../a", version = "0.3" }', version: '0.5.0' };
    const one: Case = { crates: { a: {}, b: needs }, tags: ['a-v0.3.1', 'b-v0.5.0'] };
    expect(to({ ...one, asked: { a: 'patch' } })).toEqual(['0.3.2', '0.5.0']);
    expect(to({ ...one, asked: { a: 'major' } })).toEqual(['0.4.0', '0.5.1']);
    expect(next({ ...one, asked: { a: 'major' } }).next[1]?.why).toBe('needs the new a');
    expect(to({ ...one, asked: { a: 'major' }, request: { preid: 'rc' } })).toEqual([
      '0.4.0-rc.1',
      '0.5.1-rc.1',
    ]);
    const underway: Case = {
      crates: { a: { version: '0.4.0-rc.1' }, b: { ...needs, version: '0.5.1-rc.1' } },
      tags: ['a-v0.3.1', 'a-v0.4.0-rc.1', 'b-v0.5.0', 'b-v0.5.1-rc.1'],
      asked: { a: 'major' },
    };
    expect(to(underway)).toEqual(['0.4.0', '0.5.1']);
  });
});

describe('what cannot be asked for', () => {
  it.each([
    { preid: 'nightly' },
    { version: '0.4.0-nightly.1' },
    { version: '0.4.0+build' },
    { version: '0.4.0-rc1' },
    { version: '' },
    { version: '99999999999999999999.0.0' },
  ])('SLW130: %j', (request) => {
    const { next: rows, findings } = next({ tags: ['v0.3.1'], request });
    expect(rows).toEqual([]);
    expect(findings).toMatchObject([{ code: 'SLW130', severity: 'error' }]);
  });

  it('SLW130, SLW135: nothing at all, in words', () => {
    const told = (request: BumpRequest) => next({ request }).findings[0]?.message;
    expect(told({ version: '' })).toBe('an empty version cannot be asked for: it is not SemVer');
    expect(told({ packages: [''] })).toBe('there is no package without a name that is published');
  });

  it.each([['0.3.0'], ['0.2.9']])('SLW131: back to %s', (version) => {
    const { findings } = next({ tags: ['v0.3.1'], request: { version } });
    expect(findings).toMatchObject([{ code: 'SLW131', file: 'a/Cargo.toml', line: 3 }]);
  });

  it('SLW131: a version whose tag is beside the way to HEAD', () => {
    const { findings } = next({ tags: ['v0.3.1', '~v0.3.2'], asked: 'patch' });
    expect(findings).toMatchObject([
      { code: 'SLW131', message: 'a cannot become 0.3.2: the tag v0.3.2 has that version' },
    ]);
  });

  it('takes names as registries do, and knows those that are published', () => {
    const crates = { 'a-b': {}, c: { more: 'publish = false' } };
    const of = (name: string) => next({ crates, tags: ['v0.3.1'], request: { packages: [name] } });
    expect(of('A_b').findings).toEqual([]);
    const { findings } = of('c');
    expect(findings).toMatchObject([{ code: 'SLW135' }]);
    expect(findings[0]?.remedy).toBe('Name one of: a-b.');
  });

  it('SLW135: a package that is not there', () => {
    const { findings } = next({ tags: ['v0.3.1'], request: { packages: ['zzz'] } });
    expect(findings).toMatchObject([{ code: 'SLW135', severity: 'error' }]);
  });

  it('SLW131: from rc back to beta', () => {
    const crates = { a: { version: '0.4.0-rc.2' } };
    const { findings } = next({ crates, request: { bump: 'prerelease', preid: 'beta' } });
    expect(findings).toMatchObject([{ code: 'SLW131' }]);
  });
});
