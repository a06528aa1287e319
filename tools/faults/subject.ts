import { createHash } from 'node:crypto';
import {
  metadata,
  record,
  tarGz,
  zip,
} from '../../packages/release/src/artifact/archives.fixture.ts';
import type { Artifact } from '../../packages/release/src/plan/index.ts';

/** What is released: real archives, by their paths, small enough for thousands of releases. */
export interface Subject {
  readonly crates: readonly Artifact[];
  readonly python: readonly { readonly name: string; readonly artifacts: readonly Artifact[] }[];
  /** The crates that a crate needs, by its name. */
  readonly needs: ReadonlyMap<string, readonly Artifact[]>;
  readonly files: ReadonlyMap<string, Buffer>;
}

const version = '1.0.0';
const tags = [
  'cp39-abi3-manylinux_2_17_x86_64',
  'cp39-abi3-manylinux_2_17_aarch64',
  'cp39-abi3-musllinux_1_2_x86_64',
  'cp39-abi3-macosx_11_0_arm64',
  'cp39-abi3-macosx_10_12_x86_64',
  'cp39-abi3-win_amd64',
  'cp39-abi3-win_arm64',
];

/** Crates, and Python packages with a wheel for each of some tags and an sdist: eight files where no tags are given. */
export function makeSubject(
  crates: number,
  pythons: number,
  wheelTags: readonly string[] = tags,
): Subject {
  const files = new Map<string, Buffer>();
  const keep = (kind: Artifact['kind'], name: string, file: string, bytes: Buffer): Artifact => {
    const path = `dist/${file}`;
    files.set(path, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { kind, package: name, version, file, path, sha256, bytes: bytes.length };
  };
  const own = Array.from({ length: crates }, (_, at) => {
    const name = `tide-${at}`;
    return keep('crate', name, `${name}-${version}.crate`, crateOf(name));
  });
  return {
    files,
    crates: own,
    // Each is over the one before.
    needs: new Map(own.map((one, at) => [one.package, own.slice(Math.max(0, at - 1), at)])),
    python: Array.from({ length: pythons }, (_, at) => {
      const name = `tide-py-${at}`;
      const stem = `${name.replaceAll('-', '_')}-${version}`;
      const wheels = wheelTags.map((tag) => {
        const file = `${stem}-${tag}.whl`;
        return keep('wheel', name, file, wheelOf(name, stem, tag));
      });
      const sdist = keep('sdist', name, `${stem}.tar.gz`, sdistOf(name, stem));
      return { name, artifacts: [...wheels, sdist] };
    }),
  };
}

function crateOf(name: string): Buffer {
  const folder = `${name}-${version}`;
  const manifest = `[package]\nname = "${name}"\nversion = "${version}"\ndescription = "d"\nlicense = "MIT"\n`;
  return tarGz([
    { path: `${folder}/Cargo.toml`, text: manifest },
    { path: `${folder}/src/lib.rs`, text: '' },
  ]);
}

function metadataOf(name: string): string {
  return metadata([], version).replace('rocket-py', name).replace('License-File: LICENSE\n', '');
}

function wheelOf(name: string, stem: string, tag: string): Buffer {
  const info = `${stem}.dist-info`;
  const files = {
    [`${stem.split('-')[0]}/__init__.py`]: '',
    [`${info}/METADATA`]: metadataOf(name),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: ${tag}\n`,
  };
  return zip(Object.entries({ ...files, [`${info}/RECORD`]: record(files, `${info}/RECORD`) }));
}

function sdistOf(name: string, stem: string): Buffer {
  return tarGz([
    { path: `${stem}/PKG-INFO`, text: metadataOf(name) },
    { path: `${stem}/pyproject.toml`, text: '[project]\n' },
  ]);
}
