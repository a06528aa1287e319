import { describe, expect, it } from 'vitest';
import {
  collisions,
  interpretersOf,
  isInterpreterName,
  isWanted,
  showWanted,
  wantedWheels,
} from './wheels.ts';

const shown = (abi3: string | null, interpreters: readonly string[]): string[] =>
  wantedWheels(abi3, interpreters).map(showWanted);

describe('a set of wheels', () => {
  const wheel = (file: string, ...tags: string[]) => ({ file, tags, pythonTags: [], abiTags: [] });

  it('has one for each installation', () => {
    const set = [wheel('a', 'cp39-abi3-win32'), wheel('b', 'cp39-abi3-win_amd64')];
    expect(collisions(set)).toEqual([]);
  });

  it('has two for the same, or one twice', () => {
    const linux = ['cp39-abi3-manylinux_2_17_x86_64', 'cp39-abi3-manylinux2014_x86_64'];
    expect(collisions([wheel('a', ...linux), wheel('b', linux[1]!)])).toEqual([
      { tag: linux[1], files: ['a', 'b'] },
    ]);
    expect(collisions([wheel('a', ...linux), wheel('a', ...linux)])).toHaveLength(1);
  });
});

describe('the wheels of a platform', () => {
  it('are one for each interpreter', () => {
    expect(shown(null, ['3.9', '3.14t', 'pypy3.11', 'graalpy3.12'])).toEqual([
      'cp39-cp39',
      'cp314-cp314t',
      'pp311-pypy311_pp*',
      'graalpy312-graalpy*_312_native',
    ]);
  });

  it('are one for all CPythons with the stable ABI, which no other interpreter knows', () => {
    expect(shown('3.9', [])).toEqual(['cp39-abi3']);
    expect(shown('3.9', ['3.10', '3.14t', '3.12'])).toEqual(['cp39-abi3', 'cp314-cp314t']);
    expect(shown('3.9', ['pypy3.11'])).toEqual(['pp311-pypy311_pp*']);
    expect(wantedWheels('3.9', ['3.10', '3.12'])[0]?.interpreters).toEqual(['3.10', '3.12']);
  });

  it('are whatever the machine has, where nothing is said', () => {
    expect(shown(null, [])).toEqual([]);
  });

  it('are known by their tags', () => {
    const [free] = wantedWheels(null, ['3.14t']);
    expect(isWanted({ pythonTags: ['cp314'], abiTags: ['cp314t'] }, free!)).toBe(true);
    expect(isWanted({ pythonTags: ['cp314'], abiTags: ['cp314'] }, free!)).toBe(false);
    const [pypy] = wantedWheels(null, ['pypy3.11']);
    expect(isWanted({ pythonTags: ['pp311'], abiTags: ['pypy311_pp73'] }, pypy!)).toBe(true);
    expect(isWanted({ pythonTags: ['pp311'], abiTags: ['pypy310_pp73'] }, pypy!)).toBe(false);
    expect(isWanted({ pythonTags: ['pp311'], abiTags: ['none'] }, pypy!)).toBe(false);
    const [graal] = wantedWheels(null, ['graalpy3.11']);
    const native = (abi: string) =>
      isWanted({ pythonTags: ['graalpy311'], abiTags: [abi] }, graal!);
    expect(native('graalpy242_311_native')).toBe(true);
    expect(['graalpy242_312_native', 'graalpy_311_native', 'none'].map(native)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('the name of an interpreter', () => {
  it.each(['3.9', '3.13t', '3.14t', 'pypy3.11', 'graalpy3.11'])('may be %s', (name) => {
    expect(isInterpreterName(name)).toBe(true);
  });

  it.each(['', '3', '2.7', 'cp39', 'python3.9', '3.9.1', '3.12t', 'pypy3.11t', '3.9"]', '>=3.9'])(
    'is not %j',
    (name) => {
      expect(isInterpreterName(name)).toBe(false);
    },
  );
});

describe('a wheel', () => {
  const of = (python: string, abi: string) =>
    interpretersOf({ pythonTags: python.split('.'), abiTags: abi.split('.') });

  it('is for one interpreter, or for every later one', () => {
    expect(of('cp312', 'cp312')).toEqual(['3.12']);
    expect(of('cp313', 'cp313t')).toEqual(['3.13t']);
    expect(of('pp310', 'pypy310_pp73')).toEqual(['pypy3.10']);
    expect(of('cp39', 'abi3').slice(0, 3)).toEqual(['3.9', '3.10', '3.11']);
    expect(of('py2.py3', 'none')[0]).toBe('3.8');
    expect(of('graalpy311', 'graalpy240_311_native')).toEqual([]);
  });
});
