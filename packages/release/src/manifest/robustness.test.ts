import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkAgreement,
  checkTags,
  checkPackage,
  describePackages,
  orderCrates,
} from '../plan/index.ts';
import { readRepository } from './index.ts';

/** Everything that a plan asks of a repository; must end, and never throw. */
function lookAt(files: Record<string, string>): ReturnType<typeof readRepository> {
  const repository = readRepository(new Map(Object.entries(files)));
  orderCrates(repository.crates);
  checkAgreement(repository);
  checkTags(repository, ['v0.1.0']);
  describePackages(repository);
  for (const { manifest } of [...repository.crates, ...repository.pythons]) {
    checkPackage(repository, manifest);
  }
  return repository;
}

const codes = (files: Record<string, string>): string[] =>
  lookAt(files).findings.map(({ code }) => code);

const crate = (name: string, more = ''): string =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\ndescription = "d"\nlicense = "MIT"\n${more}\n`;

describe('manifests that are', () => {
  it('broken', () => {
    for (const text of ['[', 'a = ', '[package', '\u0000', 'a = "\\x"']) {
      expect(codes({ 'Cargo.toml': text }), text).toEqual(['SLW101']);
    }
  });

  it('huge', () => {
    const list = `a = [${'1,'.repeat(1_000_000)}]\n`;
    const text = `b = "${'x'.repeat(10_000_000)}"\n`;
    const keys = Array.from({ length: 200_000 }, (_, at) => `k${at} = ${at}\n`).join('');
    for (const more of [list, text, keys]) {
      const { crates } = lookAt({ 'Cargo.toml': crate('a', `[package.metadata]\n${more}`) });
      expect(crates.map(({ name }) => name)).toEqual(['a']);
    }
  }, 30_000);

  it('nested as nobody nests', () => {
    const deep = 20_000;
    const shapes = [
      `a = ${'['.repeat(deep)}${']'.repeat(deep)}`,
      `a = ${'{ b = '.repeat(deep)}1${' }'.repeat(deep)}`,
      `${Array.from({ length: deep }, () => 'a').join('.')} = 1`,
      `[${Array.from({ length: deep }, () => 'a').join('.')}]`,
    ];
    for (const shape of shapes) {
      const { crates, findings } = lookAt({
        'Cargo.toml': shape,
        'b/Cargo.toml': crate('b'),
      });
      expect(crates.map(({ name }) => name)).toEqual(['b']);
      expect(findings.every(({ code }) => code === 'SLW101')).toBe(true);
    }
  }, 30_000);

  it('circles of workspaces, members and paths', () => {
    const circle = {
      'Cargo.toml': '[workspace]\nmembers = [".", "a", "a/..", "../x", "**"]\n',
      'a/Cargo.toml': crate(
        'a',
        'workspace = "../b"\n[dependencies]\na = { path = "." }\nb = { path = "../b", version = "0.1.0" }',
      ),
      'b/Cargo.toml': crate(
        'b',
        'workspace = "../a"\n[dependencies]\na = { path = "../a", version = "0.1.0" }',
      ),
      'c/Cargo.toml': crate('c', 'workspace = "../../.."\nversion.workspace = true'),
    };
    const { crates } = lookAt(circle);
    expect(orderCrates(crates).findings.map(({ code }) => code)).toContain('SLW109');
  });

  it('named like what they are not', () => {
    for (const name of [
      '__proto__',
      'constructor',
      '../../etc/passwd',
      '/etc/passwd',
      'a\\b',
      '',
    ]) {
      const text = `[package]\nname = ${JSON.stringify(name)}\nversion = "0.1.0"\n[dependencies]\n${JSON.stringify(name)} = { path = ${JSON.stringify(name)} }\n`;
      lookAt({ 'Cargo.toml': text, '__proto__/Cargo.toml': crate('toString') });
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('anything at all', () => {
    const line = fc.oneof(
      fc.constantFrom(
        '[package]',
        '[workspace]',
        '[project]',
        '[tool.maturin]',
        'name = "a"',
        'version = "0.1.0"',
        'version.workspace = true',
        'version = { workspace = true }',
        'members = ["*", "a"]',
        'dynamic = ["version"]',
        'dependencies = 3',
        'dependencies.a = { path = "../a" }',
        'publish = 7',
        'manifest-path = 4',
        'build-backend = "maturin"',
      ),
      fc.string(),
    );
    const text = fc.array(line, { maxLength: 12 }).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, text, (root, inner, python) => {
        lookAt({ 'Cargo.toml': root, 'a/Cargo.toml': inner, 'pyproject.toml': python });
      }),
      { numRuns: 500 },
    );
  });
});

describe('many crates', () => {
  const chain = (length: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length }, (_, at) => [
        `c${at}/Cargo.toml`,
        crate(
          `c${at}`,
          at > 0
            ? `[dependencies]\nc${at - 1} = { path = "../c${at - 1}", version = "0.1.0" }`
            : '',
        ),
      ]),
    );

  it('are put in order however deep they lie', () => {
    const { crates } = readRepository(new Map(Object.entries(chain(20_000))));
    const { order, findings } = orderCrates(crates.toReversed());
    expect(findings).toEqual([]);
    expect(order[0]).toBe('c0');
    expect(order.at(-1)).toBe('c19999');
  }, 30_000);

  it('come after all that cargo wants before them, and circles are told', () => {
    const edges = fc.array(
      fc.tuple(fc.nat(11), fc.nat(11), fc.constantFrom('', 'dev-', 'build-')),
      {
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(edges, (pairs) => {
        const files = Object.fromEntries(
          Array.from({ length: 12 }, (_, at) => {
            const own = pairs.filter(([from]) => from === at);
            const sections = ['', 'dev-', 'build-'].map((kind) => {
              const names = [
                ...new Set(own.filter(([, , one]) => one === kind).map(([, to]) => to)),
              ];
              const lines = names.map(
                (to) => `c${to} = { path = "../c${to}", version = "0.1.0" }\n`,
              );
              return `[${kind}dependencies]\n${lines.join('')}`;
            });
            return [`c${at}/Cargo.toml`, crate(`c${at}`, sections.join(''))];
          }),
        );
        const { crates } = readRepository(new Map(Object.entries(files)));
        const { order, findings } = orderCrates(crates);
        expect(order.toSorted()).toEqual(crates.map(({ name }) => name).sort());
        if (findings.length > 0) return;
        for (const [from, to] of pairs) {
          if (from !== to) expect(order.indexOf(`c${to}`)).toBeLessThan(order.indexOf(`c${from}`));
        }
      }),
    );
  });
});
