import { describe, expect, it } from 'vitest';
import { readRepository } from '../manifest/index.ts';
import { checkAgreement, checkPackage, describePackages, orderCrates } from './index.ts';

interface CrateText {
  readonly version?: string;
  readonly dependencies?: string;
  readonly dev?: string;
  readonly more?: string;
}

function manifest(
  name: string,
  { version = '0.3.1', dependencies = '', dev = '', more }: CrateText,
): string {
  const rest = more ?? 'description = "d"\nlicense = "MIT"';
  return `[package]\nname = "${name}"\nversion = "${version}"\n${rest}\n[dependencies]\n${dependencies}\n[dev-dependencies]\n${dev}\n`;
}

function repository(crates: Record<string, CrateText>, others: Record<string, string> = {}) {
  const texts = Object.entries(crates).map(([name, text]): [string, string] => [
    `${name}/Cargo.toml`,
    manifest(name, text),
  ]);
  return readRepository(new Map([...texts, ...Object.entries(others)]));
}

const python = (version: string): Record<string, string> => ({
  'py/pyproject.toml': `[build-system]\nbuild-backend = "maturin"\n[project]\nname = "tide"\n${version}\n[tool.maturin]\nmanifest-path = "../a/Cargo.toml"\n`,
});

const codes = (findings: readonly { code: string }[]): string[] => findings.map(({ code }) => code);

describe('orderCrates', () => {
  it('puts each crate after those it needs, and equals by name', () => {
    const { crates } = repository({
      a: { dependencies: 'c = { path = "../c", version = "0.3.1" }' },
      b: {},
      c: { dependencies: 'd = { path = "../d", version = "0.3.1" }' },
      d: {},
    });
    expect(orderCrates(crates)).toEqual({ order: ['d', 'c', 'a', 'b'], findings: [] });
  });

  it('counts dev-dependencies with a version, not those by path alone', () => {
    const dev = (text: string) =>
      repository({
        a: { dev: text },
        b: { dependencies: 'a = { path = "../a", version = "0.3.1" }' },
      }).crates;
    expect(orderCrates(dev('b = { path = "../b" }'))).toEqual({ order: ['a', 'b'], findings: [] });
    const { findings } = orderCrates(dev('b = { path = "../b", version = "0.3.1" }'));
    expect(findings).toMatchObject([{ code: 'SLW109', file: 'b/Cargo.toml' }]);
    expect(findings[0]?.message).toContain('a → b → a');
  });
});

describe('checkPackage', () => {
  it('finds nothing in a good one', () => {
    expect(checkPackage(repository({ a: {} }), 'a/Cargo.toml')).toEqual([]);
  });

  it.each<[string, CrateText, number]>([
    ['SLW104', { dependencies: 'b = { path = "../b", version = "=0.3.0" }' }, 7],
    ['SLW108', { dependencies: 'b = { path = "../b" }' }, 7],
    ['SLW110', { version: '1.0' }, 3],
  ])('%s with its line', (code, text, line) => {
    const found = checkPackage(repository({ a: text, b: {} }), 'a/Cargo.toml');
    expect(found).toMatchObject([{ code, file: 'a/Cargo.toml', line }]);
  });

  it('SLW107: description and licence are demanded of published crates alone', () => {
    const found = checkPackage(repository({ a: { more: '' } }), 'a/Cargo.toml');
    expect(found).toMatchObject([{ code: 'SLW107' }]);
    expect(found[0]?.message).toContain('description, license');
    expect(checkPackage(repository({ a: { more: 'publish = false' } }), 'a/Cargo.toml')).toEqual(
      [],
    );
  });

  it('SLW103: the lock file states another version, or none', () => {
    const lock = (version: string) => ({
      'a/Cargo.lock': `[[package]]\nname = "a"\nversion = "${version}"\n`,
    });
    expect(checkPackage(repository({ a: {} }, lock('0.3.1')), 'a/Cargo.toml')).toEqual([]);
    const found = checkPackage(repository({ a: {} }, lock('0.3.0')), 'a/Cargo.toml');
    expect(found).toMatchObject([{ code: 'SLW103', file: 'a/Cargo.lock', line: 3 }]);
  });

  it('SLW106: a Cargo version that PyPI cannot spell', () => {
    const one = repository({ a: { version: '0.4.0-nightly.1' } }, python('dynamic = ["version"]'));
    expect(codes(checkPackage(one, 'py/pyproject.toml'))).toEqual(['SLW106']);
  });

  it('SLW110: a version that is not PEP 440', () => {
    expect(
      codes(checkPackage(repository({ a: {} }, python('version = "one"')), 'py/pyproject.toml')),
    ).toEqual(['SLW110']);
  });
});

describe('checkAgreement', () => {
  const relation = (version: string, text: CrateText = {}) => {
    const { agreement, findings } = checkAgreement(repository({ a: text }, python(version)), []);
    return [agreement[0]?.relation, codes(findings)];
  };

  it('tells equal, mapped and single-source from mismatch', () => {
    expect(relation('version = "0.3.1"')).toEqual(['equal', []]);
    expect(relation('version = "1.0.0b1"', { version: '1.0.0-beta.1' })).toEqual(['mapped', []]);
    expect(relation('dynamic = ["version"]')).toEqual(['single-source', []]);
    expect(relation('version = "0.3.2"')).toEqual(['mismatch', ['SLW102']]);
  });

  it('SLW102: one finding for one cause, at the line of the version', () => {
    const two = repository(
      {
        a: { more: 'publish = false', dependencies: 'b = { path = "../b", version = "0.3.1" }' },
        b: {},
      },
      python('version = "0.2.0"'),
    );
    const { agreement, findings } = checkAgreement(two, []);
    expect(agreement.map(({ relation: one }) => one)).toEqual(['mismatch', 'mismatch']);
    expect(findings).toMatchObject([{ code: 'SLW102', file: 'py/pyproject.toml', line: 5 }]);
  });

  it('SLW105: the tag names another version', () => {
    const one = repository({ a: {} });
    expect(checkAgreement(one, ['v0.3.1', 'nightly']).findings).toEqual([]);
    expect(checkAgreement(one, ['nightly']).findings).toEqual([]);
    expect(codes(checkAgreement(one, ['v0.3.0']).findings)).toEqual(['SLW105']);
  });
});

it('describes packages as the report does', () => {
  const rows = describePackages(repository({ a: {} }, python('version = "0.3.1"')), [
    'x86_64-unknown-linux-gnu',
  ]);
  expect(rows).toMatchObject([
    { ecosystem: 'cargo', name: 'a', publish: 'yes', versionSource: 'explicit' },
    {
      ecosystem: 'python',
      name: 'tide',
      crate: 'a',
      sdist: true,
      platforms: [{ target: 'x86_64-unknown-linux-gnu', manylinux: 'manylinux2014' }],
    },
  ]);
});
