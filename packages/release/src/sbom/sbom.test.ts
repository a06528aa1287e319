import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Artifact } from '../plan/index.ts';
import { releaseSbom, type SbomPackage } from './sbom.ts';

const subject = { name: 'owner/tides', version: 'v1.2.0', date: '2026-11-01T10:00:00+01:00' };

const anArtifact = (file: string, version: string): Artifact => ({
  kind: 'crate',
  package: 'tides',
  version,
  file,
  path: `dist/${file}`,
  sha256: 'ab'.repeat(32),
  bytes: 1,
});

const aCrate = (lock: string | null): SbomPackage => ({
  type: 'cargo',
  name: 'tides',
  version: '1.2.0',
  crate: 'tides',
  artifacts: [anArtifact('tides-1.2.0.crate', '1.2.0')],
  lock,
});

interface Component {
  readonly purl?: string;
  readonly hashes?: readonly { readonly content: string }[];
  readonly components?: readonly Component[];
}

interface Bom {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: string[] }[];
}

async function bomOf(packages: readonly SbomPackage[]): Promise<Bom> {
  const text = await releaseSbom(subject, packages);
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(text)).toBe(null);
  return JSON.parse(text) as Bom;
}

const needsOf = ({ dependencies }: Bom, ref: string): string[] | undefined =>
  dependencies.find((one) => one.ref === ref)?.dependsOn;

const lock = `version = 4

[[package]]
name = "base"
version = "0.1.0"
source = "registry+https://example.org/index"
checksum = "${'cd'.repeat(32)}"

[[package]]
name = "base"
version = "0.2.0"
source = "registry+https://example.org/index"
dependencies = [ "base 0.1.0" ]

[[package]]
name = "tides"
version = "1.2.0"
dependencies = [
 "base 0.2.0",
]

[[package]]
name = "unneeded"
version = "9.0.0"
`;

describe('the bill of materials', () => {
  test('has each package with its files, and who needs what, to the end', async () => {
    const bom = await bomOf([aCrate(lock)]);
    expect(bom.components.map(({ purl }) => purl)).toEqual([
      'pkg:cargo/base@0.1.0',
      'pkg:cargo/base@0.2.0',
      'pkg:cargo/tides@1.2.0',
    ]);
    expect(bom.components[0]?.hashes?.[0]?.content).toBe('cd'.repeat(32));
    expect(bom.components[2]?.components?.[0]).toMatchObject({
      type: 'file',
      name: 'tides-1.2.0.crate',
      hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
    });
    expect(needsOf(bom, 'release v1.2.0')).toEqual(['pkg:cargo/tides@1.2.0']);
    expect(needsOf(bom, 'pkg:cargo/tides@1.2.0')).toEqual(['pkg:cargo/base@0.2.0']);
    expect(needsOf(bom, 'pkg:cargo/base@0.2.0')).toEqual(['pkg:cargo/base@0.1.0']);
  });

  test('names a Python package as PyPI does, and what its crate needs', async () => {
    const python = {
      ...aCrate(lock),
      type: 'pypi' as const,
      name: 'Tides_Py',
      version: '1.2.0rc1',
    };
    const bom = await bomOf([aCrate(lock), python]);
    expect(needsOf(bom, 'pkg:pypi/tides-py@1.2.0rc1')).toEqual(['pkg:cargo/base@0.2.0']);
  });

  test.each([
    null,
    '',
    'not = [toml',
    'package = 3',
    '[[package]]\nname = "tides"\ndependencies = 1',
  ])('is made without a lock that can be read: %j', async (nothing) => {
    const bom = await bomOf([aCrate(nothing)]);
    expect(bom.components.map(({ purl }) => purl)).toEqual(['pkg:cargo/tides@1.2.0']);
  });

  test("knows the packages of this repository's own lock file", async () => {
    const text = await readFile(
      new URL('../../../../python-stub/Cargo.lock', import.meta.url),
      'utf8',
    );
    const bom = await bomOf([{ ...aCrate(text), crate: 'tidewater-python' }]);
    const pyo3 = needsOf(bom, 'pkg:cargo/tides@1.2.0')?.find((one) => one.includes('/pyo3@'));
    expect(needsOf(bom, pyo3 ?? '')).toContainEqual(expect.stringMatching(/\/pyo3-ffi@/));
  });

  test('is the same text for the same release', async () => {
    const twice = [
      await releaseSbom(subject, [aCrate(lock)]),
      await releaseSbom(subject, [aCrate(lock)]),
    ];
    expect(twice[0]).toBe(twice[1]);
    expect(twice[0]).toContain('"timestamp": "2026-11-01T09:00:00.000Z"');
  });
});
