import { describe, expect, it } from 'vitest';
import { checkRepository } from '../index.ts';
import { python, repository } from '../repository.fixture.ts';

describe('what is said of the repository as a whole', () => {
  it('SLW116: crates that nothing says are to be published, once for all', () => {
    const findings = checkRepository(repository({ a: { more: '' }, b: { more: '' }, c: {} }));
    expect(findings).toMatchObject([{ code: 'SLW116', file: 'a/Cargo.toml', line: 2 }]);
    expect(findings[0]?.message).toContain('a, b');
  });

  it('SLW116: a library that only makes a Python module waits for a word as well', () => {
    const module = { more: 'description = "d"\nlicense = "MIT"\n[lib]\ncrate-type = ["cdylib"]' };
    const one = repository({ a: module }, python('version = "0.3.1"'));
    expect(one.crates[0]?.publish).toBe('opt-in');
    expect(checkRepository(one)).toMatchObject([{ code: 'SLW116' }]);
  });

  it('SLW117: patches, with their line', () => {
    const patch = {
      'Cargo.toml': '[workspace]\nmembers = ["a"]\n[patch.crates-io]\nserde.path = "s"\n',
    };
    expect(checkRepository(repository({ a: {} }, patch))).toMatchObject([
      { code: 'SLW117', file: 'Cargo.toml', line: 3, severity: 'warning' },
    ]);
  });

  it('SLW128: manifests that are examples of something', () => {
    const examples = {
      'examples/x/Cargo.toml': 'no TOML',
      'tests/y/pyproject.toml': '[project]\n',
    };
    const one = repository({ a: {} }, examples);
    expect(one.findings).toEqual([]);
    expect(checkRepository(one)).toMatchObject([{ code: 'SLW128', severity: 'info' }]);
    expect(one.aside).toEqual(['examples/x/Cargo.toml', 'tests/y/pyproject.toml']);
  });

  it('SLW120: what maturin does not build, once for each backend', () => {
    const others = {
      'tools/pyproject.toml': '[project]\nname = "tools"\nversion = "1.0"\n',
      'old/pyproject.toml': '[tool.poetry]\nname = "old"\n[build-system]\nbuild-backend = "p"\n',
      'settings/pyproject.toml': '[tool.ruff]\n',
      'scaffold/pyproject.toml': '[project]\nname = "{{name}}"\n',
    };
    const one = repository({ a: {} }, others);
    expect(one.others.map(({ name, version }) => [name, version])).toEqual([
      ['tools', '1.0'],
      ['old', null],
    ]);
    expect(checkRepository(one).map(({ code, message }) => [code, message])).toEqual([
      ['SLW120', 'tools is built by setuptools'],
      ['SLW120', 'old is built by p'],
    ]);
  });

  it('SLW140: packages that are one to their registry', () => {
    const more = 'publish = ["crates-io"]\ndescription = "d"\nlicense = "MIT"';
    const twice = '[package]\nname = "a_x"\nversion = "0.1.0"\npublish = ["crates-io"]\n';
    const one = repository({ 'a-x': { more } }, { 'other/Cargo.toml': twice });
    expect(checkRepository(one)).toMatchObject([{ code: 'SLW140', file: 'other/Cargo.toml' }]);
    const secret = { 'other/Cargo.toml': twice.replace('["crates-io"]', 'false') };
    expect(checkRepository(repository({ 'a-x': { more } }, secret))).toEqual([]);
  });
});
