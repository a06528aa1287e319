import semver from 'semver';
import {
  noSuchPackage,
  prereleaseRefused,
  versionGoesBack,
  type Finding,
} from '../../finding/index.ts';
import { normalizedName } from '../../manifest/index.ts';
import {
  acceptsVersion,
  baseOf,
  canonicalVersion,
  effectiveLevel,
  nextVersion,
  prereleaseWords,
  readPrerelease,
  toPep440,
  toSemver,
  type Level,
  type PrereleaseWord,
} from '../../version/index.ts';
import type { Package, VersionGroup } from './groups.ts';
import { isPython, packageKey } from '../packages/index.ts';

/** What is asked for; by default the commits decide. */
export interface BumpRequest {
  readonly bump?: Level | 'prerelease' | 'release';
  /** The version itself, as Cargo spells it. */
  readonly version?: string;
  /** Makes a pre-release: 1.2.0-rc.1. */
  readonly preid?: string;
  /** Names of the packages to release, with all that takes its version with them; all when empty. */
  readonly packages?: readonly string[];
}

/** The version that a group takes. */
export interface NextVersion {
  readonly group: VersionGroup;
  /** As Cargo spells it; that of now where nothing is to change. */
  readonly from: string;
  readonly to: string;
  readonly why: string;
  /** The dependency that alone makes a release of it, and its new version. */
  readonly needs?: { readonly name: string; readonly to: string };
}

/** What commits ask for; null where none is notable. */
export interface Asked {
  /** Since the last version that was no pre-release. */
  readonly sinceFinal: Level | null;
  /** Since the last version of any kind. */
  readonly sinceNewest: Level | null;
}

/**
 * The next version of each group. Pure. A group that nobody touched stays; so does one whose version
 * was bumped since its last tag already, or that was never released, unless told otherwise. Crates that
 * could no longer take what they need get a patch.
 *
 * @returns SLW130 for a pre-release that PyPI or crates.io would order otherwise, SLW131 for a version
 * that is not higher or whose tag HEAD cannot see, SLW135 for a package that there is none of
 */
export function nextVersions(
  groups: readonly VersionGroup[],
  asked: (group: VersionGroup) => Asked,
  request: BumpRequest,
): { next: NextVersion[]; findings: Finding[] } {
  const refused = checkWord(request, groups);
  const strangers = checkNames(groups, request);
  if (refused.length + strangers.length > 0) {
    return { next: [], findings: [...refused, ...strangers] };
  }
  const chosen = groups.map((group) => decide(group, asked, request));
  const next = withDependents(chosen, request);
  return { next, findings: next.flatMap(checkRise) };
}

function checkWord({ preid, version }: BumpRequest, groups: readonly VersionGroup[]): Finding[] {
  const at = { file: null, line: null };
  if (preid !== undefined && !(prereleaseWords as readonly string[]).includes(preid)) {
    return [prereleaseRefused.at(at, { asked: preid, reason: 'only some mean the same to both' })];
  }
  if (version === undefined) return [];
  const mapped = toPep440(version);
  if (!mapped.ok) {
    const { reason, nearest } = mapped;
    return [prereleaseRefused.at(at, { asked: version, reason, nearest })];
  }
  // Who began without the dot can only go on so: rc.2 would come before rc1.
  const isKnown = groups.some((group) => readPrerelease(group.version)?.divider === '');
  if (isKnown || readPrerelease(version)?.divider !== '') return [];
  const reason = 'without a dot before its number rc10 comes before rc2 in Cargo';
  return [prereleaseRefused.at(at, { asked: version, reason, nearest: canonicalVersion(version) })];
}

function checkNames(
  groups: readonly VersionGroup[],
  { packages: names = [] }: BumpRequest,
): Finding[] {
  const published = groups.flatMap(({ packages }) => packages.filter((one) => one.publishable));
  const known = [...new Set(published.map(({ name }) => name))].sort();
  const at = { file: null, line: null };
  return names
    .filter((name) => !known.some((one) => normalizedName(one) === normalizedName(name)))
    .map((name) => noSuchPackage.at(at, { name, known }));
}

function checkRise({ group, from, to }: NextVersion): Finding[] {
  if (to === from) return [];
  const [{ version, name }] = group.packages as [Package];
  if (!semver.gt(to, from)) return [versionGoesBack.at(version, { name, from, to, tag: null })];
  const taken = group.format?.tags.find((tag) => tag.version === to);
  if (!taken) return [];
  return [versionGoesBack.at(version, { name, from, to, tag: taken.name })];
}

function decide(
  group: VersionGroup,
  asked: (group: VersionGroup) => Asked,
  request: BumpRequest,
): NextVersion {
  const from = semver.valid(group.version) ?? toSemver(group.version) ?? group.version;
  const stay = (why: string): NextVersion => ({ group, from, to: from, why });
  if (!isAsked(group, request)) return stay('not asked for');
  if (request.version !== undefined) return { group, from, to: request.version, why: 'as told' };
  const word = (request.preid ?? null) as PrereleaseWord | null;
  if (request.bump) return told(group, from, request.bump, word);
  const last = lastTags(group);
  if (last.newest === null) return stay(whyUntagged(group));
  const { sinceFinal, sinceNewest } = asked(group);
  const final = last.final ?? baseOf(last.newest);
  const target =
    sinceFinal && nextVersion({ final, current: from }, effectiveLevel(sinceFinal, final), word);
  if (semver.gt(from, last.newest) && (!target || semver.gte(from, target) || word !== null)) {
    return stay(`bumped already since ${last.newest}`);
  }
  if (word === null && semver.prerelease(from) !== null && !target) {
    return { group, from, to: baseOf(from), why: `makes ${from} final` };
  }
  const isNewKind = word !== (readPrerelease(from)?.word ?? null);
  if (!sinceFinal || !target || (!sinceNewest && !isNewKind)) {
    return stay(`nothing notable since ${last.newest}`);
  }
  return {
    group,
    from,
    to: target,
    why: `${kinds[sinceFinal]} since ${last.final ?? last.newest}`,
  };
}

const kinds: Readonly<Record<Level, string>> = {
  major: 'breaking changes',
  minor: 'features',
  patch: 'fixes',
};

function whyUntagged({ format }: VersionGroup): string {
  const [newest] = format?.tags ?? [];
  return newest
    ? `${newest.name} is not on the way to HEAD, so the commits since are not known`
    : 'never released: this is its first version';
}

function told(
  group: VersionGroup,
  from: string,
  bump: NonNullable<BumpRequest['bump']>,
  word: PrereleaseWord | null,
): NextVersion {
  const why = `--bump ${bump}`;
  const inPrerelease = semver.prerelease(from) !== null;
  if (bump === 'release') return { group, from, to: baseOf(from), why };
  if (bump === 'prerelease') {
    const kept = readPrerelease(from)?.word;
    const final = inPrerelease ? baseOf(from) : from;
    const chosen = word ?? kept ?? 'rc';
    const base = inPrerelease ? { final: '0.0.0', current: from } : { final, current: from };
    return { group, from, to: nextVersion(base, 'patch', chosen), why };
  }
  const final = lastTags(group).final ?? (inPrerelease ? '0.0.0' : from);
  const known = semver.lt(final, from) && !inPrerelease ? from : final;
  return { group, from, to: nextVersion({ final: known, current: from }, bump, word), why };
}

/** Whether a request is for this group. */
export function isAsked(
  { packages }: VersionGroup,
  { packages: names = [] }: Pick<BumpRequest, 'packages'>,
): boolean {
  const asked = new Set(names.map(normalizedName));
  return asked.size === 0 || packages.some(({ name }) => asked.has(normalizedName(name)));
}

/** The newest versions on the way to HEAD: of any kind, and the last that was no pre-release. */
function lastTags({ format }: VersionGroup): { newest: string | null; final: string | null } {
  const reachable = (format?.tags ?? []).filter((tag) => tag.reachable);
  const finals = reachable.filter(({ version }) => semver.prerelease(version) === null);
  return { newest: reachable[0]?.version ?? null, final: finals[0]?.version ?? null };
}

/** Groups that stay, although what they need moves out of their requirement, get a patch. */
function withDependents(chosen: readonly NextVersion[], request: BumpRequest): NextVersion[] {
  const next = [...chosen];
  for (let moved = true; moved;) {
    moved = false;
    const versions = new Map(
      next.flatMap(({ group, to }) =>
        group.packages.map(({ manifest }) => [manifest, to] as const),
      ),
    );
    for (const [index, one] of next.entries()) {
      const cause = one.to === one.from ? outgrown(one, versions, next) : null;
      const isReleased = lastTags(one.group).newest === one.from;
      if (!cause || !isReleased || request.packages?.length) continue;
      const to = afterwards(one, cause.to);
      next[index] = { ...one, to, why: `needs the new ${cause.name}`, needs: cause };
      moved = true;
    }
  }
  return next;
}

/** A patch; of what needs a pre-release, a pre-release as well: nobody else is to get that one. */
function afterwards({ group, from }: NextVersion, needed: string): string {
  const final = lastTags(group).final ?? baseOf(from);
  return nextVersion({ final, current: from }, 'patch', readPrerelease(needed)?.word ?? null);
}

/** The dependency whose new version a crate of the group would not take as it stands. */
function outgrown(
  { group }: NextVersion,
  versions: ReadonlyMap<string, string>,
  next: readonly NextVersion[],
): { name: string; to: string } | null {
  const changed = new Set(
    next.filter(({ from, to }) => from !== to).flatMap((one) => one.group.packages.map(packageKey)),
  );
  for (const one of group.packages) {
    if (isPython(one)) continue;
    for (const { name, requirement, manifest, kind } of one.dependencies) {
      const version = versions.get(manifest);
      if (requirement === null || kind === 'dev' || version === undefined) continue;
      if (changed.has(`cargo ${name}`) && !acceptsVersion(requirement, version)) {
        return { name, to: version };
      }
    }
  }
  return null;
}

/** What `editVersions` is to write: the new version of every manifest of the groups that change. */
export function wantedVersions(next: readonly NextVersion[]): Map<string, string> {
  return new Map(
    next
      .filter(({ from, to }) => from !== to)
      .flatMap(({ group, to }) => group.packages.map(({ manifest }) => [manifest, to] as const)),
  );
}
