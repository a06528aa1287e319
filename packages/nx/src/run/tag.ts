import type { Repository } from '@slipway/release/manifest';
import { parseTag } from '@slipway/release/version';

/** The version of the release as a whole, and its tag. */
export interface ReleaseTag {
  readonly version: string;
  /** The tag that HEAD ought to carry. */
  readonly expected: string;
  /** The tag of this version that HEAD does carry, or null. */
  readonly present: string | null;
}

/** The release is named after its first published crate, or its first Python package. */
export function releaseTag(repository: Repository, tags: readonly string[]): ReleaseTag {
  const crate = repository.crates.find(({ publishable }) => publishable);
  const version = (crate ?? repository.pythons[0])?.version.value ?? '0.0.0';
  const present = tags.find((tag) => parseTag(tag) === version) ?? null;
  return { version, expected: present ?? `v${version}`, present };
}
