import type { Crate } from '../../../packages/release/src/manifest/index.ts';
import type { Artifact } from '../../../packages/release/src/plan/index.ts';
import { makeSubject, type Subject } from '../../faults/subject.ts';

/** What is released: small files that stand for large ones, and who needs whom. */
export interface ScaleSubject extends Subject {
  readonly manifests: readonly Crate[];
}

const pythons = ['cp39', 'cp310', 'cp311', 'cp312', 'cp313', 'cp314'];
const platforms = [
  'manylinux_2_17_x86_64',
  'manylinux_2_17_aarch64',
  'manylinux_2_17_i686',
  'manylinux_2_17_armv7l',
  'musllinux_1_2_x86_64',
  'musllinux_1_2_aarch64',
  'macosx_11_0_arm64',
  'macosx_10_12_x86_64',
  'win_amd64',
  'win_arm64',
];
const tags = pythons.flatMap((python) => platforms.map((one) => `${python}-${python}-${one}`));

const crateBytes = 50_000;

/** Crates, each over up to three before it, and packages of so many files of so many MiB. The same numbers give the same. */
export function makeScale(
  crates: number,
  packages: number,
  files: number,
  wheelMiB = 5,
): ScaleSubject {
  const subject = makeSubject(crates, packages, tags.slice(0, files - 1));
  const sized =
    (bytes: number) =>
    (one: Artifact): Artifact => ({ ...one, bytes });
  const python = subject.python.map(({ name, artifacts }) => ({
    name,
    artifacts: artifacts.map(sized(wheelMiB * 2 ** 20)),
  }));
  const own = subject.crates.map(sized(crateBytes));
  const manifests = manifestsOf(own);
  return { ...subject, crates: own, python, manifests, needs: needsOf(manifests, own) };
}

/** What the crates' manifests say of each other: each is over up to three before it. */
export function manifestsOf(crates: readonly Artifact[]): Crate[] {
  const random = sequence(7);
  const needs = crates.map((_, at) =>
    Array.from({ length: Math.min(at, random(4)) }, () => random(at)),
  );
  return crates.map((one, at) => manifestOf(one, needs[at]!, crates));
}

function needsOf(
  manifests: readonly Crate[],
  crates: readonly Artifact[],
): ReadonlyMap<string, readonly Artifact[]> {
  const at = new Map(crates.map((one) => [pathOf(one), one]));
  return new Map(
    manifests.map(({ name, dependencies }) => [
      name,
      dependencies.flatMap(({ manifest }) => at.get(manifest) ?? []),
    ]),
  );
}

const pathOf = ({ package: name }: Artifact): string => `${name}/Cargo.toml`;

function manifestOf(one: Artifact, needs: readonly number[], all: readonly Artifact[]): Crate {
  const dependencies = [...new Set(needs)].map((at) => ({
    kind: 'normal',
    requirement: '1.0.0',
    manifest: pathOf(all[at]!),
  }));
  const { package: name } = one;
  return {
    name,
    directory: '',
    manifest: pathOf(one),
    publishable: true,
    dependencies,
  } as unknown as Crate;
}

/** Numbers below a bound, always the same ones. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
