import semver from 'semver';
import {
  normalizedName,
  type Crate,
  type PythonPackage,
  type Repository,
} from '../../manifest/index.ts';
import { canonicalVersion, readTag, toPep440, toSemver } from '../../version/index.ts';
import { isPython, packageKey } from '../packages/index.ts';

/** A tag of the repository, as git has it. */
export interface Tag {
  readonly name: string;
  readonly commit: string;
  /** Whether it lies on the way to HEAD. */
  readonly reachable: boolean;
}

/** A tag that names a version. */
export interface TaggedVersion extends Tag {
  /** As Cargo spells it. */
  readonly version: string;
}

/** One way in which the repository writes its tags. */
export interface TagFormat {
  /** For instance "v{version}". */
  readonly format: string;
  /** What stands before the version: '' for "v{version}". */
  readonly prefix: string;
  /** The published packages whose versions these tags name; keys of `packageKey`. */
  readonly packages: readonly string[];
  /** The newest version first. */
  readonly tags: readonly TaggedVersion[];
}

interface Released {
  readonly key: string;
  readonly name: string;
  readonly directory: string;
  readonly ecosystem: 'cargo' | 'python';
  readonly version: string;
}

/** Words by which a tag says which half of a repository it is for. */
const ecosystems: Readonly<Record<Released['ecosystem'], RegExp>> = {
  cargo: /^(rust|rs|cargo|crates?)$/i,
  python: /^(py|python|pypi|wheels?)$/i,
};

/**
 * How the repository writes its tags, found from the tags alone, and which packages each way is for.
 * Passed over: words, moving tags (`v1`; `v1.2` where it points at 1.2.3), prefixes that merely end
 * like another. Pure.
 */
export function findTagFormats(repository: Repository, tags: readonly Tag[]): TagFormat[] {
  const groups = groupByFormat(tags);
  const released = releasedPackages(repository);
  const chosen = released.map((one) => ({ one, format: formatOf(one, groups) }));
  return groups.map((group) => ({
    ...group,
    packages: [
      ...new Set(chosen.filter(({ format }) => format === group).map(({ one }) => one.key)),
    ],
  }));
}

type Group = Omit<TagFormat, 'packages'>;

function groupByFormat(tags: readonly Tag[]): Group[] {
  const named = tags.flatMap((tag) => {
    const read = readTag(tag.name);
    return read ? [{ ...tag, ...read }] : [];
  });
  const groups = Map.groupBy(named, ({ format }) => format);
  return [...groups]
    .map(([format, all]) => ({
      format,
      prefix: all[0]?.prefix ?? '',
      tags: all
        .filter((tag) => !tag.short || !isMoving(tag, all))
        .map(({ name, commit, reachable, version }) => ({ name, commit, reachable, version }))
        .sort(byVersion),
    }))
    .filter((group) => group.tags.length > 0);
}

/** The newest first. */
function byVersion(a: TaggedVersion, b: TaggedVersion): number {
  return semver.rcompare(canonicalVersion(a.version), canonicalVersion(b.version));
}

/** `v1.2` that was moved to where 1.2.3 is; as a version of its own it would be 1.2.0. */
function isMoving(
  moved: TaggedVersion,
  all: readonly (TaggedVersion & { short: boolean })[],
): boolean {
  return all.some(
    ({ short, version, commit }) =>
      !short && (version === moved.version || commit === moved.commit),
  );
}

function releasedPackages({ crates, pythons }: Repository): Released[] {
  return [...crates, ...pythons].flatMap((one): Released[] => {
    const { publishable, version, name, directory } = one;
    const ordered = semver.valid(canonicalVersion(version.value));
    const ecosystem = isPython(one) ? 'python' : 'cargo';
    if (!publishable || ordered === null) return [];
    return [{ key: packageKey(one), name, directory, ecosystem, version: ordered }];
  });
}

/**
 * The format of a package's tags: one that carries its name, its folder, its ecosystem, or nothing.
 * Of several the one that has come furthest without overtaking the package: tags past its version
 * are those of something else.
 */
function formatOf(one: Released, groups: readonly Group[]): Group | null {
  const fitting = groups
    .filter(({ prefix }) => prefix === '' || isFor(one, prefix))
    .map((group) => ({ group, newest: newestOf(group) }))
    .filter(({ newest }) => semver.lte(canonicalVersion(newest.version), one.version))
    .sort((a, b) => byVersion(a.newest, b.newest) || named(b) - named(a));
  return fitting[0]?.group ?? null;
}

const named = ({ group }: { group: Group }): number => (group.prefix === '' ? 0 : 1);

/** HEAD may lie behind the newest tag, or beside it. */
function newestOf({ tags }: Group): TaggedVersion {
  return tags.find(({ reachable }) => reachable) ?? tags[0]!;
}

/** Whether tags with this prefix are for this package: `tide-core`, `crates/tide-core`, `python`. */
export function isFor(
  { name, directory, ecosystem }: Pick<Released, 'name' | 'directory' | 'ecosystem'>,
  prefix: string,
): boolean {
  const last = prefix.split('/').at(-1) ?? '';
  const same = last !== '' && normalizedName(last) === normalizedName(name);
  return same || prefix === directory || ecosystems[ecosystem].test(prefix);
}

/** The format that a tag is written in, `tide-v{version}`; itself where it names no version. */
export function kindOfTag(tag: string): string {
  return readTag(tag)?.format ?? tag;
}

/** Whether a tag names an older version than another one; not where either names none. */
export function isOlderTag(tag: string, other: string): boolean {
  const [one, two] = [readTag(tag), readTag(other)];
  return one !== null && two !== null && semver.lt(one.version, two.version);
}

/** The format that names a package; null when none does. */
export function formatFor(
  one: Crate | PythonPackage,
  formats: readonly TagFormat[],
): TagFormat | null {
  const key = packageKey(one);
  return formats.find(({ packages }) => packages.includes(key)) ?? null;
}

/**
 * The tag of a version, spelled as the newest tags of its format are: pre-releases as PyPI has them
 * (`v1.0.0rc1`), a patch of 0 left out (`v0.14`). The version as Cargo or PyPI spells it.
 */
export function tagName(
  { format, tags }: Pick<TagFormat, 'format' | 'tags'>,
  version: string,
): string {
  const cargo = semver.valid(version) ?? toSemver(version) ?? version;
  return format.replace('{version}', () => spellAs(tags, format.indexOf('{version}'), cargo));
}

/** `start` is where the version begins in these tags. */
function spellAs(tags: readonly TaggedVersion[], start: number, version: string): string {
  const parsed = semver.parse(version);
  const newest = tags.map(({ name, version: tagged }) => ({
    written: name.slice(start),
    tagged: semver.parse(tagged),
  }));
  if (!parsed) return version;
  if (parsed.prerelease.length > 0) {
    const model = newest.find(({ tagged }) => tagged && tagged.prerelease.length > 0);
    const mapped = toPep440(version);
    const isPypi = model !== undefined && semver.valid(model.written) === null;
    return isPypi && mapped.ok ? mapped.version : version;
  }
  const isFirst = (one: semver.SemVer | null): boolean =>
    one?.patch === 0 && one.prerelease.length === 0;
  const model = newest.find(({ tagged }) => isFirst(tagged));
  const isShort = model !== undefined && model.written.split('.').length === 2;
  return isShort && isFirst(parsed) ? `${parsed.major}.${parsed.minor}` : version;
}
