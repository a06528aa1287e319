import type { Crate, PythonPackage, Repository } from '../../manifest/index.ts';
import { canonicalVersion, readTag } from '../../version/index.ts';
import { packageKey } from '../packages/index.ts';
import { formatFor, tagName, type TagFormat, type TaggedVersion } from './tag-formats.ts';

/** The version of the release as a whole, and its tag. */
export interface ReleaseTag {
  readonly version: string;
  /** The tag that HEAD ought to carry, written as the repository writes its tags. */
  readonly expected: string;
  /** The tag of this version that HEAD does carry, or null. */
  readonly present: string | null;
  /** Earlier tags of the same kind, the newest first. */
  readonly earlier: readonly TaggedVersion[];
}

/**
 * The release is named after the package that the repository's own tags are for; without any after
 * its first published crate, or its first Python package. Pure. `atHead` are the tags at HEAD.
 */
export function releaseTag(
  repository: Repository,
  formats: readonly TagFormat[],
  atHead: readonly string[],
): ReleaseTag {
  const main = mainPackage(repository, formats);
  const version = main?.version.value ?? '0.0.0';
  const format = main && formatFor(main, formats);
  const present = atHead.find((tag) => names(tag, version)) ?? null;
  const expected = present ?? tagName(format ?? { format: 'v{version}', tags: [] }, version);
  return { version, expected, present, earlier: format?.tags ?? [] };
}

function names(tag: string, version: string): boolean {
  const read = readTag(tag);
  return read !== null && canonicalVersion(read.version) === canonicalVersion(version);
}

function mainPackage(
  { crates, pythons }: Repository,
  formats: readonly TagFormat[],
): Crate | PythonPackage | null {
  const published = [...crates, ...pythons].filter(({ publishable }) => publishable);
  const general = formats.find(({ prefix, packages }) => prefix === '' && packages.length > 0);
  const named = published.find((one) => general?.packages.includes(packageKey(one)));
  return named ?? published[0] ?? pythons[0] ?? null;
}
