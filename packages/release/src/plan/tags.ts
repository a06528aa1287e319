import { nowhere, tagDisagrees, type Finding } from '../finding/index.ts';
import type { Repository } from '../manifest/index.ts';
import { readTag, sameVersion, type TagName } from '../version/index.ts';
import { normalizedName } from '../manifest/index.ts';

interface Released {
  readonly name: string;
  readonly version: string;
}

/**
 * Whether the tags at HEAD name what the manifests say. A tag with a package's name must name that
 * package's version. Of all others (several ways of tagging, an `-rc` that became the release,
 * tags for what is no crate) one that names a package's version is enough.
 */
export function checkTags(repository: Repository, tags: readonly string[]): Finding[] {
  const released = [...repository.crates, ...repository.pythons]
    .filter(({ publishable }) => publishable)
    .map(({ name, version }) => ({ name, version: version.value }));
  if (released.length === 0) return [];
  const named = tags.flatMap((tag) => {
    const read = readTag(tag);
    if (!read) return [];
    const owners = released.filter((one) => isNamed(one, read));
    const versions = owners.length > 0 ? owners : released;
    return [{ tag, read, versions, owned: owners.length > 0 }];
  });
  const wrong = named.filter(({ read, versions }) => !versions.some((one) => isAt(one, read)));
  const owned = wrong.filter((one) => one.owned);
  const others = wrong.length === named.length ? wrong.filter((one) => !one.owned) : [];
  return [...owned, ...others.slice(0, owned.length > 0 ? 0 : 1)].map(({ tag, read, versions }) =>
    tagDisagrees.at(nowhere, {
      tag,
      tagVersion: read.spelled,
      versions: [...new Set(versions.map(({ version }) => version))].join(', '),
    }),
  );
}

/** Whether the tag is one of this package: `tide-core-v1.2.3`, `crates/tide-core@1.2.3`. */
function isNamed({ name }: Released, { prefix }: TagName): boolean {
  const last = prefix.split('/').at(-1) ?? '';
  return last !== '' && normalizedName(last) === normalizedName(name);
}

/** A tag names a version in Cargo's spelling or in PyPI's; `v0.3` may go with each of 0.3. */
function isAt({ version }: Released, tagged: TagName): boolean {
  return (
    (tagged.short && version.startsWith(`${tagged.spelled}.`)) ||
    version === tagged.version ||
    sameVersion(tagged.version, version) ||
    sameVersion(version, tagged.spelled)
  );
}
