import { readRepository } from '@slipway/release/manifest';
import { describe, expect, it } from 'vitest';
import type { ExistingRelease } from '@slipway/workspace/subject';
import { propose } from './propose.ts';

/** A crate, and a Python package over it that states a version of its own. */
function repository(crate: string, python: string, more: Record<string, string> = {}) {
  const texts = new Map([
    [
      'Cargo.toml',
      `[package]\nname = "tide"\nversion = "${crate}"\ndescription = "d"\nlicense = "MIT"\n`,
    ],
    [
      'py/pyproject.toml',
      `[build-system]\nbuild-backend = "maturin"\n[project]\nname = "tide"\nversion = "${python}"\n[tool.maturin]\nmanifest-path = "../Cargo.toml"\n`,
    ],
    ...Object.entries(more),
  ]);
  return { texts, listing: [...texts.keys()], read: readRepository(texts) };
}

const proposed = (
  now: ReturnType<typeof repository>,
  ...earlier: ReturnType<typeof repository>[]
) =>
  propose(
    now,
    now.read,
    earlier.map(({ read }) => read),
    null,
  );

describe('versions that are apart', () => {
  it('are so on purpose when they were at every earlier tag as well', () => {
    const { options, reasons } = proposed(
      repository('0.4.0', '0.3.1'),
      repository('0.3.9', '0.3.0'),
      repository('0.3.8', '0.2.0'),
    );
    expect(options).toEqual({ independent: ['tide'] });
    expect(reasons[0]).toContain('2 tags');
  });

  it('were forgotten when they once agreed, or when nothing tells', () => {
    const now = repository('0.4.0', '0.3.1');
    expect(proposed(now, repository('0.3.1', '0.3.1')).options).toEqual({});
    expect(proposed(now).options).toEqual({});
    expect(proposed(repository('0.4.0', '0.4.0'), now).options).toEqual({});
  });
});

describe('files that state a version', () => {
  it('are proposed for the package in the nearest folder, as it spells it', () => {
    const { options } = proposed(
      repository('0.4.0-rc.1', '0.4.0rc1', {
        'py/tide/__init__.py': '__version__ = "0.4.0rc1"\n',
        'py/other/__init__.py': '__version__ = "2.0"\n',
        'CITATION.cff': 'title: tide\nversion: 0.4.0-rc.1\n',
        'docs/conf.py': 'release = "0.1"\n',
      }),
    );
    expect(options.places).toMatchObject([
      { file: 'py/tide/__init__.py', package: 'tide', spelling: 'pypi' },
      { file: 'CITATION.cff', package: 'tide' },
    ]);
  });
});

describe('platforms', () => {
  const platform = (target: string, own: object = {}) => ({
    ...{ target, interpreters: ['3.9', '3.10'], policy: null, runner: null },
    ...own,
  });

  it('are named by their targets, with what they have for themselves; others are told of', () => {
    const now = repository('0.4.0', '0.4.0');
    const matrix = {
      platforms: [
        platform('aarch64-apple-darwin'),
        platform('aarch64-unknown-linux-gnu', { policy: 'manylinux_2_28', runner: 'depot-8' }),
        platform('loongarch64-unknown-linux-gnu'),
        platform('x86_64-pc-windows-msvc', { interpreters: ['3.10'] }),
        platform('x86_64-unknown-linux-gnu', { policy: 'manylinux_2_17' }),
        platform('x86_64-unknown-linux-musl', { policy: 'musllinux_1_1' }),
      ],
      interpreters: ['3.9', '3.10'],
      manylinux: 'manylinux_2_17',
      abi3: false,
      sdist: true,
    };
    const existing = { description: { wheels: [] }, matrix } as unknown as ExistingRelease;
    const { options, reasons } = propose(now, now.read, [], existing);
    expect(options).toEqual({
      platforms: [
        'aarch64-apple-darwin',
        { target: 'aarch64-unknown-linux-gnu', runner: 'depot-8', manylinux: 'manylinux_2_28' },
        { target: 'x86_64-pc-windows-msvc', interpreters: ['3.10'] },
        'x86_64-unknown-linux-gnu',
        { target: 'x86_64-unknown-linux-musl', manylinux: 'musllinux_1_1' },
      ],
      interpreters: ['3.9', '3.10'],
      manylinux: 'manylinux_2_17',
    });
    expect(reasons.join('\n')).toContain('left out: loongarch64-unknown-linux-gnu');
  });
});
