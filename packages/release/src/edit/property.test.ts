import fc from 'fast-check';
import { parse } from 'smol-toml';
import { expect, it } from 'vitest';
import { readRepository } from '../manifest/index.ts';
import { toPep440 } from '../version/index.ts';
import { editVersions } from './index.ts';

/** Where a version that moves stands in a text. */
const mark = '«»';

const version = fc
  .tuple(fc.nat(99), fc.nat(99), fc.nat(99), fc.constantFrom('', '', '-alpha.1', '-rc.2', '-dev.3'))
  .map(([major, minor, patch, phase]) => `${major}.${minor}.${patch}${phase}`);

const quote = fc.constantFrom('"', "'");
const equals = fc.constantFrom('=', ' = ', '\t=  ');
const quoted = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, quote).map(([inner, mark]) => `${mark}${inner}${mark}`);

/** `=` and the like, before a version that moves. */
const moving = fc
  .tuple(fc.constantFrom('', '=', '^', '~', '>=', '<='), fc.constantFrom('', ' '))
  .map(([operator, blank]) => (operator ? `${operator}${blank}${mark}` : mark));

/** Lines that state a version and must stay. OLD stands for the one that moves elsewhere. */
const noise = fc.constantFrom(
  '# version = "OLD"',
  '',
  'description = "version = OLD"',
  'keywords = [ # ]\n  "OLD", # a = { path = "../a", version = "=OLD" }\n  \'version = "OLD"\',\n]',
  'readme = """\n[package]\nversion = "OLD"\n"""',
  "documentation = '''\nversion = \"OLD\"'''",
  'metadata.x = { version = "OLD", list = ["OLD"] }',
);
const noises = fc.uniqueArray(noise, { maxLength: 4 });

const asides = fc.subarray([
  '[dependencies.serde]\nversion = "=OLD"\nfeatures = ["OLD"]',
  '[dev-dependencies]\nserde = "OLD"\nlog = { version = "OLD" }',
  '[profile.release]\n# OLD\nopt-level = 3',
  '[[bin]]\nname = "OLD"\nversion = "OLD"',
]);

const comment = fc.constantFrom('', ' # OLD', '\t#version = "OLD"');

function packageOf(name: string): fc.Arbitrary<string> {
  return fc
    .record({ noises, asides, equals, comment, value: quoted(fc.constant(mark)), at: fc.nat(4) })
    .map(({ noises, asides, equals, comment, value, at }) => {
      const lines = [...noises, `name = "${name}"`];
      lines.splice(at, 0, `version${equals}${value}${comment}`);
      return [asides.slice(0, 2).join('\n'), '[package]', ...lines, ...asides.slice(2)].join('\n');
    });
}

/** A table of dependencies with one on a, in each way that it can be written. */
const dependency = fc
  .record({
    table: fc.constantFrom('dependencies', 'build-dependencies', "target.'cfg(a)'.dependencies"),
    name: fc.constantFrom('a', 'x', '"a"'),
    value: quoted(moving),
    path: quoted(fc.constantFrom('../a', '../b/../a', '../a/')),
    equals,
    comment,
    style: fc.nat(3),
  })
  .map(({ table, name, value, path, equals, comment, style }) => {
    const alias = name === 'x' ? [`package${equals}"a"`] : [];
    const pairs = [`version${equals}${value}`, `path${equals}${path}`, ...alias];
    if (style === 0) return `[${table}]\n${name}${equals}{ ${pairs.join(', ')} }${comment}`;
    if (style === 1) return `[${table} . ${name}]\n${pairs.join(`${comment}\n`)}`;
    if (style === 2) {
      return `[${table}]\nlog = "OLD"\n${pairs.map((pair) => `${name}.${pair}${comment}`).join('\n')}`;
    }
    return `["${table.startsWith('target') ? 'build_dependencies' : table}"]\n${name} = {${pairs.toReversed().join(',')}}`;
  });

const python = fc
  .record({
    value: quoted(fc.constant(mark)),
    equals,
    comment,
    noise: fc.constantFrom('# OLD', 'description = "OLD"'),
  })
  .map(
    ({ value, equals, comment, noise }) =>
      `[build-system]\nrequires = ["maturin==OLD", "pip>=OLD"]\nbuild-backend = "maturin"\n[project]\n${noise}\nname = "p"\nversion${equals}${value}${comment}\noptional-dependencies.all = ["p[x]==${mark}", 'q==OLD']\n[tool.x]\nversion = "OLD"`,
  );

/** How the lines end, and what is around them. */
const shape = fc.record({ crlf: fc.boolean(), bom: fc.boolean(), last: fc.boolean() });
const shaped = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(text, shape).map(([text, { crlf, bom, last }]) => {
    const whole = `${bom ? '\uFEFF' : ''}${text}${last ? '\n' : ''}`;
    return crlf ? whole.replaceAll('\n', '\r\n') : whole;
  });

const repository = fc.record({
  'a/Cargo.toml': shaped(packageOf('a')),
  'b/Cargo.toml': shaped(
    fc.tuple(packageOf('b'), dependency).map(([text, dependency]) => {
      return `${text.replace('[dependencies.serde]', '[dependencies-of.serde]').replace(mark, '0.0.1')}\n${dependency}`;
    }),
  ),
  'p/Cargo.toml': fc.constant('[package]\nname = "p"\nversion = "7.7.7"\n'),
  'p/pyproject.toml': shaped(python),
  'version.json': shaped(fc.constant(`{"x": "OLD",\n\t"version" : "${mark}" }`)),
});

const pypi = (version: string): string => {
  const mapped = toPep440(version);
  return mapped.ok ? mapped.version : version;
};

function filled(templates: Record<string, string>, now: string, old: string): Map<string, string> {
  const entries = Object.entries(templates).map(([file, text]): [string, string] => {
    const spell = file.endsWith('pyproject.toml') ? pypi : String;
    return [file, text.replaceAll(mark, spell(now)).replaceAll('OLD', spell(old))];
  });
  return new Map(entries);
}

it('an edit changes the characters of versions and nothing else, and can be taken back', () => {
  fc.assert(
    fc.property(repository, version, version, (templates, old, next) => {
      fc.pre(old !== next && pypi(old) !== pypi(next));
      const [before, after] = [filled(templates, old, old), filled(templates, next, old)];
      for (const [file, text] of before) {
        if (file.endsWith('.toml')) parse(text.replace(/^\uFEFF/, ''));
      }
      const places = [{ file: 'version.json', package: 'a', path: 'version' }];
      const edit = (texts: Map<string, string>, version: string): Map<string, string> => {
        const wanted = new Map(
          ['a/Cargo.toml', 'p/pyproject.toml'].map((manifest) => [manifest, version]),
        );
        const read = readRepository(texts);
        const { files, findings } = editVersions(texts, read, wanted, places);
        expect(findings).toEqual([]);
        return new Map([...texts, ...files]);
      };
      expect(edit(before, next)).toEqual(after);
      expect(edit(after, old)).toEqual(before);
    }),
  );
});
