import {
  isOfVersion,
  parseSdistFileName,
  parseWheelFileName,
  type WheelFileName,
} from '@slipway/release/artifact';
import { checksumsFile } from '@slipway/release/layout';
import { normalizedName, type Crate, type PythonPackage } from '@slipway/release/manifest';
import {
  isWanted,
  showWanted,
  wantedWheels,
  type RegistryName,
  type WantedFile,
  type WantedPackage,
  type WantedWheel,
} from '@slipway/release/plan';
import { findPlatform, tagFits } from '@slipway/release/platform';
import { basename } from 'node:path';
import { chosenPlatforms, type PlatformChoice } from '../settings/index.ts';
import { pythonVersionOf } from '../subject/index.ts';
import type { Released } from '../released/index.ts';

/** What is known of the bytes of a release. */
export interface KnownDigests {
  /** File → SHA-256 in lower-case hex, or null. */
  readonly digests: ReadonlyMap<string, string | null>;
  /** What tells them, for people. */
  readonly source: string;
  /** Whether every file of the release is named. */
  readonly isWhole: boolean;
}

type Frame = Pick<WantedPackage, 'tag' | 'source' | 'isWhole'>;

const frameOf = ({ tag }: Released, { source, isWhole }: KnownDigests): Frame => ({
  tag,
  source,
  isWhole,
});

/** What crates.io ought to have of a crate: one file. Pure. */
export function wantedCrate(
  crate: Crate,
  released: Released,
  known: KnownDigests,
): WantedPackage & { readonly registry: 'crates.io' } {
  const version = crate.version.value;
  return {
    registry: 'crates.io',
    package: crate.name,
    version,
    ...frameOf(released, known),
    files: [exactly(`${crate.name}-${version}.crate`, known)],
  };
}

/**
 * What a registry of Python packages ought to have of one: its sdist, and the wheels that the release names; where
 * it names none, or lacks one of a platform in nx.json, that one by its tags. Pure.
 */
export function wantedPython(
  python: PythonPackage,
  registry: RegistryName,
  released: Released,
  known: KnownDigests,
): WantedPackage {
  const version = pythonVersionOf(python);
  const isOurs = (distribution: string): boolean =>
    normalizedName(distribution) === python.normalizedName;
  const named = [...known.digests.keys()].filter((file) => {
    const wheel = parseWheelFileName(file);
    return wheel !== null && isOurs(wheel.distribution) && isOfVersion(file, version);
  });
  const sdist = `${python.normalizedName.replaceAll('-', '_')}-${version}.tar.gz`;
  const exact = known.isWhole ? named.map((file) => exactly(file, known)) : [];
  const byTags = platformWheels(python, released)
    .filter((one) => !exact.some(({ title }) => one.isIt(title)))
    .map((one) => ({ ...one, digestOf: digestsOf(known) }));
  const isSdist = (file: string): boolean =>
    isOurs(parseSdistFileName(file)?.distribution ?? '') && isOfVersion(file, version);
  return {
    registry,
    package: python.name,
    version,
    ...frameOf(released, known),
    files: [...exact, ...byTags, { ...exactly(sdist, known), isIt: isSdist }],
  };
}

/** What the GitHub release ought to have: every file of every package, and their checksums. Pure. */
export function wantedAssets(
  repository: string,
  packages: readonly WantedPackage[],
  released: Released,
  known: KnownDigests,
): WantedPackage {
  const sums = basename(checksumsFile);
  return {
    registry: 'GitHub Releases',
    package: repository,
    version: released.tag,
    ...frameOf(released, known),
    isWhole: false,
    files: [
      ...packages.flatMap(({ files }) => files),
      { title: sums, digestOf: () => null, isIt: (file) => file === sums },
    ],
  };
}

function digestsOf({ digests }: KnownDigests): WantedFile['digestOf'] {
  return (file) => digests.get(file) ?? null;
}

function exactly(title: string, known: KnownDigests): WantedFile {
  return { title, digestOf: digestsOf(known), isIt: (file) => file === title };
}

type ByTags = Pick<WantedFile, 'title' | 'isIt'>;

/** The wheels that nx.json asks for; where it names no platform, those of whichever one built them. */
function platformWheels(python: PythonPackage, { settings }: Released): ByTags[] {
  const isChosen = (settings.platforms ?? []).length > 0;
  return chosenPlatforms(settings, '').flatMap((choice) => {
    const wheels = wantedWheels(python.abi3, choice.interpreters ?? []);
    const any = {
      title: nameOf(null, isChosen, choice),
      isIt: matcher(python, null, isChosen, choice),
    };
    if (wheels.length === 0) return [any];
    return wheels.map((wheel) => ({
      title: nameOf(wheel, isChosen, choice),
      isIt: matcher(python, wheel, isChosen, choice),
    }));
  });
}

function nameOf(
  wheel: WantedWheel | null,
  isChosen: boolean,
  { target }: Pick<PlatformChoice, 'target'>,
): string {
  const what = wheel ? showWanted(wheel) : 'a wheel';
  return isChosen ? `${what} for ${target}` : what;
}

function matcher(
  python: PythonPackage,
  wheel: WantedWheel | null,
  isChosen: boolean,
  { target }: Pick<PlatformChoice, 'target'>,
): (file: string) => boolean {
  const platform = isChosen ? findPlatform(target) : null;
  const fits = ({ platformTags }: WheelFileName): boolean =>
    platform === null || platformTags.some((tag) => tagFits(tag, platform));
  return (file) => {
    const name = parseWheelFileName(file);
    if (!name || normalizedName(name.distribution) !== python.normalizedName) return false;
    return fits(name) && (wheel === null || isWanted(name, wheel));
  };
}
