import { nowhere, tagDisagrees, type Finding } from '../../finding/index.ts';
import type { Crate, PythonPackage, Repository } from '../../manifest/index.ts';
import { readTag, sameVersion, type TagName } from '../../version/index.ts';
import { findTagFormats, formatFor, isFor, type Tag, type TagFormat } from './tag-formats.ts';
import { isPython } from '../packages/index.ts';

type Package = Crate | PythonPackage;

/** A tag at HEAD, and the packages whose version it ought to name. */
interface NamedTag {
  readonly tag: string;
  readonly read: TagName;
  readonly packages: readonly Package[];
  /** Whether it says whose it is. */
  readonly isOwned: boolean;
}

/**
 * Whether the tags at HEAD name what the manifests say (SLW105). Pure. A tag with a package's name,
 * folder or half of the repository must name that package's version. Of those without any (several ways of
 * tagging, an `-rc` that became the release) one that names a package's version is enough. Passed
 * over is what is for something else: another prefix, or a format that the packages' `earlier` tags,
 * those of other commits, do not have.
 */
export function checkTags(
  repository: Repository,
  atHead: readonly string[],
  earlier: readonly Tag[] = [],
): Finding[] {
  const released = [...repository.crates, ...repository.pythons].filter((one) => one.publishable);
  const formats = findTagFormats(repository, earlier);
  const named = atHead
    .flatMap((tag): NamedTag[] => {
      const read = readTag(tag);
      return read ? [{ tag, read, ...packagesOf(read, released, formats) }] : [];
    })
    .filter(({ packages }) => packages.length > 0);
  const wrong = named.filter(({ read, packages }) => !packages.some((one) => isAt(one, read)));
  const owned = wrong.filter(({ isOwned }) => isOwned);
  const general = wrong.length === named.length ? wrong.slice(0, 1) : [];
  return (owned.length > 0 ? owned : general).map(({ tag, read, packages }) =>
    tagDisagrees.at(nowhere, {
      tag,
      tagVersion: read.spelled,
      versions: [...new Set(packages.map(({ version }) => version.value))].join(', '),
    }),
  );
}

function packagesOf(
  { prefix, format }: TagName,
  released: readonly Package[],
  formats: readonly TagFormat[],
): Pick<NamedTag, 'packages' | 'isOwned'> {
  if (prefix !== '') {
    const owners = released.filter((one) =>
      isFor({ ...one, ecosystem: isPython(one) ? 'python' : 'cargo' }, prefix),
    );
    return { packages: owners, isOwned: true };
  }
  const known = released.filter((one) => formatFor(one, formats));
  const tagged = known.filter((one) => formatFor(one, formats)?.format === format);
  return { packages: known.length > 0 ? tagged : released, isOwned: false };
}

/** A tag names a version in Cargo's spelling or in PyPI's; `v0.3` may go with each of 0.3. */
function isAt({ version: { value } }: Package, tagged: TagName): boolean {
  return (
    (tagged.short && value.startsWith(`${tagged.spelled}.`)) ||
    value === tagged.version ||
    sameVersion(tagged.version, value) ||
    sameVersion(value, tagged.spelled)
  );
}
