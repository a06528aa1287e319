import { normalizedName } from '../manifest/index.ts';
import { explain, eq, valid } from '@renovatebot/pep440';

/** The parts of a wheel's file name. https://packaging.python.org/specifications/binary-distribution-format/ */
export interface WheelFileName {
  readonly distribution: string;
  readonly version: string;
  readonly build: string | null;
  /** As in the name: `cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64`. */
  readonly tag: string;
  readonly pythonTags: readonly string[];
  readonly abiTags: readonly string[];
  readonly platformTags: readonly string[];
}

const WHEEL = /^([A-Za-z0-9_.]+)-([^-\s]+)(?:-(\d[^-\s]*))?-([\w.]+)-([\w.]+)-([\w.]+)\.whl$/;
const SDIST = /^(.+)-([^-]+)\.tar\.gz$/;

/** Takes a wheel's file name apart; null when it is none. */
export function parseWheelFileName(fileName: string): WheelFileName | null {
  const match = WHEEL.exec(fileName);
  if (match === null) return null;
  const [, distribution = '', version = '', build, python = '', abi = '', platform = ''] = match;
  return {
    distribution,
    version,
    build: build ?? null,
    tag: `${python}-${abi}-${platform}`,
    pythonTags: python.split('.'),
    abiTags: abi.split('.'),
    platformTags: platform.split('.'),
  };
}

/** Every tag that a wheel's file name stands for: the product of its three sets, sorted. */
export function expandTags(name: WheelFileName): readonly string[] {
  const tags = name.pythonTags.flatMap((python) =>
    name.abiTags.flatMap((abi) =>
      name.platformTags.map((platform) => `${python}-${abi}-${platform}`),
    ),
  );
  return [...new Set(tags)].sort();
}

/** The same of a file name as it stands; none when it is no wheel's. */
export function wheelTags(fileName: string): readonly string[] {
  const name = parseWheelFileName(fileName);
  return name === null ? [] : expandTags(name);
}

/** Name and version in an sdist's file name; null when it is none. */
export function parseSdistFileName(
  fileName: string,
): { readonly distribution: string; readonly version: string } | null {
  const match = SDIST.exec(fileName);
  return match === null ? null : { distribution: match[1] ?? '', version: match[2] ?? '' };
}

/** Whether a wheel or an sdist of this name is of this version, however that is spelled. */
export function isOfVersion(fileName: string, version: string): boolean {
  const parsed = parseWheelFileName(fileName) ?? parseSdistFileName(fileName);
  return parsed !== null && sameVersion(parsed.version, version);
}

/** The name as PEP 491 and PEP 625 want it in a file name. */
export function fileNamePart(name: string): string {
  return normalizedName(name).replaceAll('-', '_');
}

/** The version as PEP 625 wants it in a file name: PEP 440, normalised; as given when it is not valid. */
export function versionPart(version: string): string {
  return valid(version) ?? version;
}

/** PEP 440 equality; text equality when either is not valid. */
export function sameVersion(one: string, other: string): boolean {
  return valid(one) !== null && valid(other) !== null
    ? eq(one, other) && local(one) === local(other)
    : one === other;
}

/** The part after the plus, normalised; null when there is none. */
export function local(version: string): string | null {
  const parsed = explain(version);
  return parsed?.local ? String(parsed.local) : null;
}
