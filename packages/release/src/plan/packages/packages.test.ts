import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAgreement, checkPackage, describePackages, orderCrates } from './index.ts';
import { codes, manifest, python, repository, type CrateText } from '../repository.fixture.ts';

describe('names', () => {
  const found = (name: string) => {
    const one = repository({ [name]: {} });
    return codes(checkPackage(one, `${name}/Cargo.toml`));
  };

  it.each(['1tide', 'ti de', 'ti.de', 'Std', 'nul', 'proc_macro', 'x'.repeat(65)])(
    'SLW139: %s is none for crates.io',
    (name) => {
      expect(found(name)).toEqual(['SLW139']);
    },
  );

  it('may be anything that the registries take', () => {
    expect([...found('Tide_2-x'), ...found('tests')]).toEqual([]);
    const secret = repository({ nul: { more: 'publish = false' } });
    expect(checkPackage(secret, 'nul/Cargo.toml')).toEqual([]);
  });
});

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
    expect(findings).toMatchObject([{ code: 'SLW109', file: 'b/Cargo.toml', line: 7 }]);
    expect(findings[0]?.message).toContain('a → b → a');
  });

  it('passes over a crate that tests itself, and over those that are not published', () => {
    const { crates } = repository({
      a: {
        dependencies: 'b = { path = "../b", version = "0.3.1" }',
        dev: 'a = { path = ".", version = "0.3.1" }',
      },
      b: { more: 'publish = false' },
    });
    expect(orderCrates(crates)).toEqual({ order: ['a'], findings: [] });
  });

  it('is whole and the same, however the crates come, and puts what is needed first', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    // Each on some of those before it: no circle can arise.
    const needs = names.map((_, index) => fc.subarray(names.slice(0, index)));
    fc.assert(
      fc.property(
        fc.tuple(...needs),
        fc.shuffledSubarray(names, { minLength: 6 }),
        (on, shuffled) => {
          const { crates } = repository(
            Object.fromEntries(
              names.map((name, index) => [
                name,
                {
                  dependencies: (on[index] ?? [])
                    .map((other) => `${other} = { path = "../${other}", version = "0.3.1" }`)
                    .join('\n'),
                },
              ]),
            ),
          );
          const { order, findings } = orderCrates(crates);
          expect(findings).toEqual([]);
          expect(order.toSorted()).toEqual(names);
          for (const [index, others] of on.entries()) {
            for (const other of others) {
              expect(order.indexOf(other)).toBeLessThan(order.indexOf(names[index]!));
            }
          }
          const again = shuffled.map((name) => crates.find((crate) => crate.name === name)!);
          expect(orderCrates(again).order).toEqual(order);
        },
      ),
    );
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
    ['SLW110', { version: 'v1.0.0' }, 3],
    ['SLW110', { version: '1.01.0' }, 3],
    ['SLW107', { more: 'license = "MIT"\npublish = ["crates-io"]' }, 2],
    ['SLW125', { version: '1.0.0+openssl.3' }, 3],
  ])('%s with its line', (code, text, line) => {
    const found = checkPackage(repository({ a: text, b: {} }), 'a/Cargo.toml');
    expect(found).toMatchObject([{ code, file: 'a/Cargo.toml', line }]);
  });

  it('SLW107: description and licence are demanded of published crates alone', () => {
    const found = (more: string) => checkPackage(repository({ a: { more } }), 'a/Cargo.toml');
    const [asked] = found('publish = ["crates-io"]');
    expect(asked).toMatchObject({ code: 'SLW107', severity: 'error' });
    expect(asked?.message).toContain('description, license');
    expect(found('')).toMatchObject([{ code: 'SLW107', severity: 'warning' }]);
    expect(found('publish = false')).toEqual([]);
  });

  it('SLW118: what a published crate needs is published, or nothing goes', () => {
    const texts = (more: string) =>
      repository({ a: { dependencies: 'b = { path = "../b", version = "0.3.1" }' }, b: { more } });
    expect(codes(checkPackage(texts('publish = false'), 'a/Cargo.toml'))).toEqual(['SLW118']);
    expect(texts('license = "MIT"').crates.map(({ publish }) => publish)).toEqual(['yes', 'yes']);
  });

  it('SLW119: a development version of a Python package is told of', () => {
    const dev = repository({ a: { version: '0.4.0-dev.1' } }, python('dynamic = ["version"]'));
    const found = checkPackage(dev, 'py/pyproject.toml');
    expect(found).toMatchObject([{ code: 'SLW119', severity: 'info' }]);
    expect(found[0]?.message).toContain('0.4.0.dev1');
  });

  it.each([
    ['1.0.0.post1', '1.0.1'],
    ['1!1.0.0', '1.0.0'],
    ['1.0.0+local', '1.0.0'],
    ['1.0.0.4', '1.0.0'],
    ['1.0.0b1.dev2', '1.0.0b1'],
  ])('SLW106: %s can be no version of a crate; %s is the nearest', (version, nearest) => {
    const one = repository({ a: {} }, python(`version = "${version}"`));
    const found = checkPackage(one, 'py/pyproject.toml');
    expect(found).toMatchObject([{ code: 'SLW106', file: 'py/pyproject.toml', line: 5 }]);
    expect(found[0]?.remedy).toContain(nearest);
  });

  it('SLW108: also on what is no package, and in [build-dependencies]', () => {
    const support = { 'tests/support/Cargo.toml': manifest('support', {}) };
    const text = {
      more: 'description = "d"\nlicense = "MIT"\n[build-dependencies]\nsupport = { path = "../tests/support" }',
    };
    expect(codes(checkPackage(repository({ a: text }, support), 'a/Cargo.toml'))).toEqual([
      'SLW108',
    ]);
    const kept = { ...text, more: `publish = false\n${text.more}` };
    expect(checkPackage(repository({ a: kept }, support), 'a/Cargo.toml')).toEqual([]);
  });

  it('lets a pin be loose, and a dev-dependency go without a version', () => {
    const text = {
      dependencies: 'b = { path = "../b", version = ">=0" }',
      dev: 'c = { path = "../c" }',
    };
    expect(checkPackage(repository({ a: text, b: {}, c: {} }), 'a/Cargo.toml')).toEqual([]);
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

  it('SLW106: also where pyproject.toml states a version, since maturin maps first', () => {
    const one = repository({ a: { version: '1.0.0-1' } }, python('version = "1.0.0"'));
    expect(checkPackage(one, 'py/pyproject.toml')).toMatchObject([
      { code: 'SLW106', file: 'a/Cargo.toml', line: 3 },
    ]);
    expect(checkAgreement(one).findings).toEqual([]);
  });

  it('says once that a version is none', () => {
    const one = repository({ a: { version: '1.0' } }, python('dynamic = ["version"]'));
    expect(checkPackage(one, 'py/pyproject.toml')).toEqual([]);
    expect(checkAgreement(repository({ a: {} }, python('version = "one"'))).findings).toEqual([]);
  });

  it('SLW110: a version that is not PEP 440', () => {
    expect(
      codes(checkPackage(repository({ a: {} }, python('version = "one"')), 'py/pyproject.toml')),
    ).toEqual(['SLW110']);
  });
});

it('describes packages as the report does', () => {
  const rows = describePackages(repository({ a: {} }, python('version = "0.3.1"')), [
    { target: 'x86_64-unknown-linux-gnu', interpreters: ['3.11', '3.12'] },
    { target: 'x86_64-unknown-linux-musl', manylinux: 'manylinux_2_28' },
    { target: 'aarch64-apple-darwin' },
  ]);
  expect(rows).toMatchObject([
    { ecosystem: 'cargo', name: 'a', publish: 'yes', versionSource: 'explicit' },
    {
      ecosystem: 'python',
      name: 'tide',
      crate: 'a',
      sdist: true,
      platforms: [
        {
          target: 'x86_64-unknown-linux-gnu',
          interpreters: ['3.11', '3.12'],
          manylinux: 'manylinux2014',
        },
        {
          target: 'x86_64-unknown-linux-musl',
          interpreters: ['host'],
          manylinux: 'musllinux_1_2',
        },
        { target: 'aarch64-apple-darwin', interpreters: ['host'], manylinux: null },
      ],
    },
  ]);
});

it('describes a Python package as PyPI will have it', () => {
  const cargo = { version: '0.7.0-alpha.1' };
  const row = (text: string) =>
    describePackages(repository({ a: cargo }, python(text))).find(
      (one) => one.ecosystem === 'python',
    );
  expect(row('')).toMatchObject({ version: '0.7.0a1', versionSource: 'cargo', publish: 'yes' });
  expect(row('classifiers = ["Private :: Do Not Upload"]')).toMatchObject({ publish: 'no' });
});
