import { describe, expect, it } from 'vitest';
import { checkAgreement, checkTags, type Tag } from '../index.ts';
import { codes, python, repository, type CrateText } from '../repository.fixture.ts';

const b = 'b = { path = "../b" }';

/** The relations of the Python package at a version with crates a, which it binds, and b below it. */
function relations(version: string, a: CrateText = {}, below: CrateText | null = null) {
  const bound = below ? { more: 'publish = false', dependencies: b, ...a } : a;
  const one = repository(below ? { a: bound, b: below } : { a: bound }, python(version));
  const { agreement, findings } = checkAgreement(one);
  return [agreement.slice(0, below ? 2 : 1).map(({ relation }) => relation), codes(findings)];
}

describe('a Python package and the crate that it binds', () => {
  it('are equal, mapped, of one source, or SLW102', () => {
    expect(relations('version = "0.3.1"')).toEqual([['equal'], []]);
    expect(relations('version = "1.0.0b1"', { version: '1.0.0-beta.1' })).toEqual([['mapped'], []]);
    expect(relations('version = "1.0.0rc1"', { version: '1.0.0-rc1' })).toEqual([['mapped'], []]);
    expect(relations('dynamic = ["version"]')).toEqual([['single-source'], []]);
    expect(relations('')).toEqual([['single-source'], []]);
    expect(relations('version = "0.3.2"')).toEqual([['mismatch'], ['SLW102']]);
    expect(relations('version = "9.9.9"')).toEqual([['mismatch'], ['SLW102']]);
  });

  it('are two things where the crate has no version of its own', () => {
    const placeholder = { version: '0.0.0' };
    expect(relations('version = "0.3.1"', placeholder, {})).toEqual([['independent', 'equal'], []]);
    expect(relations('version = "0.3.2"', placeholder, {})).toEqual([
      ['independent', 'mismatch'],
      ['SLW102'],
    ]);
  });

  it('need not agree when PyPI is not to have the package', () => {
    const secret = 'version = "0.1.0"\nclassifiers = ["Private :: Do Not Upload"]';
    const { agreement, findings } = checkAgreement(repository({ a: {} }, python(secret)));
    expect([agreement, findings]).toEqual([[], []]);
  });
});

describe('a Python package and the published crates below its binding', () => {
  it('SLW102: one finding for one cause, at the line of the version', () => {
    const two = repository(
      { a: { more: 'publish = false', dependencies: b }, b: {} },
      python('version = "0.2.0"'),
    );
    const { agreement, findings } = checkAgreement(two);
    expect(agreement.map(({ relation }) => relation)).toEqual(['mismatch', 'mismatch']);
    expect(findings).toMatchObject([{ code: 'SLW102', file: 'py/pyproject.toml', line: 5 }]);
  });

  it.each([
    ['a forgotten patch', '0.3.0'],
    ['several', '0.3.9'],
    ['a forgotten minor', '0.4.0'],
    ['a forgotten major', '1.0.0'],
    ['another candidate', '0.3.1-rc.1'],
  ])('SLW102: %s', (_, version) => {
    expect(relations('version = "0.3.1"', {}, { version })).toEqual([
      ['equal', 'mismatch'],
      ['SLW102'],
    ]);
    expect(relations('dynamic = ["version"]', {}, { version })).toEqual([
      ['single-source', 'mismatch'],
      ['SLW102'],
    ]);
  });

  it.each(['0.58.2', '0.29.2', '1.4.0', '3.0.0'])('are numbered on their own at %s', (version) => {
    expect(relations('version = "0.3.1"', {}, { version })).toEqual([['equal', 'independent'], []]);
  });

  it('are numbered on their own where the project says so', () => {
    const one = repository({ a: { more: 'publish = false' } }, python('version = "0.3.2"'));
    expect(codes(checkAgreement(one).findings)).toEqual(['SLW102']);
    const { agreement, findings } = checkAgreement(one, ['Tide']);
    expect(findings).toEqual([]);
    expect(agreement).toMatchObject([
      { relation: 'independent', why: expect.stringContaining('declared') },
    ]);
  });

  it('are one row when they are numbered alike', () => {
    const far = { version: '0.0.10' };
    const dependencies = `${b}\nc = { path = "../c" }`;
    const one = repository({ a: { dependencies, version: '0.16.4' }, b: far, c: far }, python(''));
    expect(checkAgreement(one).agreement).toMatchObject([
      { packages: ['a', 'tide (Python)'], relation: 'single-source' },
      { packages: ['b', 'c', 'tide (Python)'], relation: 'independent' },
    ]);
  });

  it('are equal or mapped where one version reaches both', () => {
    const dev = { version: '0.23.2-dev.0' };
    expect(relations('dynamic = ["version"]', dev, dev)).toEqual([['single-source', 'mapped'], []]);
    expect(relations('version = "0.3.1"', {}, {})).toEqual([['equal', 'equal'], []]);
  });

  it('counts a crate once, also where it is named for a target again', () => {
    const more = `publish = false\n[target.'cfg(unix)'.dependencies]\n${b}`;
    const one = repository({ a: { dependencies: b, more }, b: {} }, python('version = "0.3.1"'));
    expect(checkAgreement(one).agreement).toHaveLength(2);
  });

  it('tells once of a crate that disagrees with two packages of one version', () => {
    const second = Object.fromEntries(
      Object.entries(python('dynamic = ["version"]')).map(([file, text]) => [
        `more/${file}`,
        text.replace('../a', '../../a').replace('tide', 'two'),
      ]),
    );
    const one = repository(
      { a: { more: 'publish = false', dependencies: b }, b: { version: '0.3.0' } },
      { ...python('dynamic = ["version"]'), ...second },
    );
    expect(one.pythons).toHaveLength(2);
    expect(codes(checkAgreement(one).findings)).toEqual(['SLW102']);
  });
});

it('tells which crates share a version, by inheriting it or by stating it', () => {
  const root = (version: string) => ({
    'Cargo.toml': `[workspace]\nmembers = ["a", "b"]\n[workspace.package]\nversion = "${version}"\n`,
  });
  expect(checkAgreement(repository({ a: {}, b: {} }, root('1.0.0'))).agreement).toEqual([
    { packages: ['a', 'b'], relation: 'equal', why: 'each states 0.3.1' },
  ]);
  const inheriting = '[package]\nname = "b"\nversion.workspace = true\npublish = ["crates-io"]\n';
  const both = {
    ...root('1.0.0'),
    'a/Cargo.toml': inheriting.replace('"b"', '"a"'),
    'b/Cargo.toml': inheriting,
  };
  expect(checkAgreement(repository({}, both)).agreement).toEqual([
    { packages: ['a', 'b'], relation: 'single-source', why: 'all inherit 1.0.0 from Cargo.toml' },
  ]);
});

it('tells of a package that something else makes of a crate', () => {
  const beside = (version: string) => {
    const others = { 'a/pyproject.toml': `[project]\nname = "tide"\nversion = "${version}"\n` };
    return checkAgreement(repository({ a: {} }, others)).agreement.map((row) => row.relation);
  };
  expect(beside('0.3.1')).toEqual(['equal']);
  expect(beside('0.3.1.0')).toEqual(['mapped']);
  expect(beside('0.3.0')).toEqual(['mismatch']);
});

it('SLW102: what setuptools-rust makes of a crate may be forgotten; it is told, as it is not released', () => {
  const found = (requires: string, crate: CrateText = {}) => {
    const text = `[build-system]\nrequires = ["${requires}"]\n[project]\nname = "tide"\nversion = "0.3.0"\n`;
    return checkAgreement(repository({ a: crate }, { 'a/pyproject.toml': text })).findings;
  };
  expect(found('setuptools-rust>=1.8')).toMatchObject([
    { code: 'SLW102', severity: 'warning', file: 'a/pyproject.toml', line: 4 },
  ]);
  expect(found('setuptools-rust>=1.8', { more: 'publish = false' })).toEqual([]);
  expect(found('poetry-core')).toEqual([]);
});

describe('tags at HEAD', () => {
  const found = (...tags: string[]) =>
    checkTags(repository({ a: {}, b: { version: '0.5.0' } }), tags);

  it.each([
    [[]],
    [['v0.3.1']],
    [['0.5.0']],
    [['nightly', 'v1']],
    [['v0.3.1', 'v0.3.1-rc.1']],
    [['v0.3.1', 'node-v0.15.3']],
    [['a-v0.3.1', 'b@0.5.0']],
    [['crates/a/v0.3.1']],
  ])('%j agree', (tags) => {
    expect(found(...tags)).toEqual([]);
  });

  it.each([
    [['v0.3.0'], '0.3.1, 0.5.0'],
    [['v0.3.0', 'v0.2.0'], '0.3.1, 0.5.0'],
    [['a-v0.5.0'], '0.3.1'],
    [['v0.3.1', 'b@0.5.1'], '0.5.0'],
    [['cargo-v0.3.0'], '0.3.1, 0.5.0'],
  ])('SLW105: %j name another version than %s', (tags, versions) => {
    const findings = found(...tags);
    expect(codes(findings)).toEqual(['SLW105']);
    expect(findings[0]?.message).toContain(`say ${versions}`);
  });

  it('may be for something else: by their prefix, or by the format of earlier ones', () => {
    expect(found('docs-v2.0.0', 'ubuntu-22.04', 'python-v0.3.0')).toEqual([]);
    const one = repository({ a: {} });
    const earlier: Tag[] = ['v0.2.0', 'v0.3.0'].map((name) => ({
      name,
      commit: name,
      reachable: true,
    }));
    expect(checkTags(one, ['2024.05.01'], earlier)).toEqual([]);
    expect(codes(checkTags(one, ['v0.4.0'], earlier))).toEqual(['SLW105']);
    expect(codes(checkTags(one, ['2024.05.01']))).toEqual(['SLW105']);
  });

  it('may spell a version as PyPI does', () => {
    const one = repository({ a: { version: '0.7.0-alpha.1' } }, python(''));
    const of = (tag: string) => codes(checkTags(one, [tag]));
    expect(of('v0.7.0a1')).toEqual([]);
    expect(of('v0.7.0-alpha.1')).toEqual([]);
    expect(of('v0.7.0a2')).toEqual(['SLW105']);
  });
});
