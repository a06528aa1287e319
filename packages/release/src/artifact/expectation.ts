import {
  archiveUnreadable,
  artifactNameDisagrees,
  artifactTooLarge,
  artifactVersionDisagrees,
  localVersion,
  type Finding,
  type Location,
} from '../finding/index.ts';
import type { Unreadable } from './entry.ts';
import { normalizedName } from '../manifest/index.ts';
import { local, sameVersion } from './file-name.ts';

/** What the plan says about an artifact. */
export interface Expectation {
  /** Path relative to the repository, for findings. */
  readonly file: string;
  readonly name: string;
  readonly version: string;
}

/** Name and version as one place of an artifact states them; null when it states none. */
export interface Place {
  readonly where: string;
  readonly name: string | null;
  readonly version: string | null;
}

export type Comparison = (one: string, other: string) => boolean;

export const samePythonName: Comparison = (one, other) =>
  normalizedName(one) === normalizedName(other);

/** The place of a finding about a whole artifact. */
export function inFile(expected: Expectation): Location {
  return { file: expected.file, line: null };
}

/** PyPI's limit for a file, 100 MiB. */
export const PYPI_LIMIT = 100 * 1024 * 1024;

/** The one finding about an archive that cannot be read. */
export function unreadable(reading: Unreadable, expected: Expectation): Finding[] {
  return [archiveUnreadable.at(inFile(expected), { detail: reading.detail })];
}

/** One finding when the artifact is larger than its registry takes. */
export function checkSize(
  bytes: number,
  limit: number,
  registry: string,
  expected: Expectation,
): Finding[] {
  return bytes > limit ? [artifactTooLarge.at(inFile(expected), { bytes, limit, registry })] : [];
}

/** Compares every place with the plan: one finding for the name, one for the version, at most. */
export function checkIdentity(
  places: readonly Place[],
  expected: Expectation,
  sameName: Comparison,
  versionsEqual: Comparison = sameVersion,
): Finding[] {
  const wrong = (field: 'name' | 'version', same: Comparison): Place[] =>
    places.filter((place) => place[field] !== null && !same(place[field], expected[field]));
  const [names, versions] = [wrong('name', sameName), wrong('version', versionsEqual)];
  const context = (field: 'name' | 'version', at: readonly Place[]) => ({
    expected: expected[field],
    places: at.map(({ where }) => where).join(' and '),
    got: [...new Set(at.map((place) => place[field]))].join(' and '),
  });
  return [
    ...(names.length ? [artifactNameDisagrees.at(inFile(expected), context('name', names))] : []),
    ...(versions.length
      ? [artifactVersionDisagrees.at(inFile(expected), context('version', versions))]
      : []),
  ];
}

/** One finding when the version to be released is one that PyPI never takes. */
export function checkLocal(expected: Expectation): Finding[] {
  return local(expected.version) === null
    ? []
    : [localVersion.at(inFile(expected), { version: expected.version })];
}
