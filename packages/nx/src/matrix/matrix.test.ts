import { readRepository } from '@slipway/release/manifest';
import { describe, expect, it } from 'vitest';
import { chosenPlatforms } from '@slipway/workspace/settings';
import { inferProjects } from '../graph/projects.ts';
import {
  jobLimit,
  outputLimit,
  overLimit,
  testMatrix,
  wheelMatrix,
  type MatrixRow,
} from './matrix.ts';

const crate = (name: string): string =>
  `[package]\nname = "${name}"\nversion = "1.0.0"\npublish = false\n[lib]\ncrate-type = ["cdylib"]\n`;
const python = (name: string): string =>
  `[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n[project]\nname = "${name}"\nversion = "1.0.0"\n`;

/** The projects of a repository with a Python package in each of these folders. */
function projects(...names: string[]) {
  const texts = new Map(
    names.flatMap((name) => [
      [`${name}/Cargo.toml`, crate(name)],
      [`${name}/pyproject.toml`, python(name)],
    ]),
  );
  return inferProjects(readRepository(texts, [...texts.keys()]));
}

const platforms = chosenPlatforms(
  {
    interpreters: ['3.9', 'pypy3.11'],
    platforms: [
      'x86_64-unknown-linux-musl',
      { target: 'universal2-apple-darwin', runner: 'mac-under-the-desk', interpreters: ['3.14t'] },
    ],
  },
  'any',
);

describe('the matrix of the wheels', () => {
  it('has a job for each package and platform, with all that it needs', () => {
    const { include } = wheelMatrix(projects('tide', 'ebb'), platforms, '3.12');
    expect(include.map(({ name, runner }) => [name, runner])).toEqual([
      ['ebb, Linux x86_64 (musl)', 'ubuntu-24.04'],
      ['ebb, macOS universal2', 'mac-under-the-desk'],
      ['tide, Linux x86_64 (musl)', 'ubuntu-24.04'],
      ['tide, macOS universal2', 'mac-under-the-desk'],
    ]);
    expect(include[1]).toMatchObject({
      task: 'ebb:build-wheels--universal2-apple-darwin',
      rustTargets: 'x86_64-apple-darwin aarch64-apple-darwin',
      pythons: '3.14t\n3.12',
      artifact: 'wheels-ebb-universal2-apple-darwin',
      path: 'dist/wheels/ebb/universal2-apple-darwin',
    });
    expect(include[0]?.pythons).toBe('3.9\npypy3.11\n3.12');
  });

  it('is the same whatever order the files are read in, and one line', () => {
    const text = (...names: string[]) =>
      JSON.stringify(wheelMatrix(projects(...names), platforms, '3.12'));
    expect(text('tide', 'ebb')).toBe(text('ebb', 'tide'));
    expect(text('tide')).not.toContain('\n');
  });

  it('may be empty', () => {
    expect(wheelMatrix([], platforms, '3.12')).toEqual({ include: [] });
    expect(testMatrix([], '3.12')).toEqual({ include: [] });
    expect(overLimit({ include: [] })).toBeNull();
  });
});

describe("GitHub's limits", () => {
  const row = (name: string) => ({ name }) as MatrixRow;

  it('are kept by 256 jobs, and not by 257', () => {
    const rows = Array.from({ length: jobLimit + 1 }, (_, at) => row(String(at)));
    expect(overLimit({ include: rows.slice(1) })).toBeNull();
    expect(overLimit({ include: rows })).toBe('257 jobs; GitHub takes 256');
  });

  it('are counted in bytes of UTF-16', () => {
    const around = JSON.stringify({ include: [row('')] }).length;
    const fits = row('x'.repeat(outputLimit / 2 - around));
    expect(overLimit({ include: [fits] })).toBeNull();
    expect(overLimit({ include: [row(`${fits.name}x`)] })).toBe(
      '1048578 bytes; GitHub takes 1048576',
    );
  });
});
