import { describe, expect, it } from 'vitest';
import {
  checkReleased,
  findTagFormats,
  nameOf,
  releasedVersions,
  releaseTag,
  type Tag,
} from '../index.ts';
import { python, repository } from '../repository.fixture.ts';

/** Tags from oldest to newest, each on a commit of its own unless `name@commit` says another. */
function tags(...names: string[]): Tag[] {
  return names.map((text) => {
    const [, name = text, commit = `c-${text}`] = /^(.*)#(\w+)$/.exec(text) ?? [];
    return { name: name.replace(/^~/, ''), commit, reachable: !name.startsWith('~') };
  });
}

const formatsOf = (one: ReturnType<typeof repository>, ...names: string[]) =>
  findTagFormats(one, tags(...names)).map(({ format, packages, tags: [newest] }) => [
    format,
    [...new Set(packages.map(nameOf))].join(),
    newest?.name,
  ]);

describe('the formats of a repository', () => {
  const both = repository({ a: {} }, python('version = "0.3.1"'));

  it.each([
    [['v0.2.0', 'v0.3.1'], 'v{version}', 'v0.3.1'],
    [['0.2.0', '0.3.1'], '{version}', '0.3.1'],
    [['v0.2', 'v0.3'], 'v{version}', 'v0.3'],
    [['a-v0.3.0', 'tide-0.3.0'], 'a-v{version}', 'a-v0.3.0'],
    [['v0.3.0', 'v0.3', 'v0', 'nightly', 'rm'], 'v{version}', 'v0.3.0'],
  ])('%j are written %s', (names, format, newest) => {
    expect(formatsOf(both, ...names)[0]).toMatchObject([format, expect.any(String), newest]);
  });

  it('are of the package whose name, folder or ecosystem they carry', () => {
    expect(
      formatsOf(both, 'py-v0.3.0', 'rust-v0.3.0', 'node-v0.9.0', 'bindings/go/v0.1.16'),
    ).toEqual([
      ['py-v{version}', 'tide', 'py-v0.3.0'],
      ['rust-v{version}', 'a', 'rust-v0.3.0'],
      ['node-v{version}', '', 'node-v0.9.0'],
      ['bindings/go/v{version}', '', 'bindings/go/v0.1.16'],
    ]);
    expect(formatsOf(both, 'py/v0.3.0', 'a@0.3.0')).toEqual([
      ['py/v{version}', 'tide', 'py/v0.3.0'],
      ['a@{version}', 'a', 'a@0.3.0'],
    ]);
  });

  it('are not misled by a name that ends like another', () => {
    expect(formatsOf(both, 'extra-a-v0.3.1', 'v0.3.0')).toEqual([
      ['extra-a-v{version}', '', 'extra-a-v0.3.1'],
      ['v{version}', 'a,tide', 'v0.3.0'],
    ]);
  });

  it('are those in use: what came furthest, and not past the package', () => {
    expect(formatsOf(both, 'v0.1.0', 'python-v0.1.3', '0.3.0')).toEqual([
      ['v{version}', '', 'v0.1.0'],
      ['python-v{version}', '', 'python-v0.1.3'],
      ['{version}', 'a,tide', '0.3.0'],
    ]);
    expect(formatsOf(both, 'v0.58.2', 'tide-v0.3.0')).toEqual([
      ['v{version}', '', 'v0.58.2'],
      ['tide-v{version}', 'tide', 'tide-v0.3.0'],
    ]);
  });

  it('look past tags that HEAD has not reached', () => {
    expect(formatsOf(both, 'v0.3.0', '~v0.4.0')).toEqual([['v{version}', 'a,tide', 'v0.4.0']]);
  });

  it('take v0.3 for 0.3.0, unless it moves along with the patches', () => {
    const versions = (...names: string[]) =>
      findTagFormats(both, tags(...names))[0]?.tags.map(({ version }) => version);
    expect(versions('v0.2', 'v0.2.1')).toEqual(['0.2.1', '0.2.0']);
    expect(versions('v0.2#x', 'v0.2.1#x')).toEqual(['0.2.1']);
    expect(versions('v0.2', 'v0.2.0')).toEqual(['0.2.0']);
  });
});

describe('SLW114: a version that a tag gave away', () => {
  const found = (head: string, ...names: string[]) => {
    const one = repository({ a: {}, b: { version: '0.5.0' } }, python('dynamic = ["version"]'));
    const released = releasedVersions(one, findTagFormats(one, tags(...names)), head);
    return checkReleased(one, released, new Map(names.map((name) => [name, 5])));
  };

  it('is told once, with the line, when commits follow', () => {
    const findings = found('elsewhere', 'v0.3.1');
    expect(findings).toMatchObject([{ code: 'SLW114', file: 'a/Cargo.toml', line: 3 }]);
    expect(findings[0]?.message).toBe(
      'a, tide: 0.3.1 was released as v0.3.1, and 5 commits follow it',
    );
  });

  it('is free at that very commit, and without a tag', () => {
    expect(found('c-v0.3.1', 'v0.3.1')).toEqual([]);
    expect(found('elsewhere', 'v0.3.0')).toEqual([]);
    expect(found('elsewhere', 'b-v0.3.1')).toEqual([]);
  });

  it('is gone when the tag lies beside the way to HEAD', () => {
    expect(found('elsewhere', '~v0.3.1')[0]?.message).toContain('not among the commits');
  });
});

describe('the tag of a release', () => {
  const tagOf = (names: string[], atHead: string[] = []) => {
    const one = repository({ a: {} }, python('version = "0.3.1"'));
    return releaseTag(one, findTagFormats(one, tags(...names)), atHead);
  };

  it('is written as the repository writes its tags', () => {
    expect(tagOf([]).expected).toBe('v0.3.1');
    expect(tagOf(['0.3.0']).expected).toBe('0.3.1');
    expect(tagOf(['a@0.3.0']).expected).toBe('a@0.3.1');
    const names = (version: string, ...known: string[]): string => {
      const one = repository({ a: { version } });
      return releaseTag(one, findTagFormats(one, tags(...known)), []).expected;
    };
    expect(names('0.4.0', 'v0.2', 'v0.3', 'v0.3.1')).toBe('v0.4');
    expect(names('0.3.2', 'v0.2', 'v0.3', 'v0.3.1')).toBe('v0.3.2');
    expect(names('0.4.0', 'v0.2', 'v0.3.0')).toBe('v0.4.0');
    expect(names('0.4.0-rc.2', 'v0.3.0', 'v0.4.0rc1')).toBe('v0.4.0rc2');
    expect(names('0.4.0-rc.2', 'v0.3.0rc1', 'v0.4.0-rc.1')).toBe('v0.4.0-rc.2');
    expect(tagOf(['0.3.0'], ['release/v0.3.1'])).toMatchObject({
      expected: 'release/v0.3.1',
      present: 'release/v0.3.1',
      earlier: [{ name: '0.3.0' }],
    });
  });
});
