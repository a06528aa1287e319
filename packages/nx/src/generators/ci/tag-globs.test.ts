import { passesGlobs } from '@slipway/doctor/workflow';
import { readRepository } from '@slipway/release/manifest';
import { findTagFormats, type Tag } from '@slipway/release/plan';
import { describe, expect, it } from 'vitest';
import { tagGlobs } from './tag-globs.ts';

const crate = (name: string, version: string): string =>
  `[package]\nname = "${name}"\nversion = "${version}"\ndescription = "d"\nlicense = "MIT"\n`;

/** The patterns for a repository with a crate in each folder, and these tags. */
function globs(crates: Readonly<Record<string, string>>, ...tags: string[]): string[] {
  return within(Number.POSITIVE_INFINITY, crates, ...tags);
}

/** The same in so many lines at most. */
function within(
  most: number,
  crates: Readonly<Record<string, string>>,
  ...tags: string[]
): string[] {
  const texts = new Map(
    Object.entries(crates).map(([name, version]) => [`${name}/Cargo.toml`, crate(name, version)]),
  );
  const known = tags.map((name): Tag => ({ name, commit: name, reachable: true }));
  return tagGlobs(findTagFormats(readRepository(texts, [...texts.keys()]), known), most);
}

describe('the tags that start a release', () => {
  it('are those of a version, before any is there', () => {
    const patterns = globs({ tide: '0.3.1' });
    for (const tag of ['v0.3.1', 'v10.20.30', 'v1.0.0-rc.1']) {
      expect(passesGlobs(patterns, tag), tag).toBe(true);
    }
    for (const tag of [
      'v1',
      'v1.2',
      'vX.1.2',
      'v1.2.3.4',
      '1.2.3',
      'tide-v1.2.3',
      'rm',
      'varcon-v5.0.7',
    ]) {
      expect(passesGlobs(patterns, tag), tag).toBe(false);
    }
  });

  it('are spelled as the repository spells them', () => {
    expect(globs({ tide: '0.12.5' }, '0.12.4')).toEqual([
      '[0-9]+.[0-9]+.[0-9]+',
      '[0-9]+.[0-9]+.[0-9]+-*',
    ]);
    const pypi = globs({ tide: '0.14.0' }, 'v0.6.0', 'v0.7.0a1', 'v0.14', 'v0.5.0.dev1');
    for (const tag of ['v0.8.0rc2', 'v0.15', 'v1.0.0.dev3']) {
      expect(passesGlobs(pypi, tag), tag).toBe(true);
    }
    expect(passesGlobs(pypi, 'v1.2.3.4')).toBe(false);
  });

  it('are those of every package that is numbered on its own, and of no other', () => {
    const patterns = globs(
      { core: '1.0.0', python: '2.0.0' },
      'core-v1.0.0',
      'python/v2.0.0',
      'elsewhere-v9.9.9',
    );
    expect(patterns.filter((one) => one.endsWith('+'))).toEqual([
      'core-v[0-9]+.[0-9]+.[0-9]+',
      'python/v[0-9]+.[0-9]+.[0-9]+',
    ]);
  });
});

describe('within two lines', () => {
  it('are as before where that is enough', () => {
    expect(within(2, { tide: '0.3.1' })).toEqual(globs({ tide: '0.3.1' }));
  });

  it('are one for a format, as short as its tags are', () => {
    const pypi = ['v0.6.0', 'v0.7.0a1', 'v0.5.0.dev1'];
    expect(within(2, { tide: '0.14.0' }, ...pypi)).toEqual(['v[0-9]+.[0-9]+.[0-9]+*']);
    const short = within(2, { tide: '0.14.0' }, ...pypi, 'v0.13');
    expect(short).toEqual(['v[0-9]+.[0-9]+*']);
    for (const tag of ['v0.15', 'v0.15.0', 'v1.0.0rc1']) expect(passesGlobs(short, tag)).toBe(true);
  });

  it('are one for all formats that differ in a name, and let every release through', () => {
    const crates = { core: '1.0.0', python: '1.0.0', shell: '1.0.0', tide: '1.0.0' };
    const named = ['core-v1.0.0', 'python-v1.0.0', 'shell-v1.0.0', 'v1.0.0'];
    const patterns = within(2, crates, ...named);
    expect(patterns).toEqual(['**-v[0-9]+.[0-9]+.[0-9]+*', 'v[0-9]+.[0-9]+.[0-9]+*']);
    for (const tag of [...named, 'core-v1.1.0-rc.1']) {
      expect(passesGlobs(patterns, tag), tag).toBe(true);
    }
    for (const tag of ['latest', 'core-v1', 'core-1.0.0']) {
      expect(passesGlobs(patterns, tag), tag).toBe(false);
    }
  });

  it('are one for everything that ends in a version, where names are spelled in many ways', () => {
    const crates = { core: '1.0.0', python: '1.0.0', shell: '1.0.0' };
    const named = ['core-v1.0.0', 'python/v1.0.0', 'shell@1.0.0'];
    const patterns = within(2, crates, ...named);
    expect(patterns).toEqual(['**[0-9]+.[0-9]+.[0-9]+*']);
    for (const tag of named) expect(passesGlobs(patterns, tag), tag).toBe(true);
  });
});
